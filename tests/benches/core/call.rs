//! Calls: one caller that waits for each reply, and many at once.

use std::sync::Arc;

use dormouse::prelude::*;
use tokio::runtime::Runtime;

use crate::actors::{Counter, CounterRef, Watched};
use crate::common::suite::Suite;
use crate::common::table::{Floor, Row};
use crate::common::work::Stopwatch;
use crate::common::{Failure, same, work};
use crate::raw;

/// Of an idle actor: its handler runs in the caller's task.
const IDLE: &[Floor] = &[Floor::RatioAtMost(0.5)];
const AWAKE: &[Floor] = &[Floor::RatioAtMost(1.1)];
const MANY: &[Floor] = &[Floor::RatioAtLeast(1.1)];

/// Callers, and as many actors.
const CROWD: u32 = 64;

pub(crate) fn rows(suite: &Suite) -> Result<(), Failure> {
    some_rows(
        suite,
        &work::runtime(1)?,
        [
            Row::new("call/idle, plain, 1 worker", "ns", IDLE),
            Row::new("call/idle, async, 1 worker", "ns", IDLE),
            Row::new("call/idle, watched, 1 worker", "ns", IDLE),
            Row::new("call/awake, 1 worker", "ns", AWAKE),
            Row::new("call/handler waits, 1 worker", "ns", AWAKE),
            Row::new("call/64x64 idle, 1 worker", "M/s", MANY),
            Row::new("call/64x64 awake, 1 worker", "M/s", MANY),
        ],
    );
    some_rows(
        suite,
        &work::runtime(2)?,
        [
            Row::new("call/idle, plain, 2 workers", "ns", IDLE),
            Row::new("call/idle, async, 2 workers", "ns", IDLE),
            Row::new("call/idle, watched, 2 workers", "ns", IDLE),
            Row::new("call/awake, 2 workers", "ns", AWAKE),
            Row::new("call/handler waits, 2 workers", "ns", AWAKE),
            Row::new("call/64x64 idle, 2 workers", "M/s", MANY),
            Row::new("call/64x64 awake, 2 workers", "M/s", MANY),
        ],
    );
    Ok(())
}

fn some_rows(suite: &Suite, runtime: &Runtime, rows: [Row; 7]) {
    let [plain, asynchronous, watched, awake, waits, many, many_awake] = rows;
    let count = suite.args().scaled(300_000);

    let raw = || work::run(runtime, raw_calls(count));
    suite.compare(plain, raw, || work::run(runtime, plain_calls(count)));
    suite.compare(asynchronous, raw, || work::run(runtime, async_calls(count)));
    suite.compare(watched, raw, || work::run(runtime, watched_calls(count)));
    suite.compare(awake, raw, || work::run(runtime, awake_calls(count)));
    suite.compare(
        waits,
        || work::run(runtime, raw_later_calls(count)),
        || work::run(runtime, later_calls(count)),
    );
    let raw = || work::run(runtime, raw_crowd(count));
    suite.compare(many, raw, || work::run(runtime, idle_crowd(count)));
    suite.compare(many_awake, raw, || work::run(runtime, awake_crowd(count)));
}

/// One caller, one call after the other. The actor has been called once before.
macro_rules! calls {
    ($count:expr, $call:expr) => {{
        let mut sum: u64 = $call.await?;
        let start = Stopwatch::start();
        for _ in 1..$count {
            sum += $call.await?;
        }
        let time = start.each($count);
        same(sum, u64::from($count))?;
        Ok(time)
    }};
}

async fn raw_calls(count: u32) -> Result<f64, Failure> {
    let actor = raw::spawn();
    calls!(count, raw::count(&actor))
}

async fn raw_later_calls(count: u32) -> Result<f64, Failure> {
    let actor = raw::spawn();
    calls!(count, raw::count_later(&actor))
}

async fn plain_calls(count: u32) -> Result<f64, Failure> {
    let actor = Counter::default().spawn()?;
    calls!(count, actor.count())
}

async fn async_calls(count: u32) -> Result<f64, Failure> {
    let actor = Counter::default().spawn()?;
    calls!(count, actor.count_async())
}

async fn watched_calls(count: u32) -> Result<f64, Failure> {
    let actor = Watched { count: 1 }.spawn()?;
    calls!(count, actor.count())
}

async fn awake_calls(count: u32) -> Result<f64, Failure> {
    let actor = Counter::awake().await?;
    calls!(count, actor.count())
}

async fn later_calls(count: u32) -> Result<f64, Failure> {
    let actor = Counter::default().spawn()?;
    calls!(count, actor.count_later())
}

/// Many callers, each calling one actor after the other.
macro_rules! crowd {
    ($count:expr, $actors:expr, |$actor:ident| $call:expr) => {{
        let actors: Arc<[_]> = Arc::from($actors);
        let share = $count / CROWD;
        let start = Stopwatch::start();
        let callers: Vec<_> = (0..CROWD)
            .map(|caller| {
                let actors = Arc::clone(&actors);
                tokio::spawn(async move {
                    let mut sum: u64 = 0;
                    for turn in 0..share {
                        // Callers begin at different actors, and meet now and then.
                        let next = (7 * caller + turn) % CROWD;
                        let $actor = &actors[next as usize];
                        sum += $call.await?;
                    }
                    same(sum, u64::from(share))
                })
            })
            .collect();
        for caller in callers {
            caller.await??;
        }
        Ok(start.millions(share * CROWD))
    }};
}

async fn raw_crowd(count: u32) -> Result<f64, Failure> {
    let actors: Vec<_> = (0..CROWD).map(|_| raw::spawn()).collect();
    crowd!(count, actors, |actor| raw::count(actor))
}

async fn idle_crowd(count: u32) -> Result<f64, Failure> {
    let actors: Result<Vec<CounterRef>, _> =
        (0..CROWD).map(|_| Counter::default().spawn()).collect();
    crowd!(count, actors?, |actor| actor.count())
}

async fn awake_crowd(count: u32) -> Result<f64, Failure> {
    let mut actors = Vec::new();
    for _ in 0..CROWD {
        actors.push(Counter::awake().await?);
    }
    crowd!(count, actors, |actor| actor.count())
}
