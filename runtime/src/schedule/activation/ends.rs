//! The end of an incarnation: who is told, what is dropped, what is left to the supervisor.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use super::{Activation, run_here};
use crate::actor::{Actor, HandlerSpec, Kind};
use crate::cell::reference::{AnyCell, CellRef};
use crate::cell::state::Carried;
use crate::cell::turn::Running;
use crate::dying::{self, Unwound};
use crate::error::NoProcess;
use crate::exit::{Exit, ExitReason};
use crate::format_status::FormatStatus;
use crate::info::claim;
use crate::info::tie::Tie;
use crate::kept::Kept;
use crate::mailbox::bound::Bound;
use crate::mailbox::{Phase, Watcher};
use crate::observe::counts::{self, Did};
use crate::observe::pauses;
use crate::report;
use crate::schedule::offers;
use crate::supervisor::stop_report::{Lost, Note};

/// An end under way.
pub(super) struct Ending {
    pub(super) reason: ExitReason,
    /// Sends the reply of a call that stops its actor.
    pub(super) after: Option<Box<dyn FnOnce() + Send>>,
    /// Whether the `#[stop]` hook has had its chance.
    pub(super) terminated: bool,
}

/// Refuses messages from now on, and fails those that wait. Gives how many those are.
pub(crate) fn close<A: Actor>(cell: &CellRef<A>, for_good: bool, exit: &Exit) -> Lost {
    let phase = if for_good { Phase::Gone } else { Phase::Down };
    let closed = cell.mailbox().close(phase);
    if !matches!(exit.reason(), ExitReason::Shutdown) {
        cell.mailbox().explain(exit.reason());
    }
    let carried = cell.carry_out(closed.then);
    end_names_and_ties(cell.any(), closed.known, &closed.ties);
    let lost = fail::<A>(closed.messages, exit);
    for waiting in closed.waiting {
        // Not accepted, and so not lost: casts learn it from their promise, calls from the drop.
        drop(waiting.admission);
        discard(waiting.message, exit);
    }
    drop_kept(closed.kept, exit);
    // Between two incarnations they wait for the next one.
    let vain = closed.vacant && cell.link().parent().is_some();
    tell(closed.watchers, exit, vain.then_some(for_good));
    if let Carried::Activate(held) = carried {
        // Put in while its end was under way: it ends without having been.
        run_here(held);
    }
    lost
}

/// Before anybody is told of the end, the names are free.
fn end_names_and_ties(cell: &AnyCell, known: bool, ties: &[Arc<Tie>]) {
    if known {
        cell.link().system().registry().forget(cell);
    }
    end_ties(ties);
}

/// Tells those who wait of the end; or that the incarnation for which they wait does not come, and whether for good.
fn tell(watchers: Vec<Watcher>, exit: &Exit, in_vain: Option<bool>) {
    for watcher in watchers {
        match in_vain {
            Some(for_good) => {
                let last = Some(exit.reason().clone());
                watcher.in_vain(NoProcess::new(exit.path(), for_good, last));
            }
            None => watcher.send(exit.clone()),
        }
    }
}

/// Drops what was kept for an incarnation that does not come. Its drop is the user's; a reply in it tells of the
/// end, as one in the state does.
fn drop_kept(kept: Option<Kept>, exit: &Exit) {
    if let Some(kept) = kept {
        drop(dying::with_exit(exit.clone(), || dying::drop_quietly(kept)));
    }
}

/// Refuses calls until it may start again, and fails those that wait.
pub(crate) fn bar<A: Actor>(cell: &CellRef<A>, exit: &Exit) {
    let barred = cell.mailbox().bar(A::OPTIONS.bound(), offers::is_call::<A>);
    for message in barred.calls {
        discard(message, exit);
    }
    for waiting in barred.waiting {
        drop(waiting.admission);
        discard(waiting.message, exit);
    }
    offers::admit(barred.admitted);
}

/// What belonged to an incarnation ends with it.
fn end_ties(ties: &[Arc<Tie>]) {
    for tie in ties {
        tie.end();
    }
}

/// Fails messages that nobody will handle. Gives how many those are.
fn fail<A: Actor>(messages: VecDeque<A::Message>, exit: &Exit) -> Lost {
    let mut lost = Lost::default();
    for message in messages {
        match A::HANDLERS.get(A::handler(&message)).map(HandlerSpec::kind) {
            Some(Kind::Call) => lost.calls += 1,
            Some(Kind::Cast | Kind::Info | Kind::Other) if claim::<A>(&message) => lost.others += 1,
            _ => {}
        }
        discard(message, exit);
    }
    lost
}

