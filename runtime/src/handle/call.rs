//! A call under way.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::task::coop;

use super::Never;
use super::reply_to::Answer;
use super::request::Request;
use super::timeout::{CallTimeout, Replying};
use super::wait::{self, Noted};
use crate::actor::Actor;
use crate::cell::current;
use crate::cell::here::Here;
use crate::cell::reference::{AnyCell, CellRef};
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
/// [`timeout`](Self::timeout) limits how long it waits. [`send`](Self::send) sends it now, to be awaited
/// later.
///
/// # Errors
///
/// The output is `Err` when the handler replies with its own error, when the actor ends before it
/// replies, when there is no actor, and when its mailbox is full and says so. It never hangs on an actor
/// that has ended. There is no time-out
/// by default, and so a handler that would wait for itself is told: a call of an actor to itself is
/// [`CallError::CallingSelf`], at once, and one that closes a cycle of handlers that wait for one another is
/// [`CallError::Cycle`]. That holds also for a call in a `select!`, whose other branches could have ended
/// the wait; a call with a `timeout` is no part of a cycle, nor is one whose handler answers by a
/// [`ReplyTo`](crate::ReplyTo). Cycles are found among up to 256 actors.
///
/// # Cancel safety
///
/// Dropped before the first poll, or while it waits for room in a full mailbox, nothing was sent. Dropped
/// later, the handler still runs and its reply is dropped; with a `ReplyTo` it can see that its caller has gone.
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

impl<'a, A: Actor, T: 'static, E: 'static> Call<'a, A, T, E> {
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

    /// Waits for the reply no longer than `after`, which begins when the call is first polled.
    ///
    /// A reply that has arrived at the instant of the time-out wins. The actor does not notice a time-out:
    /// the handler runs all the same, and its late reply is dropped (Erlang/OTP, `gen_server:call/3`).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use dormouse::prelude::*;
    ///
    /// #[actor]
    /// struct Slow;
    ///
    /// #[actor]
    /// impl Slow {
    ///     #[call]
    ///     async fn answer(&mut self, after: Duration) -> u32 {
    ///         tokio::time::sleep(after).await;
    ///         42
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let slow = Slow.spawn()?;
    /// let call = slow.answer(Duration::from_millis(20));
    /// match call.timeout(Duration::from_millis(1)).await {
    ///     Err(CallError::Timeout(timeout)) => assert_eq!(timeout.handler(), "answer"),
    ///     other => panic!("{other:?}"),
    /// }
    /// assert_eq!(slow.answer(Duration::ZERO).await?, 42);
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(self, after: Duration) -> CallTimeout<Self> {
        CallTimeout::new(self, after)
    }

    /// Sends the message now; the reply is awaited later, from wherever it is needed.
    ///
    /// The handler runs in the actor's own task. Where nobody takes the message, the request's output says
    /// so; a mailbox that is full does not take it, for there is nobody who could wait for room (Erlang/OTP, `gen_server:send_request/2`).
    ///
    /// ```
    /// use dormouse::prelude::*;
    ///
    /// #[actor]
    /// struct Double;
    ///
    /// #[actor]
    /// impl Double {
    ///     #[call]
    ///     fn of(&self, number: u32) -> u32 {
    ///         2 * number
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (one, other) = (Double.spawn()?, Double.spawn()?);
    /// let four = one.of(2).send();
    /// let six = other.of(3).send();
    /// assert_eq!(four.await? + six.await?, 10);
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(mut self) -> Request<T, E> {
        let handler = self.handler();
        let refused = match mem::replace(&mut self.stage, Stage::Sent) {
            Stage::New(message) => self.push(message).err().map(CallError::from),
            _ => None,
        };
        match self.response.take() {
            Some(response) => Request::new(self.cell.any(), handler, response, refused),
            None => Request::refused(self.cell.any(), self.no_process()),
        }
    }

    fn push(&self, message: A::Message) -> Result<(), CastError> {
        if offers::is_first::<A>(&message) {
            super::send_marked(self.cell, message)
        } else {
            super::send(self.cell, message)
        }
    }

    fn no_process(&self) -> CallError<E> {
        CallError::NoProcess(NoProcess::of(self.cell))
    }

    /// Sends the message, or runs its handler here.
    #[inline]
    fn deliver(
        &mut self,
        message: A::Message,
        handler: Option<&'static str>,
        noted: Noted,
    ) -> Result<(), CallError<E>> {
        let cell = self.cell;
        if activation::is_shallow()
            && cell.link().system().may_run_here()
            && let Some(here) = Here::claim(cell)
        {
            activation::handle_here(here, message);
            return Ok(());
        }
        if current::is_some() {
            let deferred = self.response.as_ref().is_some_and(Receiver::is_deferred);
            let noted = if deferred { Noted::No } else { noted };
            wait::refuse(cell.any(), handler, noted)?;
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
    fn send_marked(&mut self, message: A::Message) -> Result<(), CallError<E>> {
        if let Sent::InLine(line, _) = offers::send(self.cell, message, Patience::Reply)? {
            self.stage = Stage::InLine(line);
        }
        Ok(())
    }
}

impl<A: Actor, T: 'static, E: 'static> Replying for Call<'_, A, T, E> {
    type Value = T;
    type Error = E;

    #[inline]
    fn poll_reply(&mut self, noted: Noted, context: &mut Context<'_>) -> Poll<Answer<T, E>> {
        // A call that runs in the caller's task is ready at once, for ever: it counts against the
        // budget that tokio gives a task, so that others get their turn.
        let budget = ready!(coop::poll_proceed(context));
        let mut handler = None;
        if matches!(self.stage, Stage::New(_)) {
            if current::is_some() {
                handler = self.handler();
            }
            if let Stage::New(message) = mem::replace(&mut self.stage, Stage::Sent)
                && let Err(error) = self.deliver(message, handler, noted)
            {
                self.response = None;
                return Poll::Ready(Err(error));
            }
        }
        match &mut self.response {
            Some(response) => {
                let polled = wait::poll(response, self.cell.any(), handler, noted, context);
                if polled.is_ready() {
                    budget.made_progress();
                }
                polled
            }
            None => Poll::Ready(Err(self.no_process())),
        }
    }

    fn take_reply(&mut self) -> Option<Answer<T, E>> {
        wait::take(self.response.as_mut()?, self.cell.any())
    }

    fn abandon(&mut self) {
        self.response = None;
    }

    fn callee(&self) -> Option<&AnyCell> {
        Some(self.cell.any())
    }

    fn handler(&self) -> Option<&'static str> {
        let Stage::New(message) = &self.stage else {
            return None;
        };
        Some(A::HANDLERS.get(A::handler(message))?.name())
    }
}

impl<A: Actor, T: 'static, E: 'static> Future for Call<'_, A, T, E> {
    type Output = Result<T, CallError<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_reply(Noted::Yes, context)
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
