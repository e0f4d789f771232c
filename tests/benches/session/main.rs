//! What hibernation gives back: 50,000 sessions that have grown fat and slack, asleep.
//!
//! Each handles 50 messages of 200 bytes, in turn with all others, which is the worst case for pages; then it is cut
//! down to its 2 newest entries and hibernates. `cargo bench --bench session`; see `docs/benchmarks.md`.

#[path = "../common/mod.rs"]
mod common;

mod actors;
mod history;
mod load;
mod raw;

use common::Failure;
use common::args::Args;
use common::suite::Suite;
use common::table::{Floor, Row};

const ALL: &[Row] = &[
    Row::new("session/resident at the peak", "MB", &[]),
    Row::new("session/resident, all asleep", "MB", &[]),
    Row::new("session/returned, all asleep", "%", &[Floor::AtLeast(75.0)]),
    Row::new("session/live at the peak", "MB", &[]),
    Row::new("session/live, all asleep", "MB", &[]),
    Row::new("session/until it was returned", "s", &[]),
    Row::new("session/cut down and hibernate", "us", &[]),
    Row::new("session/wake, one message, p50", "us", &[]),
    Row::new("session/wake, one message, p99", "us", &[]),
];

/// Only asked of glibc: mimalloc gives back 64 KiB or nothing, and awake actors keep most of those.
const MOST_RETURNED: &[Floor] = if cfg!(feature = "mimalloc") {
    &[]
} else {
    &[Floor::AtLeast(80.0)]
};

const MOST: &[Row] = &[
    Row::new("session/resident, 9 in 10 asleep", "MB", &[]),
    Row::new("session/returned, 9 in 10 asleep", "%", MOST_RETURNED),
];

fn main() -> Result<(), Failure> {
    let args = Args::read();
    if cfg!(feature = "mimalloc") {
        common::rest::reclaim_by_mimalloc();
    }
    match args.child.as_deref() {
        Some("all") => return load::all(),
        Some("most") => return load::most(),
        Some("raw") => return raw::child(),
        Some(other) => return Err(format!("there is no workload {other}").into()),
        None => {}
    }
    let suite = Suite::begin(args, "raw tokio, cut down");
    suite.in_children(ALL, "all", "raw", 3);
    suite.in_child(MOST, "most", 2);
    Ok(())
}
