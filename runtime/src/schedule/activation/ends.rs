//! The end of an incarnation: who is told, what is dropped, what is left to the supervisor.

use std::mem;

use super::Activation;
use crate::actor::{Actor, Kind};
use crate::cell::reference::CellRef;
use crate::dying::{self, Unwound};
use crate::exit::{Exit, ExitReason};
use crate::mailbox::Phase;
use crate::panic;
use crate::report;

/// An end under way.
pub(super) struct Ending {
    pub(super) reason: ExitReason,
    /// Sends the reply of a call that stops its actor.
    pub(super) after: Option<Box<dyn FnOnce() + Send>>,
    /// Whether the `#[stop]` hook has had its chance.
    pub(super) terminated: bool,
}

/// Refuses messages from now on, and fails those that wait. Gives how many casts were lost.
pub(crate) fn close<A: Actor>(cell: &CellRef<A>, for_good: bool, exit: &Exit) -> usize {
    let phase = if for_good { Phase::Gone } else { Phase::Down };
    let closed = cell.mailbox().close(phase);
    let mut lost = 0;
    for message in closed.messages {
        let spec = A::HANDLERS.get(A::handler(&message));
        if spec.is_some_and(|spec| spec.kind() == Kind::Cast) {
            lost += 1;
        }
        // The caller is told why; a message that panics in its drop harms nobody else.
        let dropped = dying::with_exit(exit.clone(), || dying::drop_quietly(message));
        if let Err(mut unwound) = dropped {
            unwound.answer(exit);
        }
    }
    for watcher in closed.watchers {
        watcher.send(exit.clone());
    }
    lost
}

/// Leaves a vacant cell to its supervisor; without one it is closed for good.
fn leave<A: Actor>(cell: &CellRef<A>, reason: ExitReason, exit: &Exit) {
    match cell.link().parent() {
        Some(parent) => {
            let generation = cell.mailbox().generation();
            parent.child_exited(cell.head().slot(), generation, reason);
        }
        None => report::lost(exit, close(cell, true, exit)),
    }
}

impl<A: Actor> Activation<A> {
    pub(super) fn begin_end(
        &mut self,
        reason: ExitReason,
        after: Option<Box<dyn FnOnce() + Send>>,
    ) {
        match &mut self.ending {
            // A kill during the hook.
            Some(ending) => ending.reason = reason,
            None => {
                self.ending = Some(Box::new(Ending {
                    reason,
                    after,
                    terminated: false,
                }));
            }
        }
    }

    /// A handler or the hook panicked.
    #[cold]
    pub(super) fn crash(&mut self, unwound: Unwound) {
        let handler = A::HANDLERS.get(self.handler).map(|spec| spec.name());
        let handler = match &self.ending {
            Some(_) => Some("stop"),
            None => handler,
        };
        let reason = ExitReason::Panicked(panic::describe(&*unwound.payload, handler));
        self.begin_end(reason, None);
        self.end(Some(unwound));
    }

    /// Drops frame and state, tells all who wait, and leaves the vacant cell to its supervisor.
    pub(super) fn end(&mut self, unwound: Option<Unwound>) {
        let Some(mut running) = self.running.take() else {
            return;
        };
        let ending = self.ending.take();
        let (mut reason, after) = match ending {
            Some(ending) => (ending.reason, ending.after),
            None => (ExitReason::Killed, None),
        };
        let path = running.cell().link().path(running.cell().head().slot());
        let exit = Exit::new(path.clone(), reason.clone());
        let dropped = dying::with_exit(exit.clone(), || {
            // Apart, so that a frame that panics in its drop does not save the state from its own.
            let frame = dying::catch(|| running.clear_frame());
            let state = dying::catch(|| running.drop_state());
            [frame, state]
        });
        let mut late = Vec::new();
        for unwound in dropped.into_iter().filter_map(Result::err) {
            if reason.is_clean() {
                reason = ExitReason::Panicked(panic::describe(&*unwound.payload, Some("drop")));
            }
            late.push(unwound);
        }
        let exit = Exit::new(path, reason.clone());
        let cell = running.cell();
        cell.mailbox().put_back(&mut self.batch);
        for mut unwound in unwound.into_iter().chain(late) {
            unwound.answer(&exit);
            let payload = dying::drop_quietly(unwound.payload);
            // A payload that panics in its drop: its own payload is leaked rather than tried.
            if let Err(again) = payload {
                mem::forget(again.payload);
            }
        }
        if let Some(after) = after {
            dying::with_exit(exit.clone(), after);
        }
        report::exited(&exit, cell.mailbox().generation());
        let watchers = cell.mailbox().vacate(&reason);
        leave(cell, reason, &exit);
        for watcher in watchers {
            watcher.send(exit.clone());
        }
    }

    /// The runtime drops its tasks: nobody will run this cell again.
    #[cold]
    pub(super) fn abandon(&mut self) {
        let Some(running) = &self.running else { return };
        let cell = running.cell().clone();
        let system = std::sync::Arc::clone(cell.link().system());
        system.close();
        let exit = Exit::new(cell.link().path(cell.head().slot()), ExitReason::Killed);
        let dropped = dying::with_exit(exit.clone(), || {
            let running = self.running.as_mut();
            dying::catch(|| {
                if let Some(running) = running {
                    running.drop_state();
                }
            })
        });
        if let Err(mut unwound) = dropped {
            unwound.answer(&exit);
        }
        cell.mailbox().put_back(&mut self.batch);
        self.running = None;
        for watcher in cell.mailbox().vacate(&ExitReason::Killed) {
            watcher.send(exit.clone());
        }
        leave(&cell, ExitReason::Killed, &exit);
    }
}
