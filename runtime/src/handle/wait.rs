//! Waiting for a reply, in a handler of another actor or elsewhere.
//!
//! A handler that waits in a call is noted with its actor, and whoever is about to wait for that actor
//! follows these notes: a way that leads back to the caller is a cycle, and would never end. The note lies
//! in the waker that the reply wakes. So it is gone as soon as the reply is sent, before the actor
//! that sent it does anything else; and with the call, when that is dropped.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use super::reply_to::Answer;
use crate::cell::current;
use crate::cell::reference::AnyCell;
use crate::cell::reply::Receiver;
use crate::error::unanswered::{CallingSelf, Cycle};
use crate::error::{CallError, CastError};
use crate::mailbox::Wait;
use crate::mailbox::bound::Admitted;

/// How many actors that wait for one another are looked at for a cycle.
const FARTHEST: usize = 256;

/// Whether the waits of a handler's calls are noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    Yes,
    /// The wait ends by itself, or whatever the other does.
    No,
    /// It is not the handler that waits.
    Elsewhere,
}

/// Takes the reply, once it is there.
#[inline]
pub(crate) fn poll<T, E>(
    response: &mut Receiver<Answer<T, E>>,
    callee: &AnyCell,
    handler: Option<&'static str>,
    noted: Noted,
    context: &mut Context<'_>,
) -> Poll<Answer<T, E>> {
    let mut polled = if current::is_some() && noted != Noted::Elsewhere && !response.is_ready() {
        poll_in_handler(response, callee, handler, noted, context)
    } else {
        response.poll_value(context)
    };
    if let Poll::Ready(answer) = &mut polled {
        locate(answer, callee);
    }
    polled
}

/// Who drops a reply does not know whose it was.
#[inline]
fn locate<T, E>(answer: &mut Answer<T, E>, callee: &AnyCell) {
    if let Err(CallError::NoReply(call)) = answer {
        call.locate(callee);
    }
}

/// The reply, where it is there already.
pub(crate) fn take<T, E>(
    response: &mut Receiver<Answer<T, E>>,
    callee: &AnyCell,
) -> Option<Answer<T, E>> {
    if !response.is_ready() {
        return None;
    }
    match response.poll_value(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(mut answer) => {
            locate(&mut answer, callee);
            Some(answer)
        }
        Poll::Pending => None,
    }
}

/// The actor in whose handler this is asked.
pub(crate) fn caller() -> Option<AnyCell> {
    current::cell()
}

pub(crate) fn calling_self<E>(actor: &AnyCell, handler: Option<&'static str>) -> CallError<E> {
    CallError::CallingSelf(CallingSelf::new(actor, handler))
}

/// Whether a handler that this thread polls must not wait for `callee`, before anything was sent.
#[cold]
pub(crate) fn refuse<E>(
    callee: &AnyCell,
    handler: Option<&'static str>,
    noted: Noted,
) -> Result<(), CallError<E>> {
    let Some(caller) = current::cell() else {
        return Ok(());
    };
    refuse_to(&caller, callee, handler, noted)
}

fn refuse_to<E>(
    caller: &AnyCell,
    callee: &AnyCell,
    handler: Option<&'static str>,
    noted: Noted,
) -> Result<(), CallError<E>> {
    if caller.address() == callee.address() {
        return Err(calling_self(callee, handler));
    }
    match noted {
        Noted::No | Noted::Elsewhere => Ok(()),
        Noted::Yes => match way(callee, caller) {
            Some(actors) => Err(CallError::Cycle(Cycle::new(&actors, handler))),
            None => Ok(()),
        },
    }
}

