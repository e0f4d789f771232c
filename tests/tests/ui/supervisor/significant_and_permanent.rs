use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(auto_shutdown = any_significant)]
struct App {
    #[child(restart = permanent, significant)]
    store: Store,
}

fn main() {}
