//! Giving the turn back.

use super::parts::{Locked, Plain};
use super::side::{Slot, free_if_unneeded, has_work, side, watch};
use super::{Mailbox, NotIdle, Phase, Rest, Rested, signal};
use crate::cell::guarded::Guard;

impl<M> Mailbox<M> {
    /// Gives the turn back, unless something waits. What the cell no longer needs is freed.
    ///
    /// `stay` says how: asleep, or idle with the sweeper watching, or idle and unwatched.
    #[inline]
    pub(crate) fn rest(&self, stay: Rest) -> Result<Rested, NotIdle> {
        let mut guard = self.0.lock();
        if has_work(&guard) {
            return Err(NotIdle);
        }
        let phase = match stay {
            Rest::Asleep => {
                // Who is to be moved must have slept for a while.
                if guard.is_listed() {
                    guard.set_fresh(true);
                }
                Phase::Asleep
            }
            Rest::Idle | Rest::Watched { .. } => Phase::Idle,
        };
        guard.set_phase(phase as u8);
        match (stay, guard.as_mut()) {
            (Rest::Asleep | Rest::Idle, None) => Ok(Rested { first: false }),
            // Kept while the actor is awake, for the time of its last activity.
            (Rest::Watched { now }, Some(side)) if side.is_settled() => {
                side.run.seen = side.run.seen.max(now);
                Ok(Rested {
                    first: watch(&mut guard),
                })
            }
            _ => Ok(Self::settle(guard, stay)),
        }
    }

    /// Lets go of what a cell that rests does not need.
    #[inline(never)]
    fn settle(guard: Guard<'_, Slot<M>>, stay: Rest) -> Rested {
        // Reasons and wakers are the user's, and so are their drops: after the lock.
        let mut _over = (None, None, None);
        let mut guard = guard;
        if let Rest::Watched { now } = stay {
            let side = side(&mut guard);
            side.run.seen = side.run.seen.max(now);
            _over = side.settle(false);
            return Rested {
                first: watch(&mut guard),
            };
        }
        if let Some(side) = guard.as_mut() {
            side.run.awake = 0;
            _over = side.settle(matches!(stay, Rest::Asleep));
        }
        let unneeded = free_if_unneeded(&mut guard);
        drop(guard);
        drop(unneeded);
        Rested { first: false }
    }
}

impl Plain {
    /// It could not fall asleep for something that came.
    pub(crate) fn sleep_after(&self) {
        sleep_after(&mut self.lock());
    }
}

/// Where what came is no message, it wakes nobody: the actor sleeps when it is done.
pub(super) fn sleep_after(guard: &mut Locked<'_>) {
    let is_empty = guard.shown().is_none_or(|shown| shown.inbox == 0);
    if is_empty && guard.signals() & (signal::FIRST | signal::END | signal::DRAIN) == 0 {
        guard.raise(signal::HIBERNATE);
    }
}
