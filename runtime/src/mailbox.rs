//! How a message waits, and who may handle it: the queue, its control lane, and the phases of a cell.
//!
//! | phase | state of the actor | who has the turn | what a push does |
//! | --- | --- | --- | --- |
//! | `Vacant` | none: starting, or between two incarnations | nobody | queues |
//! | `Barred` | none, and others stop before it can come back | nobody | queues, but refuses calls |
//! | `Idle` | there | nobody | queues, takes the turn |
//! | `Asleep` | there, compacted | nobody | queues, takes the turn |
//! | `Busy` | there | a task or a caller | queues |
//! | `Parked` | there | a task that waits | queues, wakes the task |
//! | `Lent` | there | an inspector, for a parked task or nobody | queues |
//! | `LentAsleep` | there, compacted | an inspector, or who moves or freezes it | queues |
//! | `InPlace` | there, compacted, borrowed by a handler | that handler, without a task | queues, wakes the handler |
//! | `InPlaceUntil` | the same | the same | queues |
//! | `Suspended` | there | nobody | queues |
//! | `SuspendedAsleep` | there, compacted | nobody | queues |
//! | `Down` | none | nobody | refuses; may come back |
//! | `Gone` | none | nobody | refuses, for good |
//!
//! A mailbox with a bound, or one that is being drained, is marked beside its phase: what users send to it
//! takes the way of [`bound`]. So does what they send to one that is barred.
//!
//! All changes of phase happen under the cell's lock, and whoever gives the turn back looks at the
//! queue and at the signals under that same lock: so no wake-up can be lost between the last look
//! and falling asleep. Signals are the control lane: they are looked at before each message.

mod answer;
mod bar;
pub(crate) mod bound;
mod control;
mod in_place;
#[cfg(feature = "test-util")]
mod in_test;
mod lanes;
mod lasting;
mod lives;
mod loans;
mod look;
mod parts;
mod queue;
mod rest;
mod settle;
mod side;
mod suspension;
mod time_out;
mod waits;
mod watcher;

use std::collections::VecDeque;
use std::mem;
use std::task::Waker;

pub(crate) use self::answer::{
    Barred, Claimed, Closed, Installed, Limits, Loan, Next, NotIdle, Pushed, Rest, Rested,
    Signalled, Sweep, Vacated,
};
use self::loans::lend;
pub(crate) use self::look::Look;
pub(crate) use self::parts::Plain;
pub(crate) use self::side::LONGEST_WATCH;
use self::side::{Slot, side, watch};
pub(crate) use self::suspension::{Request, Requested, Suspended};
pub(crate) use self::waits::Wait;
pub(crate) use self::watcher::{Watcher, add_watcher, watcher};
use crate::cell::guarded::{Guard, Guarded};

/// Where a cell stands; see the table of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Phase {
    Vacant,
    Idle,
    Asleep,
    Busy,
    Parked,
    Lent,
    LentAsleep,
    Suspended,
    SuspendedAsleep,
    InPlace,
    InPlaceUntil,
    // From here on not all messages are taken.
    Barred,
    Down,
    Gone,
}

impl Phase {
    const ALL: [Self; 14] = [
        Self::Vacant,
        Self::Idle,
        Self::Asleep,
        Self::Busy,
        Self::Parked,
        Self::Lent,
        Self::LentAsleep,
        Self::Suspended,
        Self::SuspendedAsleep,
        Self::InPlace,
        Self::InPlaceUntil,
        Self::Barred,
        Self::Down,
        Self::Gone,
    ];

    #[inline]
    fn from_byte(byte: u8) -> Self {
        Self::ALL
            .get(usize::from(byte))
            .copied()
            .unwrap_or(Self::Gone)
    }

    /// Whether there is no incarnation, and another one may come by itself.
    pub(crate) fn is_vacant(self) -> bool {
        matches!(self, Self::Vacant | Self::Barred)
    }

    /// Whether an inspector has the state.
    pub(crate) fn is_lent(self) -> bool {
        matches!(self, Self::Lent | Self::LentAsleep)
    }

    /// Whether messages are refused.
    #[inline]
    pub(crate) fn is_closed(self) -> bool {
        matches!(self, Self::Down | Self::Gone)
    }
}

