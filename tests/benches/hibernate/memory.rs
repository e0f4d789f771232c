//! Memory without and with hibernation, from one context to a hundred thousand.

use std::time::{Duration, Instant};

use dormouse::Status;

use crate::common::memory::{Mark, resident};
use crate::common::rest::{REST, REST_OF_MANY, reclaim_by_mimalloc, until_steady};
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::{Failure, allocator, child, same, work};
use crate::context::{ContextRef, open};
use crate::fit;

const COUNTS: [u32; 5] = [1, 100, 1_000, 10_000, 100_000];

/// From here on, giving back takes long.
const MANY: u32 = 50_000;

/// At least three quarters gone.
const QUARTER: &[Floor] = &[Floor::RatioAtMost(0.25)];
/// At least nine tenths gone.
const TENTH: &[Floor] = &[Floor::RatioAtMost(0.1)];
/// At least eight tenths gone.
const FIFTH: &[Floor] = &[Floor::RatioAtMost(0.2)];
const LINEAR: &[Floor] = &[Floor::AtLeast(0.999)];

const LIVE: &[Row] = &[
    Row::new("memory/live, 1 context", "kB", QUARTER),
    Row::new("memory/live, 100 contexts", "kB", QUARTER),
    Row::new("memory/live, 1,000 contexts", "kB", QUARTER),
    Row::new("memory/live, 10,000 contexts", "kB", QUARTER),
    Row::new("memory/live, 100,000 contexts", "kB", QUARTER),
    Row::new("memory/live, fit, a context", "B", QUARTER),
    Row::new("memory/live, fit, r squared", "", LINEAR),
];

const RESIDENT: &[(&str, &str, Row)] = &[
    (
        "asleep 1000",
        "awake 1000",
        Row::new("memory/resident, 1,000 contexts", "kB", TENTH),
    ),
    (
        "asleep 10000",
        "awake 10000",
        Row::new("memory/resident, 10,000 contexts", "kB", TENTH),
    ),
    (
        "asleep 100000",
        "awake 100000",
        Row::new("memory/resident, 100,000 contexts", "kB", TENTH),
    ),
    (
        "most 10000",
        "awake 10000",
        Row::new("memory/resident, 1 in 10 awake", "kB", FIFTH),
    ),
];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(LIVE, "live", 1);
    for (own, yardstick, row) in RESIDENT {
        suite.in_children(&[*row], own, yardstick, 1);
    }
}

/// Bytes that the allocator has given out, in one process for all counts: they are exact.
pub(crate) fn live() -> Result<(), Failure> {
    allocator::count();
    let mut samples = Vec::new();
    let (mut awake, mut asleep) = (Vec::new(), Vec::new());
    for count in COUNTS {
        // A runtime of its own for each, which gives everything back.
        let (without, with) = work::runtime(1)?.block_on(async {
            let mark = Mark::here()?;
            let (tree, contexts) = open(count, false).await?;
            let without = mark.live()?;
            for context in &contexts {
                context.sleep().await?;
            }
            all_asleep(&contexts)?;
            let with = mark.live()?;
            tree.stop().await?;
            Ok::<_, Failure>((without, with))
        })?;
        samples.push(Sample::against(without / 1e3, with / 1e3));
        awake.push((f64::from(count), without));
        asleep.push((f64::from(count), with));
    }
    let (without, with) = (fit::line(&awake), fit::line(&asleep));
    samples.push(Sample::against(without.slope, with.slope));
    samples.push(Sample::against(without.r_squared, with.r_squared));
    child::report(&samples);
    Ok(())
}

/// What the operating system counts, in a process for each: a heap keeps what was freed in it.
pub(crate) fn resident_of(name: &str, count: u32) -> Result<(), Failure> {
    // One in so many stays awake, with all that it works with.
    let awake = match name {
        "asleep" => usize::MAX,
        "most" => 10,
        "awake" => 1,
        other => return Err(format!("there is no workload {other}").into()),
    };
    reclaim_by_mimalloc();
    work::runtime(1)?.block_on(async {
        let before = resident()?;
        let (_tree, contexts) = open(count, false).await?;
        if awake > 1 {
            let rests = |index: usize| index % awake != awake - 1;
            for context in contexts
                .iter()
                .enumerate()
                .filter(|(index, _)| rests(*index))
            {
                context.1.sleep().await?;
            }
            let asleep = contexts.iter().filter(|context| is_asleep(context)).count();
            same(asleep, contexts.len() - contexts.len() / awake)?;
            until_steady(if count < MANY { REST } else { REST_OF_MANY }).await?;
        }
        let bytes = resident()?.saturating_sub(before);
        child::report(&[Sample::alone(bytes as f64 / 1e3)]);
        Ok(())
    })
}

pub(crate) fn all_asleep(contexts: &[ContextRef]) -> Result<(), Failure> {
    let asleep = contexts.iter().filter(|context| is_asleep(context)).count();
    same(asleep, contexts.len())
}

fn is_asleep(context: &ContextRef) -> bool {
    context.actor().status() == Status::Hibernated
}

/// Waits until all are asleep by themselves.
pub(crate) async fn until<F: FnMut() -> bool>(mut holds: F) -> Result<(), Failure> {
    let start = Instant::now();
    while !holds() {
        if start.elapsed() > Duration::from_secs(20) {
            return Err("it did not come within 20 s".into());
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}
