//! A look at what keeps an actor awake.

use super::Phase;
use super::parts::{Plain, Shown};
use super::side::Run;

/// The unit in which it is noted how long an actor has been awake, in milliseconds.
const UNIT: u64 = 100;

/// What a mailbox knows of why its actor is awake; times are in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) phase: Phase,
    /// Messages that wait behind the one that is being handled.
    pub(crate) waiting: usize,
    /// When something was last done.
    pub(crate) seen: Option<u64>,
    /// Since when, at least, it has been awake.
    pub(crate) awake_since: Option<u64>,
    /// Until when a time-out takes the place of the idle time.
    pub(crate) plain: Option<u64>,
}

impl Plain {
    /// Looks why the actor is awake; wakes nobody.
    pub(crate) fn look(&self) -> Look {
        let guard = self.lock();
        let shown = guard.shown();
        Look {
            phase: Phase::from_byte(guard.phase()),
            waiting: shown.map_or(0, Shown::waiting),
            seen: shown.map(|shown| shown.run.seen),
            awake_since: shown.and_then(|shown| shown.run.awake_since()),
            plain: shown.and_then(Shown::plain),
        }
    }

    /// Messages that wait, those of a running batch included.
    pub(crate) fn len(&self) -> usize {
        self.lock().shown().map_or(0, Shown::waiting)
    }

    /// Bytes of the queue's allocations.
    pub(crate) fn bytes(&self) -> usize {
        self.lock().bytes()
    }
}

impl Shown<'_> {
    fn waiting(self) -> usize {
        self.inbox + self.first + self.run.taken as usize
    }

    /// Until when a time-out takes the place of the idle time.
    fn plain(self) -> Option<u64> {
        Some(self.rare?.time_out.as_ref()?.plain?.get())
    }
}

impl Run {
    /// The sweeper has found the actor awake.
    pub(super) fn note_awake(&mut self, now: u64) {
        if self.awake == 0 {
            self.awake = u32::try_from(now / UNIT + 1).unwrap_or(u32::MAX);
        }
    }

    fn awake_since(&self) -> Option<u64> {
        (self.awake > 0).then(|| (u64::from(self.awake) - 1) * UNIT)
    }
}
