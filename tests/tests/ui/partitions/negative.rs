use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = -1)]
struct Stores {
    #[child]
    store: Store,
}

fn main() {}
