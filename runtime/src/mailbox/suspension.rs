//! Suspension, and requests of the control lane: what is done between two messages, on the state.

use std::any::Any;
use std::collections::VecDeque;
use std::mem;
use std::task::Waker;

use super::parts::{Parts as _, Plain};
use super::side::{free_if_unneeded, has_work, side, watch};
use super::{Mailbox, Phase, Signalled, signal};
use crate::dying;

/// Something to be done with the state, by whoever has the turn.
pub(crate) struct Request {
    /// It only looks: so it need not wait for a handler that hibernates.
    pub(crate) reads: bool,
    pub(crate) work: Work,
}

type Work = Box<dyn FnOnce(&mut dyn Any) + Send>;

/// Requests that wait. Those that are dropped are refused; what they captured is the user's.
#[derive(Default)]
pub(super) struct Requests(Vec<Request>);

impl Requests {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has_reads(&self) -> bool {
        self.0.iter().any(|request| request.reads)
    }

    pub(super) fn into_vec(mut self) -> Vec<Request> {
        mem::take(&mut self.0)
    }

    pub(super) fn put(&mut self, requests: Vec<Request>) {
        self.0 = requests;
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        for request in self.0.drain(..) {
            drop(dying::drop_quietly(request));
        }
    }
}

/// What became of a request.
#[must_use]
pub(crate) enum Requested {
    /// Whoever has the turn will see to it.
    Noted,
    /// The same, once it is woken.
    Wake(Waker),
    /// Nobody has the turn: the state can be borrowed.
    Free(Request),
    /// No incarnation runs.
    Refused(Request),
}

/// What became of a suspension.
#[must_use]
pub(crate) enum Suspended {
    /// No message is handled any more. `first`: the sweeper has no entry yet.
    Done { first: bool },
    /// After the handler that runs.
    Asked(Signalled),
}

impl Phase {
    /// Whether messages wait until the actor is resumed.
    #[inline]
    pub(crate) fn is_suspended(self) -> bool {
        matches!(self, Self::Suspended | Self::SuspendedAsleep)
    }
}

impl Plain {
    /// From now on, or after the handler that runs, messages wait.
    pub(crate) fn suspend_actor(&self) -> Suspended {
        let mut guard = self.lock();
        let to = match Phase::from_byte(guard.phase()) {
            Phase::Vacant | Phase::Barred => return Suspended::Asked(Signalled::Vacant),
            Phase::Down | Phase::Gone => return Suspended::Asked(Signalled::Closed),
            Phase::Busy
            | Phase::Lent
            | Phase::LentAsleep
            | Phase::InPlace
            | Phase::InPlaceUntil => {
                guard.rare().rarest().suspend = true;
                guard.raise(signal::SYSTEM);
                return Suspended::Asked(Signalled::Noted);
            }
            Phase::Parked => {
                let waker = guard.run().waker.take();
                guard.rare().rarest().suspend = true;
                guard.raise(signal::SYSTEM);
                guard.set_phase(Phase::Busy as u8);
                drop(guard);
                return Suspended::Asked(waker.map_or(Signalled::Noted, Signalled::Wake));
            }
            Phase::Idle | Phase::Suspended => Phase::Suspended,
            Phase::Asleep | Phase::SuspendedAsleep => Phase::SuspendedAsleep,
        };
        guard.set_phase(to as u8);
        Suspended::Done {
            first: watch(&mut guard),
        }
    }

    /// Whether messages wait, or will after the handler that runs.
    pub(crate) fn is_suspended(&self) -> bool {
        let guard = self.lock();
        let rarest = guard.shown().and_then(|shown| shown.rare?.rarest.as_ref());
        Phase::from_byte(guard.phase()).is_suspended()
            || rarest.is_some_and(|rarest| rarest.suspend)
    }

    /// Leaves something to be done to whoever has the turn.
    pub(crate) fn request(&self, request: Request) -> Requested {
        let mut guard = self.lock();
        match Phase::from_byte(guard.phase()) {
            Phase::Vacant | Phase::Barred | Phase::Down | Phase::Gone => {
                Requested::Refused(request)
            }
            Phase::Busy | Phase::Lent | Phase::LentAsleep => {
                guard.rare().rarest().requests.0.push(request);
                guard.raise(signal::SYSTEM);
                Requested::Noted
            }
            // The state is the handler's, who lends it to those that only look.
            Phase::InPlace | Phase::InPlaceUntil => {
                let reads = request.reads;
                guard.rare().rarest().requests.0.push(request);
                let waker = if reads {
                    guard.run().waker.take()
                } else {
                    None
                };
                guard.raise(signal::SYSTEM);
                drop(guard);
                waker.map_or(Requested::Noted, Requested::Wake)
            }
            _ => Requested::Free(request),
        }
    }

    /// What was left to be done. The signal stays until [`Mailbox::halt`].
    pub(crate) fn take_requests(&self) -> Vec<Request> {
        let mut guard = self.lock();
        let rarest = guard.found().and_then(|found| found.rare?.rarest.as_mut());
        rarest
            .map(|rarest| mem::take(&mut rarest.requests.0))
            .unwrap_or_default()
    }
}

impl<M> Mailbox<M> {
    /// Messages are handled again. A sleeper for whom none has come sleeps on.
    pub(crate) fn resume_actor(&self) -> Signalled {
        let mut guard = self.0.lock();
        match Phase::from_byte(guard.phase()) {
            Phase::Vacant | Phase::Barred => return Signalled::Vacant,
            Phase::Down | Phase::Gone => return Signalled::Closed,
            Phase::SuspendedAsleep if !has_work(&guard) => {
                guard.set_phase(Phase::Asleep as u8);
                let unneeded = free_if_unneeded(&mut guard);
                drop(guard);
                drop(unneeded);
                return Signalled::Noted;
            }
            Phase::Suspended | Phase::SuspendedAsleep => {}
            // Before it was suspended at all.
            _ => {
                if let Some(rarest) = guard.found().and_then(|found| found.rare?.rarest.as_mut()) {
                    rarest.suspend = false;
                }
                return Signalled::Noted;
            }
        }
        guard.set_phase(Phase::Busy as u8);
        Signalled::Activate
    }

    /// The runner has seen that it is to suspend: gives the turn back, with what it has not handled, unless
    /// it is wanted otherwise by now. Whether the sweeper needs an entry.
    pub(crate) fn halt(&self, batch: &mut VecDeque<M>, asleep: bool) -> Option<bool> {
        let _over: Option<Waker>;
        let mut guard = self.0.lock();
        let ends = guard.signals() & (signal::END | signal::DRAIN) != 0;
        let side = side(&mut guard);
        let rarest = side.seldom().rare.rarest();
        if !rarest.requests.is_empty() {
            return None;
        }
        // What is to end handles what waits, or nothing more at all.
        let halts = std::mem::take(&mut rarest.suspend) && !ends;
        if !halts {
            guard.clear(signal::SYSTEM);
            return None;
        }
        batch.append(&mut side.inbox);
        mem::swap(&mut side.inbox, batch);
        side.run.taken = 0;
        _over = side.run.waker.take();
        guard.clear(signal::SYSTEM | signal::RETIRE | signal::HIBERNATE);
        let to = if asleep {
            Phase::SuspendedAsleep
        } else {
            Phase::Suspended
        };
        guard.set_phase(to as u8);
        Some(watch(&mut guard))
    }
}
