//! The end of many: a supervisor that stops, children terminated by name, and a million that die and come again.

use std::time::Duration;

use dormouse::prelude::*;

use crate::actors::Counters;
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::work::Stopwatch;
use crate::common::{Failure, child, same, work};
use crate::raw;

/// How many a supervisor has in the rows that stop them.
const CHILDREN: u32 = 100_000;

/// How many explode.
const MANY: u32 = 1_048_576;

const SECOND: &[Floor] = &[Floor::AtMost(1.0)];

const EXPLOSION: &[Row] = &[
    Row::new("explosion/start 1,048,576", "s", SECOND),
    Row::new("explosion/terminate a random half", "s", SECOND),
    Row::new("explosion/start them again", "s", SECOND),
    Row::new("explosion/stop all", "s", &[]),
];

pub(crate) fn rows(suite: &Suite) -> Result<(), Failure> {
    let count = suite.args().scaled(CHILDREN);
    let one = work::runtime(1)?;
    let [stop, terminate, kill] = [
        Row::new("end/stop supervisor of 100,000", "ns", &[]),
        Row::new("end/terminate 100,000, each", "ns", &[]),
        Row::new("end/kill 100,000, restarted", "ns", &[]),
    ];
    let yardstick = || work::run(&one, raw_abort(count));
    suite.compare(stop, yardstick, || work::run(&one, stop_all(count)));
    suite.compare(terminate, yardstick, || {
        work::run(&one, terminate_each(count))
    });
    suite.compare(kill, yardstick, || work::run(&one, kill_each(count)));
    suite.in_child(EXPLOSION, "explosion", 3);
    Ok(())
}

/// The nearest thing on raw tokio: abort each, and wait for each.
async fn raw_abort(count: u32) -> Result<f64, Failure> {
    let actors: Vec<_> = (0..count).map(|_| raw::spawn_with_handle()).collect();
    tokio::task::yield_now().await;
    let start = Stopwatch::start();
    for (_, task) in &actors {
        task.abort();
    }
    for (_, task) in actors {
        same(task.await.is_err(), true)?;
    }
    Ok(start.each(count))
}

async fn stop_all(count: u32) -> Result<f64, Failure> {
    let counters = Counters {}.start().await?;
    for _ in 0..count {
        counters.start_child().await?;
    }
    let start = Stopwatch::start();
    counters.stop().await?;
    let time = start.each(count);
    same(counters.supervisor().count_children().active, 0)?;
    Ok(time)
}

async fn terminate_each(count: u32) -> Result<f64, Failure> {
    let counters = Counters {}.start().await?;
    let mut children = Vec::with_capacity(count as usize);
    for _ in 0..count {
        children.push(counters.start_child().await?);
    }
    let start = Stopwatch::start();
    for child in &children {
        counters.supervisor().terminate_child(child).await?;
    }
    let time = start.each(count);
    same(counters.supervisor().count_children().active, 0)?;
    counters.stop().await?;
    Ok(time)
}

/// Permanent children: each kill is answered by a restart in place.
async fn kill_each(count: u32) -> Result<f64, Failure> {
    let counters = Counters {}.start().await?;
    let mut children = Vec::with_capacity(count as usize);
    for _ in 0..count {
        children.push(counters.start_child().await?);
    }
    let start = Stopwatch::start();
    for child in &children {
        child.actor().kill().await?;
    }
    let time = start.each(count);
    same(
        counters.supervisor().count_children().active,
        count as usize,
    )?;
    counters.stop().await?;
    Ok(time)
}

/// In memory that nothing has used before.
pub(crate) fn child() -> Result<(), Failure> {
    let times = work::runtime(1)?.block_on(async {
        let counters = Counters {}.start().await?;
        let mut children = Vec::with_capacity(MANY as usize);
        let mut times = Vec::new();
        let start = Stopwatch::start();
        for _ in 0..MANY {
            children.push(counters.start_child().await?);
        }
        times.push(start.elapsed());

        let order = work::shuffled(MANY);
        let half = order.len() / 2;
        let start = Stopwatch::start();
        for index in &order[..half] {
            let child = &children[*index as usize];
            counters.supervisor().terminate_child(child).await?;
        }
        times.push(start.elapsed());
        same(counters.supervisor().count_children().active, half)?;

        let start = Stopwatch::start();
        for index in &order[..half] {
            children[*index as usize] = counters.start_child().await?;
        }
        times.push(start.elapsed());
        same(counters.supervisor().count_children().active, MANY as usize)?;

        let start = Stopwatch::start();
        counters.stop().await?;
        times.push(start.elapsed());
        Ok::<_, Failure>(times)
    })?;
    let samples: Vec<Sample> = times
        .iter()
        .map(Duration::as_secs_f64)
        .map(Sample::alone)
        .collect();
    child::report(&samples);
    Ok(())
}
