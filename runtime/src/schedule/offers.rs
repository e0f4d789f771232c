//! Messages that do not go straight into the queue: to a full mailbox, to one that is being drained, and
//! those that go first.

use std::collections::VecDeque;
use std::fmt;

use super::activation;
use crate::actor::{Actor, HandlerSpec, Kind};
use crate::cell::reference::CellRef;
use crate::cell::reply::Receiver;
use crate::dying::{self, Cause};
use crate::error::{CastError, Full, NoProcess};
use crate::info::is_of_others;
use crate::mailbox::bound::{Admission, Admitted, Offered, Patience};
use crate::report;

/// Whether an actor has handlers whose messages go first; known to the compiler.
pub(crate) const fn has_priority(handlers: &[HandlerSpec]) -> bool {
    let mut index = 0;
    while index < handlers.len() {
        if handlers[index].has_priority() {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether a message overtakes others.
#[inline(always)]
pub(crate) fn is_first<A: Actor>(message: &A::Message) -> bool {
    if const { has_priority(A::HANDLERS) } {
        let spec = A::HANDLERS.get(A::handler(message));
        spec.is_some_and(HandlerSpec::has_priority)
    } else {
        false
    }
}

/// Whether somebody waits for a reply to a message.
pub(crate) fn is_call<A: Actor>(message: &A::Message) -> bool {
    let spec = A::HANDLERS.get(A::handler(message));
    spec.is_some_and(|spec| spec.kind() == Kind::Call)
}

/// A message that stands in line before a full mailbox. Dropped, it leaves.
pub(crate) struct InLine<'a, A: Actor> {
    cell: &'a CellRef<A>,
    ticket: u64,
}

impl<A: Actor> Drop for InLine<'_, A> {
    fn drop(&mut self) {
        drop(self.cell.mailbox().withdraw(self.ticket));
    }
}

impl<A: Actor> fmt::Debug for InLine<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InLine").finish_non_exhaustive()
    }
}

/// What became of a message that was not refused.
pub(crate) enum Sent<'a, A: Actor> {
    /// It is in the queue, or was dropped and counted.
    Done,
    /// The receiver is for those who wait for nothing else.
    InLine(InLine<'a, A>, Option<Receiver<Admitted>>),
}

/// Sends a message that the short way did not take.
#[cold]
#[inline(never)]
pub(crate) fn send<A: Actor>(
    cell: &CellRef<A>,
    message: A::Message,
    patience: Patience,
) -> Result<Sent<'_, A>, CastError> {
    let first = is_first::<A>(&message);
    let bound = A::OPTIONS.bound();
    let call = is_call::<A>(&message);
    let offered =
        cell.mailbox()
            .offer_marked(message, call, first, patience, bound, is_of_others::<A>);
    let pushed = match offered {
        Offered::Taken(pushed) => pushed,
        Offered::Dropped(messages, dropped) => {
            overflowed(cell, messages, dropped);
            return Ok(Sent::Done);
        }
        Offered::Full(message, capacity) => {
            let full = full(cell, capacity);
            drop(message);
            return Err(CastError::Full(full));
        }
        Offered::Waits(ticket, receiver) => {
            return Ok(Sent::InLine(InLine { cell, ticket }, receiver));
        }
        Offered::Refused(message) => {
            drop(message);
            return Err(CastError::NoProcess(NoProcess::of(cell)));
        }
    };
    // What was offered and taken is not given back here.
    if let Ok(Some(held)) = cell.pushed(pushed) {
        activation::spawn(held);
    }
    Ok(Sent::Done)
}

/// Tells senders that their messages are in the queue now.
pub(crate) fn admit(admitted: Vec<Admission>) {
    for admission in admitted {
        admission.send(Admitted::Yes);
    }
}

fn full<A: Actor>(cell: &CellRef<A>, capacity: usize) -> Full {
    Full::new(cell.link().path(cell.head().slot()), capacity)
}

/// Drops what had to give way; its callers are told.
fn overflowed<A: Actor>(cell: &CellRef<A>, messages: VecDeque<A::Message>, dropped: u64) {
    let bound = cell.mailbox().bound(A::OPTIONS.bound());
    let full = full(cell, bound.map_or(0, |bound| bound.capacity()));
    let before = dropped - messages.len() as u64;
    if before.checked_ilog2() != dropped.checked_ilog2() {
        report::overflowed(full.path(), full.capacity(), dropped);
    }
    for message in messages {
        let cause = Cause::Full(full.clone());
        drop(dying::with_cause(cause, || dying::drop_quietly(message)));
    }
}
