use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(auto_shutdown = sometimes)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