/// The control lane: what overtakes every queued message.
pub(crate) mod signal {
    /// Finish the handler that runs, then end with the reason that was left with the signal.
    pub(crate) const STOP: u8 = 1;
    /// End now; a suspended handler is dropped.
    pub(crate) const KILL: u8 = 2;
    /// The awake window is over: give the task back when nothing waits.
    pub(crate) const RETIRE: u8 = 4;
    /// The idle time is over: compact when nothing waits.
    pub(crate) const HIBERNATE: u8 = 8;

    /// Not a stop: messages wait that go first.
    pub(crate) const FIRST: u8 = 32;
    /// End with the reason that was left with the signal, once nothing waits.
    pub(crate) const DRAIN: u8 = 64;

    /// No request: an inspector reads the state, whatever becomes of the phase meanwhile.
    pub(crate) const LENT: u8 = 16;

    /// Something is to be done with the state before the next message, or messages are to wait.
    pub(crate) const SYSTEM: u8 = 128;

    /// Those that end the actor.
    pub(crate) const END: u8 = STOP | KILL;
}

/// The queue of one cell, with its phase, signals and generation: 16 bytes while it is empty.
#[repr(transparent)]
pub(crate) struct Mailbox<M>(Guarded<Slot<M>>);

impl<M> Mailbox<M> {
    /// A mailbox whose actor has not started.
    pub(crate) fn vacant() -> Self {
        Self(Guarded::new(None, Phase::Vacant as u8))
    }

    /// The same with a bound, which its owner knows.
    pub(crate) fn vacant_and_bounded() -> Self {
        let mailbox = Self::vacant();
        mailbox.0.lock().set_marked(true);
        mailbox
    }

    #[inline]
    pub(crate) fn phase(&self) -> Phase {
        Phase::from_byte(self.0.phase())
    }

    #[inline]
    pub(crate) fn signals(&self) -> u8 {
        self.0.signals()
    }

    pub(crate) fn generation(&self) -> u32 {
        self.0.generation()
    }

    /// Adds a message where the actor has a task and the queue has room, as it is for all but the first of a
    /// stream; else gives it back, for [`Mailbox::push`].
    ///
    /// Always part of the caller, for which it is small enough: so the message is written once, where it
    /// stays. Moved through the stack, it costs more than the lock.
    #[inline(always)]
    pub(crate) fn push_to_awake(&self, message: M) -> Option<M> {
        const BUSY: u8 = Phase::Busy as u8;
        const PARKED: u8 = Phase::Parked as u8;
        if !matches!(self.0.phase_and_mark(), BUSY | PARKED) {
            return Some(message);
        }
        let mut guard = self.0.lock();
        let phase = guard.phase_and_mark();
        if matches!(phase, BUSY | PARKED)
            && let Some(side) = guard.as_mut()
            && side.inbox.len() < side.inbox.capacity()
        {
            side.inbox.push_back(message);
            if phase == PARKED {
                Self::wake_parked(guard);
            }
            return None;
        }
        Some(message)
    }

    #[inline(never)]
    fn wake_parked(guard: Guard<'_, Slot<M>>) {
        if let Pushed::Wake(waker) = Self::summon(guard, Phase::Parked) {
            waker.wake();
        }
    }

    /// Adds what is neither call nor cast: there is room for it in any mailbox that is open.
    pub(crate) fn push(&self, message: M) -> Pushed<M> {
        let guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        if phase.is_closed() || (guard.is_marked() && lanes::is_draining(&guard)) {
            drop(guard);
            return Pushed::Refused(message);
        }
        Self::enqueue(guard, phase, message)
    }

    /// Adds a call or a cast at the end. Refused by a mailbox with a mark, or by one that is barred, it is for
    /// [`Mailbox::offer_marked`].
    #[inline]
    pub(crate) fn offer(&self, message: M) -> Pushed<M> {
        let guard = self.0.lock();
        let phase = guard.phase_and_mark();
        // Also where there is a mark.
        if phase >= Phase::Barred as u8 {
            drop(guard);
            return Pushed::Refused(message);
        }
        Self::enqueue(guard, Phase::from_byte(phase), message)
    }

    #[inline]
    fn enqueue(mut guard: Guard<'_, Slot<M>>, phase: Phase, message: M) -> Pushed<M> {
        side(&mut guard).inbox.push_back(message);
        Self::summon(guard, phase)
    }

