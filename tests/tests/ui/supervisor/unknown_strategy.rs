use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = one_for_on)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
