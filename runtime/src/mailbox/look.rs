//! A look at what keeps an actor awake.

use super::side::Side;
use super::{Mailbox, Phase};
use crate::cell::guarded::Guard;

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

impl<M> Mailbox<M> {
    /// Looks why the actor is awake; wakes nobody.
    pub(crate) fn look(&self) -> Look {
        let guard: Guard<'_, _> = self.0.lock();
        let side = guard.as_ref();
        Look {
            phase: Phase::from_byte(guard.phase()),
            waiting: side.map_or(0, |side| side.len() + side.taken as usize),
            seen: side.map(|side| side.seen),
            awake_since: side.and_then(|side| side.awake_since()),
            plain: side.and_then(|side| Some(side.rare.as_ref()?.time_out.as_ref()?.plain?.get())),
        }
    }
}

impl<M> Side<M> {
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
