//! What of a mailbox lasts while its actor sleeps, told of one that is awake.

use std::mem::size_of;
use std::sync::Arc;

use super::lanes::Lanes;
use super::side::{FEW, Rare, Rarest, Side};
use super::{Mailbox, Watcher};
use crate::info::tie::Tie;

impl<M> Mailbox<M> {
    /// The bytes that it would have, all messages handled, if the actor fell asleep.
    pub(crate) fn lasting_bytes(&self) -> usize {
        let guard = self.0.lock();
        let rare = guard.as_ref().and_then(|side| side.rare.as_ref());
        match rare.map_or(0, |rare| rare.lasting_bytes()) {
            0 => 0,
            rare => size_of::<Side<M>>() + rare,
        }
    }
}

/// How many entries of a list are left, which is looked through only where it is short.
fn left<T>(list: &[T], capacity: usize, lasts: impl Fn(&T) -> bool) -> (usize, usize) {
    if list.len() > FEW {
        return (list.len(), capacity);
    }
    let left = list.iter().filter(|entry| lasts(entry)).count();
    (left, left)
}

impl<M> Rare<M> {
    /// As `settle_rare` leaves it; 0: not at all.
    fn lasting_bytes(&self) -> usize {
        let watchers = left(&self.watchers, self.watchers.capacity(), |watcher| {
            !watcher.is_closed()
        });
        let ties = left(&self.ties, self.ties.capacity(), |tie| !tie.is_over());
        // What waits has been handled by then, and who waits for room has got it.
        let lanes = self.lanes.as_ref();
        let lanes = lanes.filter(|lanes| lanes.bound.is_some() || lanes.dropped > 0);
        let rarest = self.rarest.as_ref().filter(|rarest| rarest.is_needed());
        let is_needed = watchers.0 > 0
            || self.is_tied()
            || self.time_out.is_some()
            || lanes.is_some()
            || rarest.is_some();
        if !is_needed {
            return 0;
        }
        size_of::<Self>()
            + watchers.1 * size_of::<Watcher>()
            + ties.1 * size_of::<Arc<Tie>>()
            + lanes.map_or(0, |_| size_of::<Lanes<M>>())
            + rarest.map_or(0, |_| size_of::<Rarest>())
    }
}
