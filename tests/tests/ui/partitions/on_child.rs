use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor()]
struct Stores {
    #[child(partitions = 4)]
    store: Store,
}

fn main() {}
