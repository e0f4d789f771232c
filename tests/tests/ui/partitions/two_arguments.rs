use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(partitions = 4)]
struct Stores {
    #[child(start = |index, name: String| Store)]
    store: Store,
}

fn main() {}
