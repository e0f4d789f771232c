//! A handler that is suspended, or the hook: it is polled before anything else is done.

use std::mem;
use std::task::{Context, Poll};

use super::{Activation, Run};
use crate::actor::Actor;
use crate::check::Policy;

/// What came of a suspended handler that was polled.
pub(super) enum Polled {
    /// There is none.
    Nothing,
    /// It is over, or there is something else to do first.
    GoesOn,
    /// It waits on.
    Ended(Run),
}

impl<A: Actor> Activation<A> {
    /// Polls what is suspended.
    #[inline]
    pub(super) fn poll_frame(&mut self, context: &mut Context<'_>, tried: &mut bool) -> Polled {
        let Some(running) = &mut self.running else {
            return Polled::Nothing;
        };
        match running.poll(context) {
            Some(Poll::Pending) => {
                if const { <A::Policy as Policy>::HIBERNATES_EVER }
                    && running.wants_to_hibernate()
                    && !mem::replace(tried, true)
                {
                    if self.hibernate_in_place() {
                        return Polled::Ended(Run::Rested);
                    }
                    return Polled::GoesOn;
                }
                let mailbox = running.cell().mailbox();
                if mailbox.suspend(context.waker(), self.batch.len()) {
                    Polled::Ended(Run::Pending)
                } else {
                    Polled::GoesOn
                }
            }
            Some(Poll::Ready(flow)) => {
                self.follow(flow);
                Polled::GoesOn
            }
            None => Polled::Nothing,
        }
    }
}
