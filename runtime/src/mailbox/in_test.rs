//! The mailbox of an actor that is a unit test.

use std::sync::Arc;

use super::parts::Plain;
use super::side::side;
use super::{Mailbox, Phase, signal};
use crate::info::tie::Tie;

impl<M> Mailbox<M> {
    /// Begins the first incarnation, whose state is the test's: it has the turn until the end.
    pub(crate) fn begin_in_test(&self) {
        let mut guard = self.0.lock();
        guard.set_generation(1);
        guard.set_phase(Phase::Busy as u8);
    }

    /// Looks at what waits, in the order in which it would be handled.
    pub(crate) fn see<R>(&self, see: impl Fn(&M) -> R) -> Vec<R> {
        let mut guard = self.0.lock();
        let Some(side) = guard.as_mut() else {
            return Vec::new();
        };
        let mut seen: Vec<R> = side
            .lanes()
            .map(|lanes| lanes.first.iter().map(&see).collect())
            .unwrap_or_default();
        seen.extend(side.inbox.iter().map(&see));
        seen
    }

    /// Adds a message that is handled before all that waits.
    pub(crate) fn push_in_front(&self, message: M) {
        let mut guard = self.0.lock();
        side(&mut guard).seldom().lanes().first.push_front(message);
        guard.raise(signal::FIRST);
    }
}

impl Plain {
    /// What the incarnation has that ends with it.
    pub(crate) fn ties(&self) -> Vec<Arc<Tie>> {
        let guard = self.lock();
        let Some(rare) = guard.shown().and_then(|shown| shown.rare) else {
            return Vec::new();
        };
        let time_out = rare.time_out.iter().map(|time_out| &time_out.tie);
        rare.ties.iter().chain(time_out).cloned().collect()
    }
}