#[cold]
fn poll_in_handler<T, E>(
    response: &mut Receiver<Answer<T, E>>,
    callee: &AnyCell,
    handler: Option<&'static str>,
    noted: Noted,
    context: &mut Context<'_>,
) -> Poll<Answer<T, E>> {
    let Some(caller) = current::cell() else {
        return response.poll_value(context);
    };
    if noted != Noted::Yes || response.is_deferred() || caller.address() == callee.address() {
        let polled = response.poll_value(context);
        if polled.is_pending() {
            refuse_to(&caller, callee, handler, Noted::No)?;
        }
        return polled;
    }
    match note(&caller, callee, handler, context) {
        Ok(note) => response.poll_value(&mut Context::from_waker(&note)),
        Err(cycle) => Poll::Ready(Err(CallError::Cycle(cycle))),
    }
}

/// Waits for room in the mailbox of `callee`; an error where nobody would ever make it.
pub(crate) fn poll_room(
    room: &mut Receiver<Admitted>,
    callee: &AnyCell,
    handler: Option<&'static str>,
    context: &mut Context<'_>,
) -> Poll<Result<Admitted, CastError>> {
    let Some(caller) = caller().filter(|_| !room.is_ready()) else {
        return room.poll_value(context).map(Ok);
    };
    if caller.address() == callee.address() {
        let call = CallingSelf::new(callee, handler);
        return Poll::Ready(Err(CastError::CallingSelf(call)));
    }
    match note(&caller, callee, handler, context) {
        Ok(note) => room.poll_value(&mut Context::from_waker(&note)).map(Ok),
        Err(cycle) => Poll::Ready(Err(CastError::Cycle(cycle))),
    }
}

/// Notes that a handler of `caller` waits for `callee`, until the waker is woken or dropped, unless that would
/// close a cycle.
fn note(
    caller: &AnyCell,
    callee: &AnyCell,
    handler: Option<&'static str>,
    context: &Context<'_>,
) -> Result<Waker, Cycle> {
    let note = Note::new(caller, callee, context.waker());
    if way(callee, caller).is_some() {
        // Where two notice the same cycle at once, one of them is enough to break it.
        static BREAKING: Mutex<()> = Mutex::new(());
        let breaking = BREAKING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(actors) = way(callee, caller) {
            note.end();
            drop(breaking);
            return Err(Cycle::new(&actors, handler));
        }
    }
    Ok(Waker::from(note))
}

/// The actors by which `from` waits for `to`, both included.
fn way(from: &AnyCell, to: &AnyCell) -> Option<Vec<AnyCell>> {
    let mut callees = Vec::new();
    from.erased().add_callees(&mut callees);
    if callees.is_empty() {
        return None;
    }
    // Each with the place of the one that waits for it.
    let mut seen = vec![(from.clone(), usize::MAX)];
    let mut next = 0;
    loop {
        for callee in callees.drain(..) {
            if callee.address() == to.address() {
                let mut way = vec![callee];
                let mut place = next;
                while let Some((cell, before)) = seen.get(place) {
                    way.push(cell.clone());
                    place = *before;
                }
                way.reverse();
                return Some(way);
            }
            if seen
                .iter()
                .all(|(cell, _)| cell.address() != callee.address())
            {
                seen.push((callee, next));
            }
        }
        next += 1;
        let (cell, _) = seen.get(next).filter(|_| next < FARTHEST)?;
        cell.erased().add_callees(&mut callees);
    }
}

/// A wait that is noted with the caller, and the waker of the task in which it waits.
struct Note {
    caller: AnyCell,
    waker: Waker,
    ended: AtomicBool,
}

impl Note {
    fn new(caller: &AnyCell, callee: &AnyCell, waker: &Waker) -> Arc<Self> {
        let note = Arc::new(Self {
            caller: caller.clone(),
            waker: waker.clone(),
            ended: AtomicBool::new(false),
        });
        let wait = Wait {
            call: note.address(),
            callee: callee.clone(),
        };
        caller.erased().begin_wait(wait);
        current::note_wait();
        note
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn end(&self) {
        if !self.ended.swap(true, Ordering::Relaxed) {
            drop(self.caller.erased().end_wait(self.address()));
        }
    }
}

impl Wake for Note {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.end();
        self.waker.wake_by_ref();
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        self.end();
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Note").finish_non_exhaustive()
    }
}
