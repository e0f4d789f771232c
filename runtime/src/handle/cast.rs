//! A cast that can wait for room.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::wait;
use crate::actor::{Actor, HandlerSpec};
use crate::cell::reference::CellRef;
use crate::cell::reply::Receiver;
use crate::error::{CastError, NoProcess};
use crate::mailbox::bound::{Admitted, Patience};
use crate::schedule::offers::{self, InLine, Sent};

/// A cast by a handler with `#[cast(wait)]`: a future that is ready once the message is in the queue.
///
/// Nothing is sent before it is first polled. Where there is room, it is ready at once. Where the
/// mailbox is full and its [`Overflow`](crate::Overflow) is `Wait`, it waits, and those that wait come in in
/// the order in which they were first polled.
///
/// # Errors
///
/// When there is no actor, also when it ends for good meanwhile; when the mailbox is full and its
/// overflow is `Error`; and at once, by [`CastError::CallingSelf`] or [`CastError::Cycle`], when it would wait in
/// a handler of an actor for which that room must wait itself: the actor's own, or one that waits for it.
///
/// # Cancel safety
///
/// Dropped before it is ready, nothing was sent.
///
/// ```
/// use dormouse::prelude::*;
///
/// #[actor(mailbox = 2, overflow = wait)]
/// #[derive(Default)]
/// struct Log {
///     lines: Vec<String>,
/// }
///
/// #[actor]
/// impl Log {
///     #[cast(wait)]
///     fn note(&mut self, line: String) {
///         self.lines.push(line);
///     }
///
///     #[call]
///     fn count(&self) -> usize {
///         self.lines.len()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let log = Log::default().spawn()?;
/// for line in 0..10 {
///     log.note(line.to_string()).await?;
/// }
/// assert_eq!(log.count().await?, 10);
/// # Ok(())
/// # }
/// ```
#[must_use = "a cast that can wait does nothing unless it is awaited"]
pub struct Cast<'a, A: Actor> {
    cell: &'a CellRef<A>,
    stage: Stage<'a, A>,
}

enum Stage<'a, A: Actor> {
    New(A::Message),
    Waiting {
        room: Receiver<Admitted>,
        #[expect(dead_code, reason = "kept to leave the line when dropped")]
        line: InLine<'a, A>,
        handler: Option<&'static str>,
    },
    Done,
}

impl<'a, A: Actor> Cast<'a, A> {
    pub(crate) fn new(cell: &'a CellRef<A>, message: A::Message) -> Self {
        Self {
            cell,
            stage: Stage::New(message),
        }
    }

    fn send(&mut self, message: A::Message) -> Result<(), CastError> {
        let cell = self.cell;
        let handler = A::handler(&message);
        let message = if offers::is_first::<A>(&message) {
            message
        } else {
            match super::queue(cell, message) {
                None => return Ok(()),
                Some(message) => message,
            }
        };
        if let Sent::InLine(line, Some(room)) = offers::send(cell, message, Patience::Room)? {
            let handler = A::HANDLERS.get(handler).map(HandlerSpec::name);
            self.stage = Stage::Waiting {
                room,
                line,
                handler,
            };
        }
        Ok(())
    }
}

impl<A: Actor> Future for Cast<'_, A> {
    type Output = Result<(), CastError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if matches!(this.stage, Stage::New(_))
            && let Stage::New(message) = std::mem::replace(&mut this.stage, Stage::Done)
        {
            this.send(message)?;
        }
        let Stage::Waiting { room, handler, .. } = &mut this.stage else {
            return Poll::Ready(Ok(()));
        };
        wait::poll_room(room, this.cell.any(), *handler, context).map(|admitted| {
            // Refused, it leaves the line.
            this.stage = Stage::Done;
            match admitted? {
                Admitted::Yes => Ok(()),
                Admitted::No => Err(CastError::NoProcess(NoProcess::of(this.cell))),
            }
        })
    }
}

// The message and the receiver are moved freely; nothing is pinned in place.
impl<A: Actor> Unpin for Cast<'_, A> {}

impl<A: Actor> fmt::Debug for Cast<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cast")
            .field("sent", &matches!(self.stage, Stage::Done))
            .finish_non_exhaustive()
    }
}
