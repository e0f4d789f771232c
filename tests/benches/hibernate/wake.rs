//! From a message to its answer, by contexts that sleep and by contexts that are awake.

use std::time::{Duration, Instant};

use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::{Failure, child, same, work};
use crate::context::{ContextRef, open, text};
use crate::memory::all_asleep;

const CONTEXTS: u32 = 10_000;
const CALLS: usize = 5_000;

/// The bounds of the first documents: 100 us aimed at, 1 ms a warning, 5 ms a failure.
const AIM: &[Floor] = &[Floor::AtMost(100.0)];
const WORST: &[Floor] = &[Floor::AtMost(1_000.0), Floor::AtMost(5_000.0)];

const ROWS: &[Row] = &[
    Row::new("wake/short call, p50", "us", AIM),
    Row::new("wake/short call, p99", "us", AIM),
    Row::new("wake/short call, longest", "us", WORST),
    Row::new("wake/call with 48 KiB, p50", "us", AIM),
    Row::new("wake/call with 48 KiB, p99", "us", AIM),
    Row::new("wake/call with 48 KiB, longest", "us", WORST),
];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(ROWS, "wake", 3);
}

pub(crate) fn child() -> Result<(), Failure> {
    work::runtime(1)?.block_on(async {
        let (_tree, contexts) = open(CONTEXTS, false).await?;
        let order = work::shuffled(CONTEXTS);
        let (short, long) = order.split_at(CALLS);
        let awake_short = short_calls(&contexts, short).await?;
        let awake_long = long_calls(&contexts, long).await?;
        for context in &contexts {
            context.sleep().await?;
        }
        all_asleep(&contexts)?;
        let short = short_calls(&contexts, short).await?;
        let long = long_calls(&contexts, long).await?;
        let samples: Vec<_> = [(short, awake_short), (long, awake_long)]
            .iter()
            .flat_map(|(asleep, awake)| {
                [0.5, 0.99, 1.0].map(|part| {
                    let micros = |times| work::percentile(times, part) / 1000.0;
                    Sample::against(micros(awake), micros(asleep))
                })
            })
            .collect();
        child::report(&samples);
        Ok(())
    })
}

async fn short_calls(contexts: &[ContextRef], picked: &[u32]) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::with_capacity(picked.len());
    for index in picked {
        let start = Instant::now();
        let turns = contexts[*index as usize].turns().await?;
        times.push(start.elapsed());
        same(turns, 10)?;
    }
    times.sort_unstable();
    Ok(times)
}

async fn long_calls(contexts: &[ContextRef], picked: &[u32]) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::with_capacity(picked.len());
    for index in picked {
        let text = text(*index);
        let start = Instant::now();
        let turns = contexts[*index as usize].prompt(text).await?;
        times.push(start.elapsed());
        same(turns, 10)?;
    }
    times.sort_unstable();
    Ok(times)
}
