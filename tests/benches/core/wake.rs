//! Waking one of a million sleepers, and laying it down again.

use std::time::Duration;

use dormouse::Status;
use dormouse::prelude::*;
use tokio::sync::oneshot;

use crate::actors::{CounterRef, Counters};
use crate::common::args::Args;
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::work::Stopwatch;
use crate::common::{Failure, child, same, work};
use crate::raw;

const ACTORS: u32 = 1_000_000;

const FLOORS: &[Floor] = &[Floor::RatioAtMost(1.3)];

const ONE: &[Row] = &[
    Row::new("wake/plain, 1 worker", "ns", FLOORS),
    Row::new("wake/cast, 1 worker", "ns", FLOORS),
];

const TWO: &[Row] = &[
    Row::new("wake/plain, 2 workers", "ns", FLOORS),
    Row::new("wake/cast, 2 workers", "ns", FLOORS),
];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(ONE, "wake 1", 1);
    suite.in_child(TWO, "wake 2", 1);
}

/// A process of its own, for a million raw actors leave a heap of 1.5 GB.
pub(crate) fn child(args: &Args, workers: usize) -> Result<(), Failure> {
    let calls = args.scaled(100_000);
    let rounds = args.rounds() as u32;
    let runtime = work::runtime(workers)?;
    work::run(&runtime, async move {
        let counters = Counters {}.start().await?;
        let mut own = Vec::with_capacity(ACTORS as usize);
        for _ in 0..ACTORS {
            let actor = counters.start_child().await?;
            actor.touch().await?;
            own.push(actor);
        }
        let mut raw = Vec::with_capacity(ACTORS as usize);
        for _ in 0..ACTORS {
            raw.push(raw::spawn());
        }
        for actor in &raw {
            raw::count(actor).await?;
        }
        // No actor is called twice in a round, so that each is found asleep and cold.
        let order = work::shuffled(ACTORS);
        for picked in order.chunks(calls as usize).take(rounds as usize) {
            let yardstick = raw_calls(&raw, picked).await?;
            let plain = plain(&own, picked).await?;
            let cast = by_cast(&own, picked).await?;
            child::report(&[
                Sample::against(yardstick, plain),
                Sample::against(yardstick, cast),
            ]);
        }
        counters.stop().await?;
        Ok(())
    })
}

async fn raw_calls(actors: &[raw::Sender], picked: &[u32]) -> Result<f64, Failure> {
    let start = Stopwatch::start();
    for index in picked {
        raw::count(&actors[*index as usize]).await?;
    }
    Ok(start.each(picked.len() as u32))
}

async fn plain(actors: &[CounterRef], picked: &[u32]) -> Result<f64, Failure> {
    let start = Stopwatch::start();
    for index in picked {
        actors[*index as usize].touch().await?;
    }
    let time = start.each(picked.len() as u32);
    all_asleep(actors, picked)?;
    Ok(time)
}

async fn by_cast(actors: &[CounterRef], picked: &[u32]) -> Result<f64, Failure> {
    let start = Stopwatch::start();
    for index in picked {
        let (reply, answer) = oneshot::channel();
        actors[*index as usize].touch_later(reply)?;
        answer.await?;
    }
    let time = start.each(picked.len() as u32);
    // The last one may still be on its way to sleep.
    tokio::time::sleep(Duration::from_millis(5)).await;
    all_asleep(actors, picked)?;
    Ok(time)
}

fn all_asleep(actors: &[CounterRef], picked: &[u32]) -> Result<(), Failure> {
    let asleep = picked
        .iter()
        .filter(|index| actors[**index as usize].actor().status() == Status::Hibernated)
        .count();
    same(asleep, picked.len())
}
