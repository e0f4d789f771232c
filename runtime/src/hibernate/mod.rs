//! Falling asleep: compaction of the state, in the actor's own turn.

pub(crate) mod interval;
pub(crate) mod reclaim;

use crate::actor::Actor;
use crate::cell::turn::Running;
use crate::compact::Compaction;
use crate::dying;
use crate::report;

/// Compacts the state of an actor that is about to rest. A panic there is reported; the actor lives.
pub(crate) fn fall_asleep<A: Actor>(running: &mut Running<A>) {
    let compacted = dying::catch(|| {
        let Some(state) = running.state() else {
            return 0;
        };
        Compaction::run_with(state, A::measure, A::compact).freed()
    });
    let cell = running.cell();
    let freed = compacted.unwrap_or_else(|unwound| {
        report::compaction_panicked(
            &cell.link().path(cell.head().slot()),
            &unwound.describe(Some("compact")),
        );
        0
    });
    reclaim::note_hibernated(cell.link().system(), freed);
}
