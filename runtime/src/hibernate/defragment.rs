//! Moving what long sleepers hold out of the pages that falling asleep has freed.
//!
//! Under glibc the small blocks of an actor lie beside the large ones that it worked with. Once these are freed,
//! each sleeper is an island that keeps one or two pages from the operating system, however little it holds.
//! Moved one by one, blocks come to lie where others were a moment ago: the allocator hands out first what it
//! got back last. So many sleepers are moved in one pass, on a thread for blocking work, and what they leave is given
//! back after.
//!
//! Only those are moved that have slept from one look to the next: who falls asleep many times in a minute is
//! looked at for 50 ns, and stays where it is.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{compaction_panicked, reclaim};
use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::cell::state::Carried;
use crate::compact::Compaction;
use crate::dying;
use crate::mailbox::Settled;
use crate::report;
use crate::schedule::activation;
use crate::schedule::system::System;

/// From one look to the next.
const PAUSE: Duration = Duration::from_secs(5);

/// What is left by those that were moved is given back when it is so much.
const BLOCKS: usize = 4_096;
const BYTES: usize = 1 << 20;

/// The actor falls asleep, and holds little beside what that has freed.
pub(super) fn falls_asleep<A: Actor>(cell: &CellRef<A>) {
    if reclaim::is_built_in() && cell.mailbox().note_fresh() {
        let sweeper = cell.link().system().sweeper();
        sweeper.fell_asleep([cell.any().clone()], PAUSE);
    }
}

/// Looks at actors that fell asleep, on one of the runtime's threads for blocking work.
pub(crate) fn look_apart(system: &Arc<System>, cells: Vec<AnyCell>) {
    let cells = Arc::new(Mutex::new(cells));
    let (weak, taken) = (Arc::downgrade(system), Arc::clone(&cells));
    // Where the operating system has no more threads to give, tokio panics.
    let spawned = dying::catch(|| {
        system.spawn_blocking(move || {
            if let Some(system) = weak.upgrade() {
                let cells = mem::take(&mut *taken.lock().unwrap_or_else(PoisonError::into_inner));
                pass(&system, cells);
            }
        });
    });
    if spawned.is_err() {
        let cells = mem::take(&mut *cells.lock().unwrap_or_else(PoisonError::into_inner));
        system.sweeper().fell_asleep(cells, PAUSE);
    }
}

/// Looks at all of these, and moves those that have settled.
fn pass(system: &Arc<System>, cells: Vec<AnyCell>) {
    let start = Instant::now();
    let count = cells.len();
    let mut compaction = Compaction::defragmenting();
    let mut left = 0;
    let mut again = Vec::new();
    for cell in cells {
        // The runtime waits for this thread when it goes.
        if system.is_open() && cell.erased().defragment(&mut compaction) {
            again.push(cell);
        }
        if let Some(retired) = compaction.retired()
            && (retired.len() >= BLOCKS || retired.bytes() >= BYTES)
        {
            left += compaction.release();
        }
    }
    left += compaction.release();
    let looked_at = count - again.len();
    if !again.is_empty() {
        system.sweeper().fell_asleep(again, PAUSE);
    }
    if left > 0 {
        report::defragmented(looked_at, left, start.elapsed());
        reclaim::note_hibernated(system, left);
    }
}

/// Moves the small blocks of a sleeper that has settled; what arrives meanwhile is handled after. Whether to look again.
pub(crate) fn look<A: Actor>(cell: &CellRef<A>, compaction: &mut Compaction) -> bool {
    match cell.mailbox().look_settled() {
        Settled::NotYet => return true,
        Settled::No => return false,
        Settled::Asleep => {}
    }
    let config = cell.link().system().config();
    compaction.set_worth(config.worth(A::OPTIONS.name()));
    match dying::catch(|| cell.lend(|state| state.compact(compaction))) {
        Ok(Some(((), Carried::Activate(held)))) => activation::spawn(held),
        Ok(_) => {}
        Err(unwound) => compaction_panicked(cell, &unwound),
    }
    false
}
