//! The tier below sleep: what can be frozen of a state that has slept for long.
//!
//! One entry in the system's wheel for each sleeper that freezes, made when it first falls asleep and made
//! again for as long as it fell asleep anew meanwhile. Waking costs nothing here.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::reclaim;
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::cell::state::Carried;
use crate::compact::{Compaction, Measure};
use crate::dying;
use crate::link::Identity;
use crate::mailbox::Phase;
use crate::report;
use crate::schedule::activation;

/// How long, at most, an entry keeps the cell of an actor that has ended.
const LONGEST_LOOK: Duration = Duration::from_secs(300);

/// When one that could not be frozen is looked at again.
const SOON: Duration = Duration::from_millis(10);

/// Since when the sleepers of a system that freeze have slept; those that have an entry in its wheel.
#[derive(Default)]
pub(crate) struct Freezer {
    since: Mutex<HashMap<Identity, Instant>>,
}

impl Freezer {
    fn since(&self) -> MutexGuard<'_, HashMap<Identity, Instant>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Freezer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Freezer").finish_non_exhaustive()
    }
}

/// The actor falls asleep, and there is something to freeze when it has slept for long.
pub(super) fn falls_asleep<A: Actor>(cell: &CellRef<A>) {
    let Some(after) = cell.link().freeze().after().duration() else {
        return;
    };
    let freezer = cell.link().system().freezer();
    let known = freezer.since().insert(cell.identity(), Instant::now());
    if known.is_none() {
        look(cell, after);
    }
}

/// Somebody looked into its state, and changed it perhaps: if it sleeps, that begins anew here.
pub(crate) fn was_looked_at<A: Actor>(cell: &CellRef<A>) {
    if is_asleep(cell) || cell.mailbox().phase() == Phase::SuspendedAsleep {
        falls_asleep(cell);
    }
}

/// Looks whether it is time, in a while.
fn look<A: Actor>(cell: &CellRef<A>, when: Duration) {
    let reference = cell.clone();
    let sweeper = cell.link().system().sweeper();
    sweeper.after(when.min(LONGEST_LOOK), move || due(&reference));
}

fn due<A: Actor>(cell: &CellRef<A>) {
    let system = cell.link().system();
    // It may be another time than when it fell asleep.
    let Some(after) = cell.link().freeze().after().duration() else {
        system.freezer().since().remove(&cell.identity());
        return;
    };
    let mut since = system.freezer().since();
    let identity = cell.identity();
    let slept = since.get(&identity).map_or(after, Instant::elapsed);
    if slept < after && !cell.mailbox().phase().is_closed() {
        drop(since);
        return look(cell, after - slept);
    }
    if cell.mailbox().phase() == Phase::SuspendedAsleep {
        // It sleeps on when it is resumed.
        drop(since);
        return look(cell, after.max(SOON));
    }
    since.remove(&identity);
    drop(since);
    if is_asleep(cell) {
        // Others wait for the wheel.
        let cell = cell.clone();
        system.spawn(async move { freeze(&cell) });
    }
}

fn is_asleep<A: Actor>(cell: &CellRef<A>) -> bool {
    matches!(cell.mailbox().phase(), Phase::Asleep | Phase::LentAsleep)
}

/// Freezes what can be frozen of a sleeper. What arrives meanwhile is handled after.
fn freeze<A: Actor>(cell: &CellRef<A>) {
    let frozen = dying::catch_rarely(|| {
        cell.lend_asleep(|state| {
            let bytes = |state: &A| {
                let mut measure = Measure::new();
                state.measure(&mut measure);
                measure.capacity()
            };
            let before = bytes(state);
            let mut compaction = Compaction::freezing();
            state.compact(&mut compaction);
            let freed = before.saturating_sub(bytes(state));
            (freed, compaction.take_not_frozen())
        })
    });
    let path = || cell.link().path(cell.head().slot());
    match frozen {
        // Somebody else has the state just now.
        Ok(None) if is_asleep(cell) => look(cell, SOON),
        Ok(None) => {}
        Ok(Some(((freed, failures), carried))) => {
            if let Carried::Activate(held) = carried {
                activation::spawn(held);
            }
            for failure in failures {
                report::not_frozen(&path(), &failure);
            }
            reclaim::note_hibernated(cell.link().system(), freed);
        }
        Err(unwound) => {
            report::not_frozen(&path(), &unwound.describe(Some("freeze")).to_string());
        }
    }
}
