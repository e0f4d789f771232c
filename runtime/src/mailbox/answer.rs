//! What the mailbox answers, each to be acted on.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use super::bound::{Admission, Waiting};
use super::parts::{Locked, has_work};
use super::{LONGEST_WATCH, Phase, Watcher, signal};
use crate::info::tie::Tie;
use crate::kept::Kept;

/// What became of a message.
#[must_use]
pub(crate) enum Pushed<M> {
    /// Somebody will come to it.
    Queued,
    /// The sender has the turn now and must run the cell.
    Activate,
    /// The sender must wake the task.
    Wake(Waker),
    /// The actor takes no messages.
    Refused(M),
}

/// What became of a signal.
#[must_use]
pub(crate) enum Signalled {
    /// Whoever has the turn will see it.
    Noted,
    /// The sender has the turn now and must run the cell.
    Activate,
    /// The sender must wake the task.
    Wake(Waker),
    /// Nobody is there to see it: no incarnation runs.
    Vacant,
    /// The actor is down or gone.
    Closed,
}

/// Why the turn could not be given back: something waits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotIdle;

/// Proof that the turn was taken; says whether the state was compacted.
#[derive(Debug)]
pub(crate) struct Claimed {
    pub(crate) was_asleep: bool,
}

/// Proof that the turn was lent.
#[derive(Debug)]
#[must_use]
pub(crate) struct Loan {
    pub(super) from: Phase,
}

impl Loan {
    /// Whether it is a sleeper's.
    pub(super) fn is_asleep(&self) -> bool {
        matches!(self.from, Phase::Asleep | Phase::SuspendedAsleep)
    }

    /// The phase after the loan, where there is nothing to do for whoever had or gets the turn.
    pub(super) fn after(&self, guard: &Locked<'_>) -> Option<Phase> {
        let suspend = guard
            .shown()
            .and_then(|shown| shown.rare?.rarest.as_ref())
            .is_some_and(|rarest| rarest.suspend && rarest.requests.is_empty());
        let ends = guard.signals() & (signal::END | signal::DRAIN) != 0;
        if suspend && !ends && self.from != Phase::Parked && guard.is_watched() {
            return Some(if self.is_asleep() {
                Phase::SuspendedAsleep
            } else {
                Phase::Suspended
            });
        }
        match self.from {
            _ if has_work(guard) => None,
            // Resumed meanwhile: awake again, it is to be watched.
            Phase::Suspended => None,
            Phase::SuspendedAsleep => Some(Phase::Asleep),
            from => Some(from),
        }
    }
}

/// How the turn is given back.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rest {
    /// Compacted.
    Asleep,
    /// Awake, with the time of its last activity, for the sweeper; 0 where that is not now.
    Watched { now: u64 },
    /// Awake, and it never hibernates by itself.
    Idle,
}

/// What a runner without messages does next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Handle the batch.
    Took,
    /// The mailbox has a mark: [`Mailbox::take_one`](super::Mailbox::take_one).
    Marked,
    /// Wait to be woken. `first`: the sweeper has no entry yet.
    Parked { first: bool },
    /// Nothing waits but perhaps signals, and the turn is still the runner's.
    Quiet { signals: u8 },
}

/// The turn has been given back.
#[derive(Debug)]
pub(crate) struct Rested {
    /// The sweeper has no entry yet.
    pub(crate) first: bool,
}

/// A new incarnation is in place.
#[derive(Debug)]
pub(crate) struct Installed {
    /// Something waits: whoever installed it has the turn and must run the cell.
    pub(crate) activate: bool,
    pub(crate) generation: u32,
}

/// What is to be dealt with after an incarnation has gone.
#[must_use]
pub(crate) struct Vacated<M> {
    /// Who waited for the end.
    pub(crate) watchers: Vec<Watcher>,
    /// What ends with it.
    pub(crate) ties: Vec<Arc<Tie>>,
    /// What waited, where the queue does not outlive its incarnation.
    pub(crate) messages: VecDeque<M>,
    /// Senders whose messages have come into the queue meanwhile.
    pub(crate) admitted: Vec<Admission>,
    /// What was to be kept for an incarnation that will not come.
    pub(crate) kept: Option<Kept>,
}

/// What nobody would answer in a mailbox that is barred.
#[must_use]
pub(crate) struct Barred<M> {
    /// Calls, those that go first in front.
    pub(crate) calls: VecDeque<M>,
    /// Calls that had not been accepted yet.
    pub(crate) waiting: Vec<Waiting<M>>,
    /// Senders whose messages have come into the queue in their place.
    pub(crate) admitted: Vec<Admission>,
}

/// What a closed mailbox still held.
#[must_use]
pub(crate) struct Closed<M> {
    /// Accepted, those that go first in front.
    pub(crate) messages: VecDeque<M>,
    /// Not accepted yet.
    pub(crate) waiting: Vec<Waiting<M>>,
    pub(crate) watchers: Vec<Watcher>,
    pub(crate) ties: Vec<Arc<Tie>>,
    pub(crate) kept: Option<Kept>,
    /// The registry may have something about the cell.
    pub(crate) known: bool,
    /// No incarnation was there: who waited for an end has come since the last one.
    pub(crate) vacant: bool,
    /// For an incarnation that was still there.
    pub(crate) then: Signalled,
}

/// The idle times after which the sweeper acts, in milliseconds; `u64::MAX` for never.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How long a task is kept for the next message.
    pub(crate) window: u32,
    pub(crate) hibernate: u64,
}

impl Limits {
    /// How long a task is kept that waits: not given back shortly before the actor hibernates.
    pub(crate) fn parked(self) -> u64 {
        let window = u64::from(self.window);
        if self.hibernate <= 2 * window {
            self.hibernate
        } else {
            window
        }
    }

    /// When one is looked at again that may be idle by then.
    pub(super) fn soon(self) -> u64 {
        match u64::from(self.window) {
            // It never lies idle.
            window if self.hibernate == 0 => window,
            window => window.min(self.hibernate),
        }
    }

    /// When one is looked at again that is suspended: not late for its idle time after it was resumed.
    pub(super) fn suspended(self) -> u64 {
        match self.hibernate {
            0 => LONGEST_WATCH,
            hibernate => hibernate.clamp(u64::from(self.window), LONGEST_WATCH),
        }
    }
}

/// What the sweeper must do.
pub(crate) enum Sweep {
    /// Nothing any more.
    Forget,
    /// Look again at that time.
    Again(u64),
    /// Wake the task, and look again.
    Wake(Waker, u64),
    /// Run the cell, whose turn the sweeper has now, and look again.
    Activate(u64),
}