    /// Something was added: who comes to it.
    #[inline]
    fn summon(mut guard: Guard<'_, Slot<M>>, phase: Phase) -> Pushed<M> {
        match phase {
            Phase::Idle | Phase::Asleep => {
                guard.set_phase(Phase::Busy as u8);
                Pushed::Activate
            }
            Phase::Parked | Phase::InPlace => {
                let waker = side(&mut guard).run.waker.take();
                guard.set_phase(Phase::Busy as u8);
                drop(guard);
                waker.map_or(Pushed::Queued, Pushed::Wake)
            }
            _ => Pushed::Queued,
        }
    }

    /// Takes the turn of an actor that nobody runs, unless something waits for it.
    #[inline]
    pub(crate) fn claim(&self) -> Option<Claimed> {
        let phase = self.phase();
        if !matches!(phase, Phase::Idle | Phase::Asleep) {
            return None;
        }
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        let was_asleep = match phase {
            Phase::Idle => false,
            Phase::Asleep => true,
            _ => return None,
        };
        guard.set_phase(Phase::Busy as u8);
        Some(Claimed { was_asleep })
    }

    /// The task has been polled: whether it has the turn. `false` while an inspector has it.
    #[inline]
    pub(crate) fn resume(&self) -> bool {
        // Only who has the turn leaves Busy, so that a look without the lock is enough.
        if self.phase() == Phase::Busy {
            return true;
        }
        let mut guard = self.0.lock();
        match Phase::from_byte(guard.phase()) {
            Phase::Busy => true,
            Phase::Parked | Phase::InPlace | Phase::InPlaceUntil => {
                guard.set_phase(Phase::Busy as u8);
                true
            }
            // Closed under a handler that was stuck: the runner sees the kill and ends.
            phase => phase.is_closed() && guard.signals() & signal::LENT == 0,
        }
    }

    /// Exchanges the runner's empty batch for what has arrived; where nothing has, the task waits, if a waker
    /// says that it may.
    ///
    /// Who waits leaves its buffer to the queue: an actor to which one message comes after the other has but
    /// one, in memory as well as in the processor's cache.
    #[inline]
    pub(crate) fn take_or_park(
        &self,
        batch: &mut VecDeque<M>,
        waker: Option<&Waker>,
        now: u64,
    ) -> Next {
        // Dropped after the lock.
        let _before;
        let mut guard = self.0.lock();
        let marked = guard.is_marked();
        let signals = guard.signals();
        if let Some(side) = guard.as_mut()
            && !side.inbox.is_empty()
        {
            let next = if marked {
                Next::Marked
            } else {
                mem::swap(&mut side.inbox, batch);
                // The first of them is handled at once, and does not wait.
                side.run.taken = batch.len().saturating_sub(1) as u32;
                if batch.len() > 1 {
                    // A stream begins in front again, where the cache has it.
                    side.inbox.clear();
                }
                Next::Took
            };
            if signals & (signal::RETIRE | signal::HIBERNATE) != 0 {
                // Its idle time begins again.
                guard.clear(signal::RETIRE | signal::HIBERNATE);
            }
            return next;
        }
        let Some(waker) = waker.filter(|_| signals == 0) else {
            return Next::Quiet { signals };
        };
        let side = side(&mut guard);
        if batch.capacity() > 0 {
            mem::swap(&mut side.inbox, batch);
        }
        side.run.taken = 0;
        side.run.seen = now;
        _before = side.run.set_waker(waker);
        guard.set_phase(Phase::Parked as u8);
        Next::Parked {
            first: watch(&mut guard),
        }
    }

    /// Puts what the runner has not handled back in front. It keeps it where the mailbox is closed: nobody
    /// would come to it.
    pub(crate) fn put_back(&self, batch: &mut VecDeque<M>) {
        if batch.is_empty() {
            return;
        }
        let mut guard = self.0.lock();
        if Phase::from_byte(guard.phase()).is_closed() {
            return;
        }
        let side = side(&mut guard);
        batch.append(&mut side.inbox);
        mem::swap(&mut side.inbox, batch);
        side.run.taken = 0;
    }

    /// The handler is suspended: leaves its waker for a kill. `false` when one has already come.
    pub(crate) fn suspend(&self, waker: &Waker, left: usize) -> bool {
        // Dropped after the lock.
        let _before;
        let mut guard = self.0.lock();
        if guard.signals() & signal::KILL != 0 {
            return false;
        }
        let run = &mut side(&mut guard).run;
        run.taken = left as u32;
        _before = run.set_waker(waker);
        true
    }
}
