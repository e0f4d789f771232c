//! Suspending and resuming an actor, and looking into its state, from outside.

use std::any::Any;

use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::cell::state::Carried;
use crate::dying;
#[cfg(feature = "freeze")]
use crate::hibernate;
use crate::mailbox::{Request, Requested, Signalled, Suspended};
use crate::schedule::activation;
use crate::schedule::erased::Erased;

/// Lets messages wait, from now on or after the handler that runs. Whether an incarnation was there.
pub(crate) fn suspend<A: Actor>(cell: &CellRef<A>) -> bool {
    match cell.mailbox().suspend_actor() {
        Suspended::Done { first } => {
            keep(cell, first);
            true
        }
        Suspended::Asked(signalled) => carry_out(cell, signalled),
    }
}

/// Lets messages be handled again. Whether an incarnation was there.
pub(crate) fn resume<A: Actor>(cell: &CellRef<A>) -> bool {
    carry_out(cell, cell.mailbox().resume_actor())
}

/// A suspended actor has no task that would fall with its runtime: the sweeper looks after it. Where there
/// is no sweeper any more, it ends.
pub(crate) fn keep<A: Actor>(cell: &CellRef<A>, first: bool) {
    let system = cell.link().system();
    let watched = !first || system.sweeper().watch(cell.any().clone(), u64::MAX);
    if !watched || !system.is_open() {
        Erased::kill(cell);
    }
}

/// Does something with the state before the next message, here or where the actor runs. Whether an
/// incarnation was there. `reads`: it only looks.
pub(crate) fn request<A: Actor>(
    cell: &CellRef<A>,
    reads: bool,
    work: impl FnOnce(&mut A) + Send + 'static,
) -> bool {
    let work = Box::new(move |state: &mut dyn Any| {
        if let Some(state) = state.downcast_mut() {
            work(state);
        }
    });
    let mut request = Request { reads, work };
    loop {
        match cell.mailbox().request(request) {
            Requested::Noted => return true,
            Requested::Wake(waker) => {
                waker.wake();
                return true;
            }
            Requested::Refused(refused) => {
                // What it captured is the user's, and so is its drop.
                drop(dying::drop_quietly(refused));
                return false;
            }
            Requested::Free(back) => request = back,
        }
        let mut waiting = Some(request);
        let lent = cell.lend(|state| {
            if let Some(request) = waiting.take() {
                (request.work)(state);
            }
        });
        if let Some(((), Carried::Activate(held))) = lent {
            activation::spawn(held);
        } else {
            // What was frozen may not be so any more.
            #[cfg(feature = "freeze")]
            hibernate::freeze::was_looked_at(cell);
        }
        match waiting {
            // Somebody has taken the turn meanwhile.
            Some(back) => request = back,
            None => return true,
        }
    }
}

fn carry_out<A: Actor>(cell: &CellRef<A>, signalled: Signalled) -> bool {
    match cell.carry_out(signalled) {
        Carried::Noted => true,
        Carried::Activate(held) => {
            activation::spawn(held);
            true
        }
        Carried::Vacant | Carried::Closed => false,
    }
}
