use dormouse::prelude::*;

#[actor(name = "store")]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = 4)]
struct Stores {
    #[child]
    store: Store,
}

fn main() {}
