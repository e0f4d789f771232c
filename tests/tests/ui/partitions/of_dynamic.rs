use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(dynamic, partitions = 4)]
struct Stores {
}

fn main() {}
