//! Casts: one sender, eight senders, and one sender to a thousand actors.

use tokio::task::yield_now;

use crate::actors::Counter;
use crate::common::suite::Suite;
use crate::common::table::{Floor, Row};
use crate::common::work::Stopwatch;
use crate::common::{Failure, same, work};
use crate::raw;

/// A sender lets others run after so many messages, as one does that reads them from a socket.
const BURST: u32 = 64;

const FAN: u32 = 1000;

pub(crate) fn rows(suite: &Suite) -> Result<(), Failure> {
    let count = suite.args().scaled(1_000_000);
    let one = work::runtime(1)?;
    let two = work::runtime(2)?;
    let level: &[Floor] = &[Floor::RatioAtLeast(1.0)];

    let table = [
        (
            &one,
            Row::new("cast/1-1, 1 worker", "M/s", level),
            Row::new("cast/8-1, 1 worker", "M/s", &[Floor::RatioAtLeast(1.5)]),
            Row::new("cast/1-1000 awake, 1 worker", "M/s", level),
        ),
        (
            &two,
            Row::new("cast/1-1, 2 workers", "M/s", level),
            Row::new("cast/8-1, 2 workers", "M/s", &[Floor::RatioAtLeast(1.2)]),
            Row::new("cast/1-1000 awake, 2 workers", "M/s", level),
        ),
    ];
    for (runtime, one_to_one, eight_to_one, fan) in table {
        suite.compare(
            one_to_one,
            || work::run(runtime, raw_senders(1, count)),
            || work::run(runtime, senders(1, count)),
        );
        suite.compare(
            eight_to_one,
            || work::run(runtime, raw_senders(8, count)),
            || work::run(runtime, senders(8, count)),
        );
        suite.compare(
            fan,
            || work::run(runtime, raw_fan(count)),
            || work::run(runtime, fan_out(count)),
        );
    }
    Ok(())
}

/// From the first message sent until the last one is handled.
async fn raw_senders(senders: u32, count: u32) -> Result<f64, Failure> {
    let actor = raw::spawn();
    raw::count(&actor).await?;
    let start = Stopwatch::start();
    let all: Vec<_> = (0..senders)
        .map(|_| {
            let actor = actor.clone();
            tokio::spawn(async move {
                for sent in 1..=count / senders {
                    raw::add(&actor, 1)?;
                    if sent % BURST == 0 {
                        yield_now().await;
                    }
                }
                Ok::<_, Failure>(())
            })
        })
        .collect();
    for sender in all {
        sender.await??;
    }
    let sum = raw::count(&actor).await?;
    let rate = start.millions(count);
    same(sum, u64::from(count) + 1)?;
    Ok(rate)
}

async fn senders(senders: u32, count: u32) -> Result<f64, Failure> {
    let actor = Counter::awake().await?;
    let start = Stopwatch::start();
    let all: Vec<_> = (0..senders)
        .map(|_| {
            let actor = actor.clone();
            tokio::spawn(async move {
                for sent in 1..=count / senders {
                    actor.add(1)?;
                    if sent % BURST == 0 {
                        yield_now().await;
                    }
                }
                Ok::<_, Failure>(())
            })
        })
        .collect();
    for sender in all {
        sender.await??;
    }
    let sum = actor.count().await?;
    let rate = start.millions(count);
    same(sum, u64::from(count) + 1)?;
    Ok(rate)
}

/// One message to each in turn, until all have handled theirs.
async fn raw_fan(count: u32) -> Result<f64, Failure> {
    let actors: Vec<_> = (0..FAN).map(|_| raw::spawn()).collect();
    for actor in &actors {
        raw::count(actor).await?;
    }
    let start = Stopwatch::start();
    for _ in 0..count / FAN {
        for actor in &actors {
            raw::add(actor, 1)?;
        }
        yield_now().await;
    }
    let mut sum = 0;
    for actor in &actors {
        sum += raw::count(actor).await?;
    }
    let rate = start.millions(count);
    same(sum, u64::from(count + FAN))?;
    Ok(rate)
}

async fn fan_out(count: u32) -> Result<f64, Failure> {
    let mut actors = Vec::new();
    for _ in 0..FAN {
        actors.push(Counter::awake().await?);
    }
    let start = Stopwatch::start();
    for _ in 0..count / FAN {
        for actor in &actors {
            actor.add(1)?;
        }
        yield_now().await;
    }
    let mut sum = 0;
    for actor in &actors {
        sum += actor.count().await?;
    }
    let rate = start.millions(count);
    same(sum, u64::from(count + FAN))?;
    Ok(rate)
}
