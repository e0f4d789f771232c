use dormouse::prelude::*;

#[derive(Default)]
struct Store;

#[supervisor(strategy = simple_one_for_one)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
