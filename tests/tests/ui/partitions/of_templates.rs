use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one, partitions = 4)]
struct Stores {
    #[child]
    store: Store,
}

fn main() {}