/// The caller is told why; a message that panics in its drop harms nobody else.
fn discard<M>(message: M, exit: &Exit) {
    let dropped = dying::with_exit(exit.clone(), || dying::drop_quietly(message));
    if let Err(mut unwound) = dropped {
        unwound.answer(exit);
    }
}

/// Reports what nobody will handle.
fn tell_lost(cell: &AnyCell, lost: Lost, exit: &Exit) {
    if lost.is_none() {
        return;
    }
    report::lost(exit, lost.others);
    if let Some(parent) = cell.link().parent() {
        parent.note(Note::unhandled(exit.path(), lost));
    }
}

/// What the actor shows of itself in the event of a failure; nothing for any other end.
fn format_status<A: Actor>(
    running: &mut Running<A>,
    handler: Option<&'static str>,
    reason: &ExitReason,
) -> Option<FormatStatus> {
    if !matches!(reason, ExitReason::Failed(_) | ExitReason::Panicked(_)) {
        return None;
    }
    let shown = dying::catch_rarely(|| {
        let state = running.state()?;
        let mut status = FormatStatus::of_failure(handler, reason);
        state.format(&mut status);
        Some(status)
    });
    shown.unwrap_or_else(|_| Some(FormatStatus::panicked(handler)))
}

/// Whether another incarnation may follow without being asked for.
#[cold]
fn revives(cell: &AnyCell, reason: &ExitReason) -> bool {
    let generation = cell.erased().generation();
    cell.link().parent().is_some_and(|parent| {
        parent.revives(cell.identity(), cell.head().slot(), generation, reason)
    })
}

/// Leaves a vacant cell to its supervisor; without one it is closed for good.
fn leave<A: Actor>(cell: &CellRef<A>, reason: ExitReason, exit: &Exit) {
    match cell.link().parent() {
        Some(parent) => {
            let generation = cell.mailbox().generation();
            parent.child_exited(cell.identity(), cell.head().slot(), generation, reason);
        }
        None => report::lost(exit, close(cell, true, exit).others),
    }
}

/// Why an incarnation ends that was killed.
pub(super) fn by_force<A: Actor>(cell: &CellRef<A>) -> ExitReason {
    #[cfg(feature = "test-util")]
    {
        let observed = cell.link().system().observed();
        let generation = cell.mailbox().generation();
        if let Some(reason) = observed.take_crash(cell.identity(), generation) {
            return reason;
        }
    }
    let _ = cell;
    ExitReason::Killed
}

/// What panicked in its drop: the first is the reason, where all went well before.
fn late(dropped: [Result<(), Unwound>; 3], reason: &mut ExitReason) -> Vec<Unwound> {
    let mut late = Vec::new();
    for unwound in dropped.into_iter().filter_map(Result::err) {
        if reason.is_clean() {
            *reason = ExitReason::Panicked(unwound.describe(Some("drop")));
        }
        late.push(unwound);
    }
    late
}

/// What is noted of each incarnation.
fn forget(cell: &AnyCell) {
    if counts::is_on() {
        pauses::forget(cell.address());
    }
    cell.link().system().warner().ended(cell);
}

/// Answers the calls that the end interrupted, and the one that asked for it.
fn answer(
    unwound: impl Iterator<Item = Unwound>,
    after: Option<Box<dyn FnOnce() + Send>>,
    exit: &Exit,
) {
    for mut unwound in unwound {
        unwound.answer(exit);
    }
    if let Some(after) = after {
        // A reply that panics in its drop, for its caller has gone, does not keep its actor from ending.
        drop(dying::catch_rarely(|| {
            dying::with_exit(exit.clone(), after)
        }));
    }
}

fn report_exit(cell: &AnyCell, exit: &Exit, status: Option<&FormatStatus>) {
    #[cfg(feature = "test-util")]
    cell.link().system().observed().exited(exit);
    if cell.link().system().is_open() {
        report::exited(exit, cell.erased().generation(), status);
    }
}

