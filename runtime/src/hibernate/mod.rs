//! Falling asleep: compaction of the state, in the actor's own turn.

pub(crate) mod defragment;
#[cfg(feature = "freeze")]
pub(crate) mod freeze;
pub(crate) mod hooks;
pub(crate) mod in_place;
pub(crate) mod interval;
pub(crate) mod reclaim;
pub(crate) mod switch;

use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::cell::turn::Running;
use crate::compact::{Compacted, Compaction};
use crate::dying::{self, Unwound};
use crate::observe::counts;
use crate::report;

/// Compacts the state of an actor that is about to rest.
pub(crate) fn fall_asleep<A: Actor>(running: &mut Running<A>) {
    let cell = running.cell().clone();
    if let Some(state) = running.state() {
        if hooks::has_any::<A>() && cell.mailbox().note_slept() {
            hooks::on_hibernate(&cell, state);
        }
        let compacted = compact(&cell, state);
        if compacted.is_some_and(|compacted| compacted.is_scattered()) || cell.mailbox().is_owed() {
            defragment::falls_asleep(&cell);
        }
        #[cfg(feature = "freeze")]
        if compacted.is_some_and(|compacted| compacted.after().is_warm()) {
            freeze::falls_asleep(&cell);
        }
    }
}

/// Compacts a state. A panic there is reported; the actor lives. Gives what came of it.
pub(crate) fn compact<A: Actor>(cell: &CellRef<A>, state: &mut A) -> Option<Compacted> {
    let name = A::OPTIONS.name();
    let worth = cell.link().system().config().worth(name);
    let compacted =
        dying::catch_rarely(|| Compaction::within(worth, state, A::measure, A::compact));
    let compacted = match compacted {
        Ok(compacted) => Some(compacted),
        Err(unwound) => {
            compaction_panicked(cell, &unwound);
            None
        }
    };
    let (freed, left) = compacted.as_ref().map_or((0, 0), |compacted| {
        (compacted.freed(), compacted.after().capacity())
    });
    let system = cell.link().system();
    if counts::is_on() {
        counts::asleep(cell.link().table().about());
    }
    system.warner().falls_asleep(cell.any(), name, left);
    reclaim::note_hibernated(system, freed);
    compacted
}

fn compaction_panicked<A: Actor>(cell: &CellRef<A>, unwound: &Unwound) {
    let path = cell.link().path(cell.head().slot());
    report::compaction_panicked(&path, &unwound.describe(Some("compact")));
}
