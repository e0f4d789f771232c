use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = "8")]
struct Stores {
    #[child]
    store: Store,
}

fn main() {}
