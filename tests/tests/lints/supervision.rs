//! What can be said of supervisors and their children.

use moused::{actor, supervisor};
use std::time::Duration;

/// Has a number.
#[actor(crate = moused)]
#[derive(Debug, Default)]
pub struct Shard {
    index: usize,
}

#[actor(crate = moused)]
impl Shard {
    /// The number, as text.
    #[call]
    #[must_use]
    pub fn index(&self) -> String {
        self.index.to_string()
    }
}

/// How many there are.
pub const COUNT: usize = 4;

/// One for each part of the keys.
#[supervisor(crate = moused, partitions = COUNT, strategy = rest_for_one)]
#[derive(Debug)]
pub struct Shards {
    prefix: String,
    /// The one that has a key.
    #[child(
        start = |index| Shard { index },
        name = format!("{prefix}-{index}"),
        restart = transient,
        backoff(initial = "10ms", max = "1s"),
        start_timeout = "5s",
        drain
    )]
    shard: Shard,
}

/// One per core, all the same.
#[supervisor(crate = moused, partitions)]
#[derive(Debug)]
pub struct PerCore {
    #[child]
    shard: Shard,
}

/// Children that come at run time.
#[supervisor(crate = moused, dynamic, max_children = 10, hibernate_after = "5s")]
#[derive(Debug)]
pub struct Plugins {}

/// How long a start may take.
pub const LIMIT: Duration = Duration::from_secs(5);

/// Ends with the last of its children.
#[supervisor(crate = moused, auto_shutdown = all_significant, auto_hibernation = false)]
#[derive(Debug)]
pub struct Batch {
    #[child(significant, restart = transient, shutdown = infinity, drain)]
    job: Shard,
    #[child(backoff, start_timeout = LIMIT, shutdown = brutal_kill, name = "other")]
    other: Shard,
}

/// Says that it is meant.
#[supervisor(crate = moused, strategy = one_for_all, intensity = 0, allow(zero_intensity, single_child, brutal_kill, no_significant))]
#[derive(Debug)]
pub struct Strict {
    #[child(start = Batch {}, shutdown = brutal_kill)]
    batch: Batch,
}
