use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one, auto_hibernation)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
