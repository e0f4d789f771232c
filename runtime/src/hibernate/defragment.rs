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

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
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

/// Sleepers to be looked at.
type List = Mutex<Vec<AnyCell>>;

/// The sleepers of a system whose blocks may be worth moving.
#[derive(Default)]
pub(crate) struct Defragmenter {
    /// The timer of the next look has it, so that it goes with the runtime.
    list: Mutex<Weak<List>>,
}

impl Defragmenter {
    fn list(&self) -> MutexGuard<'_, Weak<List>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Defragmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Defragmenter").finish_non_exhaustive()
    }
}

/// The actor falls asleep, and holds little beside what that has freed.
pub(super) fn falls_asleep<A: Actor>(cell: &CellRef<A>) {
    if !reclaim::is_built_in() || !cell.mailbox().note_fresh() {
        return;
    }
    let system = cell.link().system();
    let mut current = system.defragmenter().list();
    if let Some(list) = current.upgrade() {
        sleepers(&list).push(cell.any().clone());
        // Where it goes with the runtime just now, so do cells.
        drop(current);
        return;
    }
    let list = Arc::new(Mutex::new(vec![cell.any().clone()]));
    *current = Arc::downgrade(&list);
    drop(current);
    look_later(system, list);
}

fn sleepers(list: &List) -> MutexGuard<'_, Vec<AnyCell>> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}

fn look_later(system: &Arc<System>, list: Arc<List>) {
    let weak = Arc::downgrade(system);
    system.sweeper().after(PAUSE, move || {
        if let Some(system) = weak.upgrade() {
            look_apart(&system, list);
        }
    });
}

/// Looks on one of the runtime's threads for blocking work.
fn look_apart(system: &Arc<System>, list: Arc<List>) {
    let (weak, listed) = (Arc::downgrade(system), Arc::clone(&list));
    // Where the system has no more threads to give, tokio panics.
    let spawned = dying::catch(|| {
        system.spawn_blocking(move || {
            if let Some(system) = weak.upgrade() {
                pass(&system, listed);
            }
        });
    });
    if spawned.is_err() {
        look_later(system, list);
    }
}

/// Looks at all that are listed, and moves those that have settled.
fn pass(system: &Arc<System>, list: Arc<List>) {
    let start = Instant::now();
    let listed = std::mem::take(&mut *sleepers(&list));
    let count = listed.len();
    let mut compaction = Compaction::defragmenting();
    let mut left = 0;
    let mut again = Vec::new();
    for cell in listed {
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
    if left > 0 {
        report::defragmented(count - again.len(), left, start.elapsed());
        reclaim::note_hibernated(system, left);
    }
    let mut current = system.defragmenter().list();
    let mut listed = sleepers(&list);
    listed.append(&mut again);
    if listed.is_empty() {
        *current = Weak::new();
        return;
    }
    drop(listed);
    drop(current);
    look_later(system, list);
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
