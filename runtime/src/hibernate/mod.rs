//! Falling asleep: compaction of the state, in the actor's own turn.

pub(crate) mod interval;

use crate::actor::Actor;
use crate::cell::turn::Running;
use crate::compact::Compaction;
use crate::dying;
use crate::report;

/// Compacts the state of an actor that is about to rest. A panic there is reported; the actor lives.
pub(crate) fn fall_asleep<A: Actor>(running: &mut Running<A>) {
    let compacted = dying::catch(|| {
        let Some(state) = running.state() else {
            return;
        };
        Compaction::run_with(state, A::measure, A::compact);
    });
    if let Err(unwound) = compacted {
        let cell = running.cell();
        report::compaction_panicked(&cell.link().path(cell.head().slot()), &*unwound.payload);
    }
}
