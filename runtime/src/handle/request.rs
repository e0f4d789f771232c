//! A call that was sent, and is awaited later.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::task::coop;

use super::Never;
use super::reply_to::Answer;
use super::timeout::{CallTimeout, Replying};
use super::wait::{self, Noted};
use crate::cell::reference::AnyCell;
use crate::cell::reply::Receiver;
use crate::error::CallError;
use crate::exit::ExitReason;
use crate::link::ALONE;

/// A call that was sent: a future of its reply, which borrows nothing.
///
/// Made by [`Call::send`](crate::Call::send). Many of them are best kept in a
/// [`Requests`](crate::Requests). As a handle does, it keeps an actor alive that was started alone.
///
/// | Erlang/OTP | here |
/// | --- | --- |
/// | `send_request` | `handle.recall(3).send()` |
/// | `receive_response`, which abandons | `request.timeout(time).await` |
/// | `wait_response`, which keeps | `tokio::time::timeout(time, &mut request).await` |
/// | `check_response` | [`try_response`](Self::try_response) |
///
/// # Errors
///
/// Those of a [`Call`](crate::Call). Where nobody took the message, [`CallError::NoProcess`]; where the mailbox
/// was full, [`CallError::Full`](crate::CallError::Full).
///
/// # Panics
///
/// When it is polled again after the reply was taken.
///
/// # Cancel safety
///
/// Dropped, the handler still runs and its reply is dropped. `&mut request` may be polled and left as
/// often as one likes.
#[must_use = "the handler runs all the same, but nobody waits for its reply"]
pub struct Request<T, E = Never> {
    callee: Kept,
    handler: Option<&'static str>,
    reply: Reply<T, E>,
}

enum Reply<T, E> {
    Awaited(Receiver<Answer<T, E>>),
    Refused(CallError<E>),
    Taken,
}

impl<T, E> Request<T, E> {
    pub(crate) fn new(
        callee: &AnyCell,
        handler: Option<&'static str>,
        response: Receiver<Answer<T, E>>,
        refused: Option<CallError<E>>,
    ) -> Self {
        Self {
            callee: Kept::new(callee),
            handler,
            reply: match refused {
                Some(refused) => Reply::Refused(refused),
                None => Reply::Awaited(response),
            },
        }
    }

    pub(crate) fn refused(callee: &AnyCell, refused: CallError<E>) -> Self {
        Self {
            callee: Kept::new(callee),
            handler: None,
            reply: Reply::Refused(refused),
        }
    }

    /// Waits for the reply no longer than `after`, from the first poll on; then the request is abandoned.
    ///
    /// To keep it, wait by `tokio::time::timeout(after, &mut request)`.
    pub fn timeout(self, after: Duration) -> CallTimeout<Self> {
        CallTimeout::new(self, after)
    }

    /// The reply, if it is there: `None` when it has not come yet, or was taken.
    pub fn try_response(&mut self) -> Option<Result<T, CallError<E>>> {
        self.take_reply()
    }

    /// Whether that is the actor which was asked.
    pub(crate) fn is_to(&self, actor: &AnyCell) -> bool {
        self.callee.0.address() == actor.address()
    }

    /// The same as awaiting it, with the choice whether the wait counts for cycles.
    pub(crate) fn poll_noted(
        &mut self,
        noted: Noted,
        context: &mut Context<'_>,
    ) -> Poll<Answer<T, E>> {
        let polled = match &mut self.reply {
            Reply::Awaited(response) => {
                wait::poll(response, &self.callee.0, self.handler, noted, context)
            }
            Reply::Refused(_) => match mem::replace(&mut self.reply, Reply::Taken) {
                Reply::Refused(refused) => Poll::Ready(Err(refused)),
                _ => Poll::Pending,
            },
            Reply::Taken => panic!("a request was polled after its reply was taken"),
        };
        if polled.is_ready() {
            self.reply = Reply::Taken;
        }
        polled
    }
}

impl<T, E> Replying for Request<T, E> {
    type Value = T;
    type Error = E;

    fn poll_reply(&mut self, noted: Noted, context: &mut Context<'_>) -> Poll<Answer<T, E>> {
        let budget = ready!(coop::poll_proceed(context));
        let polled = self.poll_noted(noted, context);
        if polled.is_ready() {
            budget.made_progress();
        }
        polled
    }

    fn take_reply(&mut self) -> Option<Answer<T, E>> {
        let answer = match mem::replace(&mut self.reply, Reply::Taken) {
            Reply::Awaited(mut response) => match wait::take(&mut response, &self.callee.0) {
                Some(answer) => answer,
                None => {
                    self.reply = Reply::Awaited(response);
                    return None;
                }
            },
            Reply::Refused(refused) => Err(refused),
            Reply::Taken => return None,
        };
        Some(answer)
    }

    fn abandon(&mut self) {
        self.reply = Reply::Taken;
    }

    fn callee(&self) -> Option<&AnyCell> {
        Some(&self.callee.0)
    }

    fn handler(&self) -> Option<&'static str> {
        self.handler
    }
}

impl<T, E> Future for Request<T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_reply(Noted::Yes, context)
    }
}

// The receiver is moved freely; nothing is pinned in place.
impl<T, E> Unpin for Request<T, E> {}

impl<T, E> fmt::Debug for Request<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("handler", &self.handler)
            .finish_non_exhaustive()
    }
}

/// A cell, kept alive where the actor lives by its handles.
struct Kept(AnyCell);

impl Kept {
    fn new(cell: &AnyCell) -> Self {
        if cell.head().slot() == ALONE {
            cell.link().add_keeper();
        }
        Self(cell.clone())
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if self.0.head().slot() == ALONE && self.0.link().remove_keeper() {
            self.0.erased().stop(ExitReason::Shutdown);
        }
    }
}
