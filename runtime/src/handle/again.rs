//! A message that is sent again when its actor crashes over it.

use std::collections::VecDeque;
use std::fmt;

use super::on_crash::OnCrash;
use super::reply_to::ReplyTo;
use crate::actor::{Actor, Handlers};
use crate::cell::reference::CellRef;
use crate::cell::turn::Turn;
use crate::dying;
use crate::error::CallError;
use crate::exit::Exit;

/// What gets the arguments of a message that is given up.
#[doc(hidden)]
pub type Bury = Box<dyn FnOnce(&Exit) + Send>;

/// How often a message may be sent again; dropped with a message that crashed its actor, and is never handled
/// again, it hands the arguments to `on_crash`.
#[doc(hidden)]
#[derive(Default)]
pub struct Tries {
    left: u32,
    crash: Option<Box<Crash>>,
}

/// The last crash over a message.
struct Crash {
    exit: Exit,
    bury: Bury,
}

impl Tries {
    pub fn new(left: u32) -> Self {
        Self { left, crash: None }
    }
}

impl Drop for Tries {
    fn drop(&mut self) {
        if let Some(crash) = self.crash.take() {
            let Crash { exit, bury } = *crash;
            drop(dying::catch_rarely(|| bury(&exit)));
        }
    }
}

impl fmt::Debug for Tries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Tries");
        shown.field("left", &self.left).finish_non_exhaustive()
    }
}

/// Guards a handler with `retry`: dropped because its actor crashed, it puts the message back for the next
/// incarnation, with its caller still waiting.
#[doc(hidden)]
pub struct Again<A: Actor, T: Send + 'static, E: Send + 'static> {
    parts: Option<Parts<A, T, E>>,
}

type Remake<A, T, E> = dyn FnOnce(Tries, ReplyTo<T, E>) -> <A as Handlers>::Message + Send;

struct Parts<A: Actor, T: Send + 'static, E: Send + 'static> {
    cell: CellRef<A>,
    reply: ReplyTo<T, E>,
    tries: Tries,
    bury: Option<Bury>,
    remake: Box<Remake<A, T, E>>,
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> Again<A, T, E> {
    /// `bury` is what the handler's `on_crash` makes of the arguments.
    pub fn new(
        turn: Turn<'_, A>,
        tries: Tries,
        reply: ReplyTo<T, E>,
        bury: Option<Bury>,
        remake: impl FnOnce(Tries, ReplyTo<T, E>) -> A::Message + Send + 'static,
    ) -> Self {
        Self {
            parts: Some(Parts {
                cell: turn.cell(),
                reply,
                tries,
                bury,
                remake: Box::new(remake),
            }),
        }
    }

    /// The handler has come to its end, which may still be one of its actor, too.
    pub fn over(mut self) -> (ReplyTo<T, E>, OnCrash<Bury>) {
        let Some(mut parts) = self.parts.take() else {
            return (ReplyTo::answered(), OnCrash::none());
        };
        // It was handled after all.
        parts.tries.crash = None;
        (parts.reply, OnCrash::maybe(parts.bury))
    }
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> Parts<A, T, E> {
    /// The actor has panicked over it.
    fn crashed(mut self, exit: Exit) {
        let crash = self.bury.take().map(|bury| {
            let exit = exit.clone();
            Box::new(Crash { exit, bury })
        });
        if crash.is_some() {
            self.tries.crash = crash;
        }
        self.ended(exit);
    }

    fn ended(mut self, exit: Exit) {
        if self.tries.left == 0 || exit.reason().is_clean() || self.reply.is_closed() {
            // Before the caller hears of it.
            drop(self.tries);
            self.reply.answer(Err(CallError::Exited(exit)));
            return;
        }
        self.tries.left -= 1;
        let message = (self.remake)(self.tries, self.reply);
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
            dying::leave_orphan(Box::new(move |exit| parts.crashed(exit)));
        }
    }
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> fmt::Debug for Again<A, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Again").finish_non_exhaustive()
    }
}
