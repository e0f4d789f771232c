//! What an actor costs that has nothing to do.

use dormouse::prelude::*;

use crate::actors::{Counter, CounterRef, Counters, Started};
use crate::common::memory::{Cost, Mark};
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::{Failure, allocator, child, work};
use crate::raw;

const ACTORS: u32 = 1_000_000;

/// Few enough to be all awake before the first of them is retired.
const AWAKE: u32 = 10_000;

/// Bytes of an actor's state.
const STATE: f64 = size_of::<Counter>() as f64;

const LIVE: &[Floor] = &[Floor::AtMost(64.0)];
const RESIDENT: &[Floor] = &[Floor::AtMost(96.0), Floor::RatioAtMost(1.0 / 15.0)];

const ROWS: &[Row] = &[
    Row::new("idle/live beyond state", "B", LIVE),
    Row::new("idle/resident", "B", RESIDENT),
    Row::new("idle/live beyond state, argument", "B", LIVE),
    Row::new("idle/resident, argument", "B", RESIDENT),
    Row::new(
        "idle/live beyond state, awake",
        "B",
        &[Floor::RatioAtMost(0.5)],
    ),
];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(ROWS, "idle", 3);
}

/// All in one process, one after the other, and nothing freed in between, so that each fills new memory.
pub(crate) fn child() -> Result<(), Failure> {
    allocator::count();
    let samples = work::runtime(1)?.block_on(async {
        let mark = Mark::here()?;
        let counters = Counters {}.start().await?;
        for _ in 0..ACTORS {
            counters.start_child().await?;
        }
        let bare = mark.since(ACTORS)?;

        let mark = Mark::here()?;
        let started = Started {}.start().await?;
        for count in 0..ACTORS {
            started.start_child(u64::from(count)).await?;
        }
        let argument = mark.since(ACTORS)?;

        // The user's table of senders is not counted: it is there, and resident, beforehand.
        let mut table: Vec<Option<raw::Sender>> = (0..ACTORS).map(|_| None).collect();
        let mark = Mark::here()?;
        for sender in &mut table {
            *sender = Some(raw::spawn());
        }
        let raw = mark.since(ACTORS)?;

        // In this order: ours are retired after a while, which would count for those that come after them.
        let (raw_awake, _raw_kept) = raw_awake().await?;
        let (awake, _kept) = awake().await?;
        Ok::<_, Failure>([
            Sample::against(raw.live - STATE, bare.live - STATE),
            Sample::against(raw.resident, bare.resident),
            Sample::against(raw.live - STATE, argument.live - STATE),
            Sample::against(raw.resident, argument.resident),
            Sample::against(raw_awake.live - STATE, awake.live - STATE),
        ])
    })?;
    child::report(&samples);
    Ok(())
}

/// Actors that have just handled messages, whose tasks wait for the next ones. Given back with what
/// keeps them.
async fn awake() -> Result<(Cost, Vec<Option<CounterRef>>), Failure> {
    let mut table: Vec<Option<CounterRef>> = (0..AWAKE).map(|_| None).collect();
    let mark = Mark::here()?;
    for place in &mut table {
        *place = Some(Counter::awake().await?);
    }
    Ok((mark.since(AWAKE)?, table))
}

async fn raw_awake() -> Result<(Cost, Vec<Option<raw::Sender>>), Failure> {
    let mut table: Vec<Option<raw::Sender>> = (0..AWAKE).map(|_| None).collect();
    let mark = Mark::here()?;
    for place in &mut table {
        let actor = place.insert(raw::spawn());
        raw::add(actor, 0)?;
        raw::count(actor).await?;
    }
    Ok((mark.since(AWAKE)?, table))
}
