use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(auto_shutdown = any_significant)]
    store: Store,
}

fn main() {}
