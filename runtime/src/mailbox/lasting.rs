//! What of a mailbox lasts while its actor sleeps, told of one that is awake.

use std::mem::size_of;
use std::sync::Arc;

use super::Watcher;
use super::parts::{Numbers, Plain, Shown};
use super::side::{FEW, Rarest};
use crate::info::tie::Tie;

impl Plain {
    /// The bytes that it would have, all messages handled, if the actor fell asleep.
    pub(crate) fn lasting_bytes(&self) -> usize {
        let guard = self.lock();
        let lanes = guard.numbers();
        guard.shown().map_or(0, |shown| shown.lasting_bytes(lanes))
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

impl Shown<'_> {
    /// As settling leaves it; 0: not at all.
    fn lasting_bytes(self, lanes: Option<Numbers>) -> usize {
        let Some(rare) = self.rare else { return 0 };
        let watchers = left(&rare.watchers, rare.watchers.capacity(), |watcher| {
            !watcher.is_closed()
        });
        let ties = left(&rare.ties, rare.ties.capacity(), |tie| !tie.is_over());
        // What waits has been handled by then, and who waits for room has got it.
        let lanes = lanes.filter(|lanes| lanes.bound.is_some() || lanes.dropped > 0);
        let rarest = rare.rarest.as_ref().filter(|rarest| rarest.is_needed());
        let is_needed = watchers.0 > 0
            || rare.is_tied()
            || rare.time_out.is_some()
            || lanes.is_some()
            || rarest.is_some();
        if !is_needed {
            return 0;
        }
        self.least
            + watchers.1 * size_of::<Watcher>()
            + ties.1 * size_of::<Arc<Tie>>()
            + lanes.map_or(0, |lanes| lanes.least)
            + rarest.map_or(0, |_| size_of::<Rarest>())
    }
}
