//! The one time-out that an actor may have pending.

use std::num::NonZero;
use std::sync::Arc;

use super::Mailbox;
use super::side::{TimeOut, side};
use crate::info::tie::Tie;

impl<M> Mailbox<M> {
    /// Notes the time-out, by whoever has the turn. `plain`: until when, where it takes the place of the idle
    /// time. Gives back one that was pending, and this one where its incarnation has been left behind.
    pub(crate) fn begin_time_out(&self, tie: Arc<Tie>, plain: Option<u64>) -> Option<Arc<Tie>> {
        let mut guard = self.0.lock();
        if super::Phase::from_byte(guard.phase()).is_closed() {
            return Some(tie);
        }
        guard.set_timed(true, plain.is_some());
        let plain = plain.and_then(|until| NonZero::new(until.max(1)));
        let time_out = TimeOut { tie, plain };
        let before = side(&mut guard).rare().time_out.replace(time_out);
        before.map(|before| before.tie)
    }

    /// Whether a time-out is pending, asked by whoever has the turn.
    #[inline]
    pub(crate) fn is_timed(&self) -> bool {
        self.0.is_timed()
    }

    /// Whether it takes the place of the idle time.
    #[inline]
    pub(crate) fn is_plainly_timed(&self) -> bool {
        self.0.is_plainly_timed()
    }

    /// Takes the time-out that is pending.
    pub(crate) fn take_time_out(&self) -> Option<Arc<Tie>> {
        let mut guard = self.0.lock();
        guard.set_timed(false, false);
        let time_out = guard.as_mut()?.rare.as_mut()?.time_out.take();
        time_out.map(|time_out| time_out.tie)
    }
}
