use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = 4, auto_shutdown = any_significant)]
struct Stores {
    #[child]
    store: Store,
}

fn main() {}