impl<A: Actor> Activation<A> {
    pub(super) fn begin_end(
        &mut self,
        reason: ExitReason,
        after: Option<Box<dyn FnOnce() + Send>>,
    ) {
        match &mut self.ending {
            // The hook failed, or was killed.
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

    /// A handler ends the actor, or the hook changes why it ends.
    #[cold]
    pub(super) fn follow_stop(
        &mut self,
        reason: ExitReason,
        after: Option<Box<dyn FnOnce() + Send>>,
    ) {
        self.count_outcome(if reason.is_clean() {
            Did::Stop
        } else {
            Did::Fail
        });
        let reason = reason.in_handler(self.failing());
        self.begin_end(reason, after);
    }

    /// The handler that runs or ran last.
    fn handler_name(&self) -> Option<&'static str> {
        A::HANDLERS.get(self.handler).map(HandlerSpec::name)
    }

    /// What fails when something does.
    fn failing(&self) -> Option<&'static str> {
        match &self.ending {
            Some(_) => Some("stop"),
            None => self.handler_name(),
        }
    }

    /// A handler or the hook panicked.
    #[cold]
    pub(super) fn crash(&mut self, unwound: Unwound) {
        let handler = self.failing();
        self.count_outcome(Did::Fail);
        self.begin_end(ExitReason::Panicked(unwound.describe(handler)), None);
        self.end(Some(unwound));
    }

    /// Ends; what is dropped last may be the user's, too, and the thread may be anybody's.
    #[cold]
    pub(super) fn end(&mut self, unwound: Option<Unwound>) {
        drop(dying::catch_rarely(|| self.end_here(unwound)));
    }

    /// Drops frame and state, tells all who wait, and leaves the vacant cell to its supervisor.
    fn end_here(&mut self, unwound: Option<Unwound>) {
        let Some(mut running) = self.running.take() else {
            return;
        };
        let ending = self.ending.take();
        let (mut reason, after) = match ending {
            Some(ending) => (ending.reason, ending.after),
            None => (ExitReason::Killed, None),
        };
        let generation = running.cell().mailbox().generation();
        let path = running.cell().link().path(running.cell().head().slot());
        let mut exit = Exit::of_incarnation(path, reason.clone(), generation);
        let handler = self.handler_name();
        let mut kept = None;
        let mut status = None;
        let dropped = dying::with_exit(exit.clone(), || {
            // Apart, so that a frame that panics in its drop does not save the state from its own.
            let frame = dying::catch_rarely(|| running.clear_frame());
            if const { A::FORMATS } {
                status = format_status(&mut running, handler, &reason);
            }
            let keeping = if const { A::KEEPS } {
                dying::catch_rarely(|| {
                    if let Some(state) = running.state() {
                        state.keep(kept.get_or_insert_default());
                    }
                })
            } else {
                Ok(())
            };
            let state = dying::catch_rarely(|| running.drop_state());
            [frame, keeping, state]
        });
        let late = late(dropped, &mut reason);
        let shown = status.as_ref().and_then(FormatStatus::reason);
        if !late.is_empty() || shown.is_some() {
            reason = match shown {
                Some(shown) => reason.shown_as(shown),
                None => reason,
            };
            exit = Exit::of_incarnation(exit.path(), reason.clone(), generation);
        }
        let cell = running.cell();
        forget(cell.any());
        self.drop_first();
        cell.mailbox().put_back(&mut self.batch);
        if cell.mailbox().is_known() && !revives(cell.any(), &reason) && cell.mailbox().take_known()
        {
            // Nobody starts it again: its names are free before any caller is told.
            cell.link().system().registry().forget(cell.any());
        }
        answer(unwound.into_iter().chain(late), after, &exit);
        // Empty unless the mailbox was closed under a handler that was stuck.
        tell_lost(
            cell.any(),
            fail::<A>(mem::take(&mut self.batch), &exit),
            &exit,
        );
        report_exit(cell.any(), &exit, status.as_ref());
        let clear = A::OPTIONS
            .clears()
            .then(|| A::OPTIONS.bound().unwrap_or(Bound::NONE));
        let vacated = cell.mailbox().vacate(&reason, kept, clear);
        tell_lost(cell.any(), fail::<A>(vacated.messages, &exit), &exit);
        offers::admit(vacated.admitted);
        drop_kept(vacated.kept, &exit);
        leave(cell, reason, &exit);
        end_ties(&vacated.ties);
        tell(vacated.watchers, &exit, None);
    }

    /// The runtime drops its tasks: nobody will run this cell again.
    #[cold]
    pub(super) fn abandon(&mut self) {
        let Some(running) = &self.running else { return };
        running.cell().link().system().close();
        if running.cell().mailbox().seize() {
            self.begin_end(ExitReason::Killed, None);
            self.end(None);
        } else {
            // A parked task has nothing but the turn, and leaves that to who reads the state.
            self.running = None;
        }
    }
}
