//! Falling asleep: compaction of the state, in the actor's own turn.

#[cfg(feature = "freeze")]
pub(crate) mod freeze;
pub(crate) mod interval;
pub(crate) mod reclaim;

use crate::actor::Actor;
use crate::cell::turn::Running;
use crate::compact::Compaction;
use crate::dying;
use crate::observe::counts;
use crate::report;

/// Compacts the state of an actor that is about to rest. A panic there is reported; the actor lives.
pub(crate) fn fall_asleep<A: Actor>(running: &mut Running<A>) {
    let compacted = dying::catch(|| {
        running
            .state()
            .map(|state| Compaction::run_with(state, A::measure, A::compact))
    });
    let cell = running.cell();
    let compacted = compacted.unwrap_or_else(|unwound| {
        report::compaction_panicked(
            &cell.link().path(cell.head().slot()),
            &unwound.describe(Some("compact")),
        );
        None
    });
    let (freed, left) = compacted.map_or((0, 0), |compacted| {
        (compacted.freed(), compacted.after().capacity())
    });
    let system = cell.link().system();
    if counts::is_on() {
        counts::asleep::<A>();
    }
    system.warner().falls_asleep(cell.any(), left);
    reclaim::note_hibernated(system, freed);
    #[cfg(feature = "freeze")]
    if let Some(after) = A::OPTIONS.freezes_after() {
        freeze::falls_asleep(cell, after);
    }
}
