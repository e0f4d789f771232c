use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one)]
struct App {
    #[child]
    store: Store,
    #[child]
    other: Store,
}

fn main() {}
