//! The one time-out that an actor may have pending.

use std::num::NonZero;
use std::sync::Arc;

use super::parts::Plain;
use super::side::TimeOut;
use super::{Mailbox, Phase};
use crate::info::tie::Tie;

impl<M> Mailbox<M> {
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
}

impl Plain {
    /// Notes the time-out, by whoever has the turn. `plain`: until when, where it takes the place of the idle
    /// time. Gives back one that was pending, and this one where its incarnation has been left behind.
    pub(crate) fn begin_time_out(&self, tie: Arc<Tie>, plain: Option<u64>) -> Option<Arc<Tie>> {
        let mut guard = self.lock();
        if Phase::from_byte(guard.phase()).is_closed() {
            return Some(tie);
        }
        guard.set_timed(true, plain.is_some());
        let plain = plain.and_then(|until| NonZero::new(until.max(1)));
        let before = guard.rare().time_out.replace(TimeOut { tie, plain });
        before.map(|before| before.tie)
    }

    /// Takes the time-out that is pending.
    pub(crate) fn take_time_out(&self) -> Option<Arc<Tie>> {
        let mut guard = self.lock();
        guard.set_timed(false, false);
        let time_out = guard.found()?.rare?.time_out.take();
        time_out.map(|time_out| time_out.tie)
    }
}
