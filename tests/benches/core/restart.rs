//! Panics: how many restarts a second, and how long until a restarted actor answers.

use dormouse::prelude::*;
use std::panic::{self, AssertUnwindSafe};
use std::time::Instant;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::sync::oneshot;

use crate::actors::{Counters, Declared};
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::work::Stopwatch;
use crate::common::{Failure, same, work};

const RATE: &[Floor] = &[Floor::AtLeast(100.0)];

const LATENCY: &[Row] = &[
    Row::new("restart/panic to next reply, p50", "us", &[]),
    Row::new(
        "restart/panic to next reply, p99",
        "us",
        &[Floor::AtMost(20.0)],
    ),
];

pub(crate) fn rows(suite: &Suite) -> Result<(), Failure> {
    let [dynamic, declared, queued] = [
        Row::new("restart/dynamic child", "k/s", RATE),
        Row::new("restart/declared child", "k/s", RATE),
        Row::new("restart/queued panics", "k/s", RATE),
    ];
    if !suite.wants(&[dynamic, declared, queued]) && !suite.wants(LATENCY) {
        return Ok(());
    }
    // The hook that panics outside of actors are left to: the yardstick prints nothing either.
    panic::set_hook(Box::new(|_| {}));
    dormouse::install_panic_hook();
    let count = suite.args().scaled(50_000);
    let one = work::runtime(1)?;
    let yardstick = || work::run(&one, raw_panics(count));
    suite.compare(dynamic, yardstick, || work::run(&one, dynamic_child(count)));
    suite.compare(declared, yardstick, || {
        work::run(&one, declared_child(count))
    });
    suite.compare(queued, yardstick, || work::run(&one, queued_panics(count)));
    suite.repeat(LATENCY, || work::run(&one, latency(count)));
    drop(panic::take_hook());
    Ok(())
}

/// The caller learns of each panic, and calls again.
async fn dynamic_child(count: u32) -> Result<f64, Failure> {
    let counters = Counters {}.start().await?;
    let actor = counters.start_child().await?;
    let start = Stopwatch::start();
    for _ in 0..count {
        same(actor.fail().await.is_err(), true)?;
    }
    let rate = 1000.0 * start.millions(count);
    same(actor.count().await?, 1)?;
    same(actor.actor().generation(), count + 1)?;
    counters.stop().await?;
    Ok(rate)
}

async fn declared_child(count: u32) -> Result<f64, Failure> {
    let declared = Declared {}.start().await?;
    let actor = declared.counter();
    let start = Stopwatch::start();
    for _ in 0..count {
        same(actor.fail().await.is_err(), true)?;
    }
    let rate = 1000.0 * start.millions(count);
    same(actor.count().await?, 1)?;
    same(actor.actor().generation(), count + 1)?;
    declared.stop().await?;
    Ok(rate)
}

/// A queue full of messages that all panic; each restart finds the rest of it.
async fn queued_panics(count: u32) -> Result<f64, Failure> {
    let counters = Counters {}.start().await?;
    let actor = counters.start_child().await?;
    let start = Stopwatch::start();
    for _ in 0..count {
        actor.fail_queued()?;
    }
    same(actor.count().await?, 1)?;
    let rate = 1000.0 * start.millions(count);
    same(actor.actor().generation(), count + 1)?;
    counters.stop().await?;
    Ok(rate)
}

async fn latency(count: u32) -> Result<Vec<Sample>, Failure> {
    let counters = Counters {}.start().await?;
    let actor = counters.start_child().await?;
    let mut times = Vec::with_capacity(count as usize);
    for _ in 0..count {
        let start = Instant::now();
        same(actor.fail().await.is_err(), true)?;
        same(actor.count().await?, 1)?;
        times.push(start.elapsed());
    }
    counters.stop().await?;
    times.sort_unstable();
    Ok([0.5, 0.99]
        .map(|part| Sample::alone(work::percentile(&times, part) / 1000.0))
        .into())
}

/// What one writes by hand: each message is handled under a guard, and a panic brings a new state.
async fn raw_panics(count: u32) -> Result<f64, Failure> {
    let (sender, messages) = mpsc::unbounded_channel();
    tokio::spawn(raw_actor(messages));
    let start = Stopwatch::start();
    for _ in 0..count {
        let (reply, answer) = oneshot::channel();
        sender.send(reply).map_err(|_| "gone")?;
        same(answer.await.is_err(), true)?;
    }
    Ok(1000.0 * start.millions(count))
}

async fn raw_actor(mut messages: UnboundedReceiver<oneshot::Sender<u64>>) {
    let mut count = 1_u64;
    while let Some(reply) = messages.recv().await {
        let handled = panic::catch_unwind(AssertUnwindSafe(|| fail(&mut count, reply)));
        if handled.is_err() {
            count = 1;
        }
    }
}

fn fail(count: &mut u64, reply: oneshot::Sender<u64>) {
    *count += 1;
    if *count > 1 {
        panic!("told to");
    }
    let _ = reply.send(*count);
}
