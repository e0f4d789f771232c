//! A handler that hibernates where it is: it has no task, and what arrives wakes it.

use std::mem;
use std::task::Waker;

use super::parts::{Locked, Plain, has_work};
use super::suspension::Request;
use super::{Mailbox, Phase, signal};

impl Phase {
    /// Whether a handler hibernates where it is.
    #[inline]
    pub(crate) fn is_in_place(self) -> bool {
        matches!(self, Self::InPlace | Self::InPlaceUntil)
    }
}

/// Whether there is something for which a handler goes on that waits for anything: a message, or an end.
fn has_arrived(guard: &Locked<'_>) -> bool {
    guard.signals() & (signal::END | signal::DRAIN | signal::FIRST) != 0
        || guard.shown().is_some_and(|shown| shown.inbox > 0)
}

impl<M> Mailbox<M> {
    /// Whether the actor has slept since its last message; for those with hooks.
    #[inline]
    pub(crate) fn has_slept(&self) -> bool {
        self.0.has_slept()
    }
}

impl Plain {
    /// Whether the handler that runs has something to go on for.
    pub(crate) fn has_arrived(&self) -> bool {
        has_arrived(&self.lock())
    }

    /// Whether anything waits, so that the turn could not be given back.
    pub(crate) fn has_work(&self) -> bool {
        has_work(&self.lock())
    }

    /// Notes that it sleeps. `false`: it was noted already.
    pub(crate) fn note_slept(&self) -> bool {
        let mut guard = self.lock();
        let first = !self.has_slept();
        guard.set_slept(true);
        first
    }

    /// Notes that it is awake.
    pub(crate) fn note_woken(&self) {
        self.lock().set_slept(false);
    }

    /// Leaves the waker of a handler that is about to hibernate. Gives the one before, to be dropped by the
    /// caller: it may be the user's.
    pub(crate) fn leave_waker(&self, waker: Waker) -> Option<Waker> {
        self.lock().run().waker.replace(waker)
    }

    /// The handler that runs hibernates, unless it is wanted. `until`: messages do not wake it.
    ///
    /// Who has the turn keeps it: whoever finds something for the handler to do wakes it, and that runs the
    /// cell again.
    pub(crate) fn hibernate_in_place(&self, until: bool) -> bool {
        let mut guard = self.lock();
        let wanted = if until {
            guard.signals() & signal::KILL != 0
        } else {
            has_arrived(&guard)
        };
        if wanted || guard.phase() != Phase::Busy as u8 {
            return false;
        }
        let phase = if until {
            Phase::InPlaceUntil
        } else {
            Phase::InPlace
        };
        if let Some(found) = guard.found() {
            let rarest = found.rare.and_then(|rare| rare.rarest.as_ref());
            if rarest.is_some_and(|rarest| rarest.requests.has_reads()) {
                return false;
            }
            found.run.taken = 0;
            guard.shrink();
        }
        guard.set_phase(phase as u8);
        true
    }

    /// Takes the requests that only look at the state, for a handler that lends it meanwhile.
    pub(crate) fn take_reads(&self) -> Vec<Request> {
        let mut guard = self.lock();
        let rarest = guard.found().and_then(|found| found.rare?.rarest.as_mut());
        rarest.map_or_else(Vec::new, |rarest| {
            let (reads, others) = mem::take(&mut rarest.requests)
                .into_vec()
                .into_iter()
                .partition(|request: &Request| request.reads);
            rarest.requests.put(others);
            reads
        })
    }
}
