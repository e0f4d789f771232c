//! A message that is sent again when its actor crashes over it.

use std::collections::VecDeque;
use std::fmt;

use super::reply_to::ReplyTo;
use crate::actor::{Actor, Handlers};
use crate::cell::reference::CellRef;
use crate::cell::turn::Turn;
use crate::dying;
use crate::error::CallError;
use crate::exit::Exit;

/// Guards a handler with `retry`: dropped because its actor crashed, it puts the message back for the next
/// incarnation, with its caller still waiting.
#[doc(hidden)]
pub struct Again<A: Actor, T: Send + 'static, E: Send + 'static> {
    parts: Option<Parts<A, T, E>>,
}

type Remake<A, T, E> = dyn FnOnce(u32, ReplyTo<T, E>) -> <A as Handlers>::Message + Send;

struct Parts<A: Actor, T: Send + 'static, E: Send + 'static> {
    cell: CellRef<A>,
    reply: ReplyTo<T, E>,
    /// How often it may be sent again.
    left: u32,
    remake: Box<Remake<A, T, E>>,
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> Again<A, T, E> {
    pub fn new(
        turn: Turn<'_, A>,
        left: u32,
        reply: ReplyTo<T, E>,
        remake: impl FnOnce(u32, ReplyTo<T, E>) -> A::Message + Send + 'static,
    ) -> Self {
        Self {
            parts: Some(Parts {
                cell: turn.cell(),
                reply,
                left,
                remake: Box::new(remake),
            }),
        }
    }

    /// The handler has come to its end.
    pub fn over(mut self) -> ReplyTo<T, E> {
        match self.parts.take() {
            Some(parts) => parts.reply,
            None => ReplyTo::answered(),
        }
    }
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> Parts<A, T, E> {
    fn ended(self, exit: Exit) {
        if self.left == 0 || exit.reason().is_clean() || self.reply.is_closed() {
            self.reply.answer(Err(CallError::Exited(exit)));
            return;
        }
        let message = (self.remake)(self.left - 1, self.reply);
        let mut messages = VecDeque::from([message]);
        self.cell.mailbox().put_back(&mut messages);
        // Closed, and so nobody would come to it.
        dying::with_exit(exit, || drop(messages));
    }
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> Drop for Again<A, T, E> {
    fn drop(&mut self) {
        let Some(parts) = self.parts.take() else {
            return;
        };
        if let Some(exit) = dying::exit() {
            parts.ended(exit);
        } else if dying::is_unwinding() {
            dying::leave_orphan(Box::new(move |exit| parts.ended(exit)));
        }
    }
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> fmt::Debug for Again<A, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Again").finish_non_exhaustive()
    }
}
