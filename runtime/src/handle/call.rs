//! A call under way.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::coop;

use super::Never;
use super::reply_to::Answer;
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::cell::reply::Receiver;
use crate::error::{CallError, CastError, NoProcess};
use crate::mailbox::bound::Patience;
use crate::schedule::activation;
use crate::schedule::offers::{self, InLine, Sent};

/// A call: a future of the handler's reply.
///
/// Nothing is sent before it is first polled. Where the actor is idle, its handler runs in the caller's
/// own task up to where it first waits, and often that is its end: neither the queue nor the scheduler
/// is involved then. So do not hold a lock over the call that the handler takes, too.
///
/// # Errors
///
/// The output is `Err` when the handler replies with its own error, when the actor ends before it
/// replies, when there is no actor, and when its mailbox is full and says so. It never hangs on an actor that has ended. There is no time-out
/// by default: put `tokio::time::timeout` round it where one is wanted.
///
/// # Cancel safety
///
/// Dropped before the first poll, or while it waits for room in a full mailbox, nothing was sent. Dropped later, the handler still runs and its
/// reply is dropped.
#[must_use = "a call does nothing unless it is awaited"]
pub struct Call<'a, A: Actor, T, E = Never> {
    cell: &'a CellRef<A>,
    stage: Stage<'a, A>,
    response: Option<Receiver<Answer<T, E>>>,
}

enum Stage<'a, A: Actor> {
    New(A::Message),
    Sent,
    /// It stands before a full mailbox, or has come in from there.
    #[expect(dead_code, reason = "kept to leave the line when dropped")]
    InLine(InLine<'a, A>),
}

impl<'a, A: Actor, T: Send + 'static, E: Send + 'static> Call<'a, A, T, E> {
    #[inline]
    pub(crate) fn new(
        cell: &'a CellRef<A>,
        message: A::Message,
        response: Receiver<Answer<T, E>>,
    ) -> Self {
        Self {
            cell,
            stage: Stage::New(message),
            response: Some(response),
        }
    }

    /// Sends the message.
    #[inline]
    fn send(&mut self, message: A::Message) -> Result<(), CastError> {
        let cell = self.cell;
        if activation::is_shallow()
            && cell.link().system().may_run_here()
            && let Some((held, _)) = cell.claim()
        {
            activation::handle_here(held, message);
            return Ok(());
        }
        if offers::is_first::<A>(&message) {
            return self.send_marked(message);
        }
        match super::queue(cell, message) {
            None => Ok(()),
            Some(message) => self.send_marked(message),
        }
    }

    #[cold]
    #[inline(never)]
    fn send_marked(&mut self, message: A::Message) -> Result<(), CastError> {
        if let Sent::InLine(line, _) = offers::send(self.cell, message, Patience::Reply)? {
            self.stage = Stage::InLine(line);
        }
        Ok(())
    }
}

impl<A: Actor, T: Send + 'static, E: Send + 'static> Future for Call<'_, A, T, E> {
    type Output = Result<T, CallError<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A call that runs in the caller's task is ready at once, for ever: it counts against the
        // budget that tokio gives a task, so that others get their turn.
        let budget = ready!(coop::poll_proceed(context));
        let this = self.get_mut();
        if matches!(this.stage, Stage::New(_))
            && let Stage::New(message) = mem::replace(&mut this.stage, Stage::Sent)
            && let Err(error) = this.send(message)
        {
            this.response = None;
            return Poll::Ready(Err(error.into()));
        }
        match &mut this.response {
            Some(response) => {
                let polled = response.poll_value(context);
                if polled.is_ready() {
                    budget.made_progress();
                }
                polled
            }
            None => Poll::Ready(Err(CallError::NoProcess(NoProcess::of(this.cell)))),
        }
    }
}

// The message and the receiver are moved freely; nothing is pinned in place.
impl<A: Actor, T, E> Unpin for Call<'_, A, T, E> {}

impl<A: Actor, T, E> fmt::Debug for Call<'_, A, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("sent", &!matches!(self.stage, Stage::New(_)))
            .finish_non_exhaustive()
    }
}
