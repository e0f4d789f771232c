use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = 4)]
struct Stores {
    #[child(start = store.copy())]
    store: Store,
}

fn main() {}
