//! Throughput with `hibernate_after` and without it: at a low rate, at which all sleep between two messages,
//! at a medium one, and as fast as one actor goes.

use std::time::{Duration, Instant};

use dormouse::prelude::*;

use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row, median};
use crate::common::work::Stopwatch;
use crate::common::{Failure, child, same, work};

const ACTORS: usize = 1_000;
/// Messages a second, over all actors together.
const LOW: u32 = 1_000;
const MEDIUM: u32 = 100_000;
const SECONDS: u32 = 2;
/// Calls in a row to one actor.
const HIGH: u32 = 500_000;
/// In turn with one that has no `hibernate_after`, for the machine has fast and slow moments.
const TURNS: usize = 9;

const KEPT: &[Floor] = &[Floor::RatioAtLeast(0.95)];

const ROWS: &[Row] = &[
    Row::new("rate/low: 1,000 actors, 1,000/s", "1/s", KEPT),
    Row::new("rate/low, processor time", "us", &[]),
    Row::new("rate/medium: 1,000, 100,000/s", "1/s", KEPT),
    Row::new("rate/medium, processor time", "us", &[]),
    Row::new("rate/high: calls to 1 busy actor", "M/s", KEPT),
    Row::new("rate/high: casts to 1 busy actor", "M/s", KEPT),
];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(ROWS, "rate", 3);
}

macro_rules! counter {
    ($module:ident $(, $option:ident = $value:literal)?) => {
        mod $module {
            use dormouse::prelude::*;

            #[actor($($option = $value)?)]
            #[derive(Default)]
            pub(super) struct Counter {
                count: u64,
            }

            #[actor]
            impl Counter {
                #[call]
                pub(super) fn add(&mut self) -> u64 {
                    self.count += 1;
                    self.count
                }

                #[cast]
                pub(super) fn note(&mut self) {
                    self.count += 1;
                }
            }
        }
    };
}

counter!(plain);
counter!(dozing, hibernate_after = "100ms");

/// The same work on both.
macro_rules! work {
    ($counter:ident) => {{
        let actors: Vec<_> = (0..ACTORS)
            .map(|_| $counter::Counter::default().spawn())
            .collect::<Result<_, _>>()?;
        let mut figures = Vec::new();
        for rate in [LOW, MEDIUM] {
            let (begun, start) = (Instant::now(), Stopwatch::start());
            let mut sent = 0;
            while sent < rate * SECONDS {
                let due = begun + Duration::from_secs_f64(f64::from(sent) / f64::from(rate));
                tokio::time::sleep_until(due.into()).await;
                for _ in 0..(rate / 1_000) {
                    actors[sent as usize % ACTORS].add().await?;
                    sent += 1;
                }
            }
            let processor = start.each(sent) / 1_000.0;
            figures.push(f64::from(sent) / begun.elapsed().as_secs_f64());
            figures.push(processor);
        }
        figures
    }};
}

/// As fast as one actor goes: calls, and casts.
macro_rules! high {
    ($counter:ident) => {{
        let busy = $counter::Counter::default().spawn()?;
        let start = Stopwatch::start();
        for _ in 0..HIGH {
            busy.add().await?;
        }
        let calls = start.millions(HIGH);
        let start = Stopwatch::start();
        for number in 0..HIGH {
            busy.note()?;
            if number % 64 == 0 {
                tokio::task::yield_now().await;
            }
        }
        same(busy.add().await?, u64::from(2 * HIGH) + 1)?;
        (calls, start.millions(HIGH))
    }};
}

pub(crate) fn child() -> Result<(), Failure> {
    work::runtime(1)?.block_on(async {
        let mut with = work!(dozing);
        let mut without = work!(plain);
        let (mut calls, mut casts) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for _ in 0..TURNS {
            for (side, (call, cast)) in [high!(plain), high!(dozing)].into_iter().enumerate() {
                calls[side].push(call);
                casts[side].push(cast);
            }
        }
        for figures in [&calls, &casts] {
            without.extend(median(&figures[0]));
            with.extend(median(&figures[1]));
        }
        let samples: Vec<_> = without
            .iter()
            .zip(&with)
            .map(|(without, with)| Sample::against(*without, *with))
            .collect();
        child::report(&samples);
        Ok(())
    })
}
