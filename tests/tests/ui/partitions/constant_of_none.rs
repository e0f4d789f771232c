use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

const COUNT: usize = 0;

#[supervisor(partitions = COUNT)]
struct Stores {
    #[child]
    store: Store,
}

fn main() {}
