//! What a handler said comes next: a step before all messages, or a time-out.

use std::sync::Arc;

use tokio::time::Instant;

use super::Activation;
use crate::actor::{Actor, Form, HandlerSpec};
use crate::cell::reference::CellRef;
use crate::context::timers::push_at;
use crate::dying;
use crate::exit::ExitReason;
use crate::info::next::{Step, Then};
use crate::observe::counts::Did;

/// Whether some handler may begin a time-out.
pub(super) const fn may_time_out(infos: bool, handlers: &[HandlerSpec]) -> bool {
    let mut index = 0;
    while infos && index < handlers.len() {
        if matches!(handlers[index].form(), Form::Outcome) {
            return true;
        }
        index += 1;
    }
    false
}

impl<A: Actor> Activation<A> {
    /// Whether a time-out may be pending at all; others pay nothing.
    pub(super) const TIMES_OUT: bool = may_time_out(A::INFOS, A::HANDLERS);

    /// A message is about to be handled, which ends a time-out for good.
    #[inline]
    pub(super) fn end_time_out(cell: &CellRef<A>) {
        if Self::TIMES_OUT
            && cell.mailbox().is_timed()
            && let Some(tie) = cell.mailbox().take_time_out()
        {
            tie.cut();
        }
    }

    /// Whether a time-out takes the place of the idle time.
    #[inline]
    pub(super) fn is_plainly_timed(&self) -> bool {
        Self::TIMES_OUT
            && self
                .running
                .as_ref()
                .is_some_and(|running| running.cell().mailbox().is_plainly_timed())
    }

    /// Begins with this message, before all that waits.
    pub(super) fn begin_with(&mut self, message: A::Message) {
        self.batch.push_front(message);
        self.first = true;
    }

    /// Ends before that message was handled: it is not for the next incarnation.
    pub(super) fn drop_first(&mut self) {
        if std::mem::take(&mut self.first) {
            drop(dying::drop_quietly(self.batch.pop_front()));
        }
    }

    #[cold]
    pub(super) fn follow_then(&mut self, then: Then) {
        let hibernate = then.hibernate;
        if hibernate {
            self.count_outcome(Did::Hibernate);
        }
        let Some(running) = &self.running else { return };
        let cell = running.cell();
        let Some((step, plain)) = then.into_step::<A::Message>() else {
            let reason = "what comes next was made by the context of another actor";
            return self.begin_end(ExitReason::failed(reason), None);
        };
        match step {
            Step::Continue { message } => self.begin_with(message),
            Step::Timeout { at, message, .. } if !plain && at <= Instant::now() => {
                self.begin_with(message);
            }
            Step::Timeout { at, message, tie } => {
                let until = plain.then(|| cell.link().system().sweeper().due(at));
                let before = cell.mailbox().begin_time_out(Arc::clone(&tie), until);
                if let Some(before) = before {
                    before.cut();
                }
                push_at(cell, &tie, at, message);
                self.sleepy = hibernate;
            }
        }
    }
}
