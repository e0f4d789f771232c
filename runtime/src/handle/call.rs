//! A call under way.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::coop;

use super::Never;
use super::reply_to::Answer;
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::cell::reply::Receiver;
use crate::error::{CallError, NoProcess};
use crate::schedule::activation;

/// A call: a future of the handler's reply.
///
/// Nothing is sent before it is first polled. Where the actor is idle, its handler runs in the caller's
/// own task up to where it first waits, and often that is its end: neither the queue nor the scheduler
/// is involved then. So do not hold a lock over the call that the handler takes, too.
///
/// # Errors
///
/// The output is `Err` when the handler replies with its own error, when the actor ends before it
/// replies, and when there is no actor. It never hangs on an actor that has ended. There is no time-out
/// by default: put `tokio::time::timeout` round it where one is wanted.
///
/// # Cancel safety
///
/// Dropped before the first poll, nothing was sent. Dropped later, the handler still runs and its
/// reply is dropped.
#[must_use = "a call does nothing unless it is awaited"]
pub struct Call<'a, A: Actor, T, E = Never> {
    cell: &'a CellRef<A>,
    message: Option<A::Message>,
    response: Option<Receiver<Answer<T, E>>>,
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
            message: Some(message),
            response: Some(response),
        }
    }

    /// Sends the message. `false`: nobody takes it.
    #[inline]
    fn send(&mut self, message: A::Message) -> bool {
        let cell = self.cell;
        if activation::is_shallow()
            && cell.link().system().may_run_here()
            && let Some((held, _)) = cell.claim()
        {
            activation::handle_here(held, message);
            return true;
        }
        match cell.push(message) {
            Ok(None) => true,
            Ok(Some(held)) => {
                activation::spawn(held);
                true
            }
            Err(_) => false,
        }
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
        if let Some(message) = this.message.take()
            && !this.send(message)
        {
            this.response = None;
            return Poll::Ready(Err(CallError::NoProcess(NoProcess::of(this.cell))));
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
            .field("sent", &self.message.is_none())
            .finish_non_exhaustive()
    }
}
