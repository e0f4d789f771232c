//! The partitions of a public supervisor are of a private type.

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Shard {}

#[actor]
impl Shard {}

#[supervisor(partitions = 4)]
pub struct Shards {
    #[child]
    shard: Shard,
}

fn main() {}
