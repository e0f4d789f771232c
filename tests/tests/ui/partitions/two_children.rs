use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = 4)]
struct Stores {
    #[child]
    store: Store,
    #[child]
    other: Store,
}

fn main() {}
