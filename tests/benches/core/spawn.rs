//! How fast actors come into being.

use dormouse::prelude::*;

use crate::actors::{Started, StartedRef};
use crate::common::args::Args;
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::work::Stopwatch;
use crate::common::{Failure, child, same, work};
use crate::raw;

/// As at the start of a program: each page is touched for the first time. How long that takes is the
/// machine's affair, so only the ratio is held to something.
const NEW_MEMORY: &[Row] = &[Row::new(
    "spawn/supervised, new memory",
    "M/s",
    &[Floor::RatioAtLeast(6.0)],
)];

/// In what the round before has freed, as far as the allocator has kept it.
const USED_MEMORY: Row = Row::new(
    "spawn/supervised, used memory",
    "M/s",
    &[Floor::RatioAtLeast(6.0), Floor::AtLeast(4.0)],
);

/// A second thread has a heap of its own, which glibc grows by dearer means.
const SHARE: f64 = if cfg!(feature = "mimalloc") { 0.9 } else { 0.7 };

/// The yardstick is the same work on one thread.
const TWO_THREADS: Row = Row::new(
    "spawn/supervised, 2 threads to 1",
    "M/s",
    &[Floor::RatioAtLeast(SHARE)],
);

pub(crate) fn rows(suite: &Suite) -> Result<(), Failure> {
    let count = suite.args().scaled(500_000);
    suite.in_child(NEW_MEMORY, "spawn", 1);
    suite.compare(USED_MEMORY, || raw_spawn(count / 4), || supervised(count));

    let two = work::runtime(2)?;
    suite.repeat(&[TWO_THREADS], || {
        let one = work::run(&two, in_tasks(1, count))?;
        let both = work::run(&two, in_tasks(2, count))?;
        Ok(vec![Sample::against(one, both)])
    });
    Ok(())
}

/// A process of its own that frees nothing before its end.
pub(crate) fn child(args: &Args) -> Result<(), Failure> {
    let count = args.scaled(500_000);
    work::runtime(1)?.block_on(async {
        let mut trees = Vec::new();
        let mut senders = Vec::new();
        for _ in 0..args.rounds() {
            let (raw, some) = raw_some(count / 4);
            senders.push(some);
            let (own, tree) = some_children(count).await?;
            trees.push(tree);
            child::report(&[Sample::against(raw, own)]);
        }
        Ok(())
    })
}

/// A new supervisor each time; its end is not timed.
fn supervised(count: u32) -> Result<f64, Failure> {
    work::runtime(1)?.block_on(async {
        let (rate, started) = some_children(count).await?;
        started.stop().await?;
        Ok(rate)
    })
}

async fn some_children(count: u32) -> Result<(f64, StartedRef), Failure> {
    let started = Started {}.start().await?;
    let start = Stopwatch::start();
    start_all(&started, count).await?;
    let rate = start.millions(count);
    same(started.supervisor().count_children().active, count as usize)?;
    Ok((rate, started))
}

async fn start_all(started: &StartedRef, count: u32) -> Result<(), Failure> {
    for count in 0..count {
        started.start_child(u64::from(count)).await?;
    }
    Ok(())
}

/// The tasks go with their runtime, untimed.
fn raw_spawn(count: u32) -> Result<f64, Failure> {
    work::runtime(1)?.block_on(async { Ok(raw_some(count).0) })
}

fn raw_some(count: u32) -> (f64, Vec<raw::Sender>) {
    let mut senders = Vec::with_capacity(count as usize);
    let start = Stopwatch::start();
    for _ in 0..count {
        senders.push(raw::spawn());
    }
    (start.millions(count), senders)
}

/// Shares the starts out among so many tasks, each of which has a thread.
async fn in_tasks(tasks: u32, count: u32) -> Result<f64, Failure> {
    let started = Started {}.start().await?;
    let start = Stopwatch::start();
    let all: Vec<_> = (0..tasks)
        .map(|_| {
            let started = started.clone();
            tokio::spawn(async move { start_all(&started, count / tasks).await })
        })
        .collect();
    for task in all {
        task.await??;
    }
    let rate = start.millions(count);
    same(started.supervisor().count_children().active, count as usize)?;
    started.stop().await?;
    Ok(rate)
}
