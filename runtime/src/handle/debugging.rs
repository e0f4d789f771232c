//! `handle.actor()`, for debugging: suspend and resume, read and replace the state.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::door::{ActorDoor, Status};
use crate::actor::Actor;
use crate::cell::reference::AnyCell;
use crate::cell::reply::{self, Otherwise, Promise, Receiver};
use crate::dying;
use crate::error::NoProcess;
use crate::exit::Panic;
use crate::format_status::FormatStatus;
use crate::schedule::suspend;

/// For debugging a running actor, as OTP's `sys` does. All of it overtakes the messages that wait, is done
/// between two messages, and leaves a sleeper asleep. Of a handler that hibernates, those that only read wait not
/// for its end, but those that change something do.
///
/// What is asked for is asked for at once; the future that is given tells when it is done. Awaited inside
/// a handler of the same actor, it never is.
impl<A: Actor> ActorDoor<'_, A> {
    /// Reads the state.
    ///
    /// # Errors
    ///
    /// When the actor does not run, or ends before `read` had its turn; and when `read` panics, which does
    /// the actor no harm.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dormouse::prelude::*;
    /// # #[actor]
    /// # struct Session { turns: Vec<String> }
    /// # #[actor]
    /// # impl Session {}
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let session = Session { turns: Vec::new() }.spawn()?;
    /// let turns = session.actor().get_state(|state| state.turns.len()).await?;
    /// assert_eq!(turns, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_state<R: Send + 'static>(
        &self,
        read: impl FnOnce(&A) -> R + Send + 'static,
    ) -> Inspection<R> {
        self.ask(true, |state| read(state), "get_state")
    }

    /// What the actor shows of itself: its state, if it has a
    /// [`#[format_status]`](macro@crate::format_status) method.
    ///
    /// # Errors
    ///
    /// Those of [`ActorDoor::get_state`].
    pub fn get_status(&self) -> Inspection<FormatStatus> {
        let shown = |state: &mut A| {
            let mut status = FormatStatus::default();
            state.format(&mut status);
            status
        };
        self.ask(true, shown, "format_status")
    }

    /// Replaces the state by what `make` makes of it.
    ///
    /// The state is only lent to `make`, so that a panic in there leaves it as it was.
    ///
    /// # Errors
    ///
    /// When the actor does not run, or ends before `make` had its turn; and when `make` panics.
    pub fn replace_state(&self, make: impl FnOnce(&A) -> A + Send + 'static) -> Inspection<()> {
        self.ask(
            false,
            |state| {
                let old = std::mem::replace(state, make(state));
                // What its drop panics with is not `make`'s.
                drop(dying::drop_quietly(old));
            },
            "replace_state",
        )
    }

    /// Lets messages wait, from now on or after the handler that runs. Done when no handler runs.
    ///
    /// Control and inspection go on: a suspended actor can be stopped, killed, and looked into. Intervals
    /// wait, too. The next incarnation, after an end, is not suspended.
    ///
    /// # Errors
    ///
    /// When the actor does not run, or ends before it is suspended.
    pub fn suspend(&self) -> Inspection<()> {
        suspend::suspend(self.cell);
        self.ask(false, |_| (), "suspend")
    }

    /// Lets messages be handled again. Does nothing where the actor is not suspended.
    ///
    /// # Errors
    ///
    /// When the actor does not run.
    pub fn resume(&self) -> Result<(), NoProcess> {
        if suspend::resume(self.cell) {
            Ok(())
        } else {
            Err(NoProcess::of(self.cell))
        }
    }

    /// Whether the actor is suspended, or will be after the handler that runs.
    #[must_use]
    pub fn is_suspended(&self) -> bool {
        self.cell.mailbox().is_suspended()
    }

    /// `reads`: it only looks.
    fn ask<R: Send + 'static>(
        &self,
        reads: bool,
        work: impl FnOnce(&mut A) -> R + Send + 'static,
        what: &'static str,
    ) -> Inspection<R> {
        let (sender, receiver) = reply::reply();
        let answer = Promise::new(sender);
        let asked = suspend::request(self.cell, reads, move |state: &mut A| {
            let done = dying::catch_rarely(|| work(state));
            answer.send(Done(Some(
                done.map_err(|unwound| unwound.describe(Some(what))),
            )));
        });
        Inspection {
            cell: self.cell.any().clone(),
            answer: asked.then_some(receiver),
        }
    }
}

/// What came of it; `None` where the actor ended first.
struct Done<R>(Option<Result<R, Panic>>);

impl<R> Otherwise for Done<R> {
    fn otherwise() -> Self {
        Self(None)
    }
}

/// Something asked of an actor's state, see [`ActorDoor::get_state`]: a future of the answer.
///
/// # Cancel safety
///
/// What was asked for happens whether or not it is awaited.
#[must_use = "whether it was done is known only when it is awaited"]
pub struct Inspection<R> {
    cell: AnyCell,
    answer: Option<Receiver<Done<R>>>,
}

impl<R> Future for Inspection<R> {
    type Output = Result<R, InspectError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let done = match &mut self.answer {
            Some(answer) => std::task::ready!(answer.poll_value(context)),
            None => Done(None),
        };
        Poll::Ready(match done {
            Done(Some(Ok(value))) => Ok(value),
            Done(Some(Err(panic))) => Err(InspectError::Panicked(panic)),
            Done(None) => Err(InspectError::NoProcess(NoProcess::of_any(&self.cell))),
        })
    }
}

// The receiver is moved freely.
impl<R> Unpin for Inspection<R> {}

impl<R> fmt::Debug for Inspection<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspection")
            .field("asked", &self.answer.is_some())
            .finish_non_exhaustive()
    }
}

/// Why a state was not read or replaced, or an actor not suspended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum InspectError {
    /// The actor does not run, or ended first.
    NoProcess(NoProcess),
    /// What was to be done panicked; the state is as it was, and the actor well.
    Panicked(Panic),
}

impl fmt::Display for InspectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProcess(process) => process.fmt(f),
            Self::Panicked(panic) => panic.fmt(f),
        }
    }
}

impl Error for InspectError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoProcess(process) => process.source(),
            Self::Panicked(_) => None,
        }
    }
}

impl NoProcess {
    fn of_any(cell: &AnyCell) -> Self {
        let (head, erased) = (cell.head(), cell.erased());
        Self::new(
            head.link().path(head.slot()),
            erased.status() == Status::Gone,
            erased.last_exit(),
        )
    }
}
