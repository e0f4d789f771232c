//! Whether an actor that fell asleep has settled: it has slept from one look to the next.

use super::{Mailbox, Phase};

/// What a look finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It fell asleep since the last look, and is looked at again.
    NotYet,
    Asleep,
    /// It is awake, or its state is not to be touched.
    No,
}

impl<M> Mailbox<M> {
    /// The actor falls asleep. Whether it is to be listed for the next look, which it was not.
    pub(crate) fn note_fresh(&self) -> bool {
        let mut guard = self.0.lock();
        guard.set_fresh(true);
        let first = !guard.is_listed();
        guard.set_listed(true);
        first
    }

    /// Looks at it. But for [`NotYet`](Settled::NotYet) it is not listed any more.
    pub(crate) fn look_settled(&self) -> Settled {
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        if guard.is_fresh() && !phase.is_closed() {
            guard.set_fresh(false);
            return Settled::NotYet;
        }
        guard.set_listed(false);
        match phase {
            Phase::Asleep => Settled::Asleep,
            _ => Settled::No,
        }
    }
}
