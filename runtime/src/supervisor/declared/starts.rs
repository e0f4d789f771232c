//! Starting children, at once or as a task of their own.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::{StaticNode, StaticSupervisor};
use crate::actor::Step;
use crate::dying;
use crate::exit::{Exit, ExitReason};
use crate::registry::names::{self, Named};
use crate::report;
use crate::supervisor::caught::Caught;
use crate::supervisor::fields::Fields;
use crate::supervisor::node::{GRACE, too_late};
use crate::supervisor::planner::{Event, Incarnation, Slot};
use crate::supervisor::seat::{Begun, Control};
use crate::supervisor::spec::Shutdown;

impl<S: StaticSupervisor> StaticNode<S> {
    pub(super) fn start(&self, incarnation: Incarnation) {
        let Some(control) = self.control(incarnation.slot) else {
            return;
        };
        control.reopen();
        let begun = self.begin_start(incarnation, control.generation());
        let (Some(node), Some((config, life))) = (self.this.upgrade(), begun) else {
            return self.started(incarnation, Err(ExitReason::Shutdown));
        };
        let index = incarnation.slot.0 as usize;
        if S::size(&self.handles).is_some_and(|size| !size.wants(index)) {
            // A group restart starts all that are declared.
            return self.started(incarnation, Ok(Begun::Ignored));
        }
        let newcomer = self.newcomer(incarnation.slot);
        let start = async move {
            let named = node.take_name(config.get(), incarnation.slot)?;
            let begun = if let Some(child) = newcomer {
                let started = child.start();
                // What captured its arguments, if nobody else needs it again.
                drop(child);
                match started {
                    Step::Ready(begun) => begun,
                    Step::Pending(begin) => begin.await,
                }
            } else {
                match S::start_child(config.get(), index, &node.handles) {
                    Step::Ready(begun) => begun,
                    Step::Pending(begin) => begin.await,
                }
            };
            if let (Some(named), Ok(Begun::Running)) = (named, &begun) {
                named.keep();
            }
            begun
        };
        let mut start = StartTask {
            start: Some(Caught::on(&self.place.system, start)),
            node: self.this.upgrade(),
            incarnation,
            life,
        };
        let mut context = Context::from_waker(std::task::Waker::noop());
        if Pin::new(&mut start).poll(&mut context).is_pending() {
            let task = self.place.system.handle().spawn(start);
            let mut core = self.core();
            if core.seats.starts(incarnation) {
                core.seats.set_abort(incarnation.slot, task.abort_handle());
                drop(core);
                let options = self.options(incarnation.slot);
                if let Some(limit) = options.and_then(|options| options.start_timeout) {
                    self.later(limit, incarnation, Self::cut_short);
                }
            }
        }
    }

    /// A start takes longer than it may.
    fn cut_short(&self, incarnation: Incarnation) {
        let late = {
            let mut core = self.core();
            let late = core.seats.starts(incarnation);
            if late {
                core.seats.set_late(incarnation.slot);
            }
            late
        };
        if late {
            self.cancel(incarnation);
        }
    }

    /// Gives a child its name, before its start is run.
    fn take_name(&self, config: &S, slot: Slot) -> Result<Option<Named>, ExitReason> {
        let known = self.options(slot).and_then(|options| options.registered);
        let name = match known {
            Some(name) => Some(Arc::from(&*name)),
            None => S::name(config, slot.0 as usize),
        };
        match (name, self.control(slot)) {
            (Some(name), Some(Control::Actor(cell))) => {
                names::take(&name, cell.clone(), || self.child_path(slot)).map(Some)
            }
            _ => Ok(None),
        }
    }

    pub(super) fn begin_start(
        &self,
        incarnation: Incarnation,
        before: u32,
    ) -> Option<(Fields<S>, u32)> {
        let mut core = self.core();
        if !core.seats.begin(incarnation, before) {
            return None;
        }
        Some((core.config.clone()?, core.life.generation))
    }

    /// A start is over.
    pub(super) fn started(&self, incarnation: Incarnation, mut result: Result<Begun, ExitReason>) {
        let options = self.options(incarnation.slot);
        let limit = options.and_then(|options| options.start_timeout);
        let generation = self
            .control(incarnation.slot)
            .map(|control| control.generation());
        // Reasons are the user's, and so are their drops: after the lock.
        let (mut _over, _late);
        let mut core = self.core();
        let asked = core.planner.is_launching();
        let Some((before, start)) = core.seats.finish(incarnation) else {
            return;
        };
        let runs = matches!(result, Ok(Begun::Running));
        if let (true, Some(limit), Err(reason)) = (start.late, limit, &mut result) {
            _late = std::mem::replace(reason, too_late(limit));
        }
        let early = start.early;
        let event = match result {
            Ok(Begun::Running) => {
                if let (None, Some(generation)) = (early, generation) {
                    core.seats.run(incarnation.slot, generation);
                }
                Event::Started(incarnation)
            }
            Ok(Begun::Ignored) => Event::Ignored(incarnation),
            Err(reason) => {
                // A supervisor that did not start has lived; an actor has not.
                let lived = generation.filter(|generation| *generation != before);
                _over = core
                    .seats
                    .end(incarnation.slot, reason.clone(), lived.unwrap_or(0));
                core.explain(incarnation.slot, reason);
                Event::StartFailed(incarnation)
            }
        };
        self.enqueue(&mut core, event);
        if let Some(exit) = early {
            core.events.push_back(Event::Exited(incarnation, exit));
        }
        if runs {
            // Subscribers are the user's: without the lock, and before what comes of it.
            drop(core);
            report::started(|| self.child_path(incarnation.slot), asked);
            core = self.core();
        }
        self.work(core);
    }

    /// Abandons a start: what it still brings is refused.
    pub(super) fn cancel(&self, incarnation: Incarnation) {
        let abort = {
            let core = self.core();
            if !core.seats.is_starting(incarnation.slot) {
                return;
            }
            core.seats.abort(incarnation.slot)
        };
        if let Some(Control::Supervisor(node)) = self.control(incarnation.slot)
            && node.stop(ExitReason::Shutdown)
        {
            // Its start answers when it has stopped what it had started.
            if let Some(spec) = self.options(incarnation.slot)
                && let Shutdown::After(limit) = spec.shutdown
            {
                self.later(limit, incarnation, |node, incarnation| {
                    if node.starts(incarnation) {
                        node.tell_killed(node.child_path(incarnation.slot));
                        node.kill_child(incarnation);
                        node.later(GRACE, incarnation, Self::leave_start);
                    }
                });
            }
            return;
        }
        match abort {
            // Dropped at its next await; its end is then an event.
            Some(abort) => {
                abort.abort();
                if self.starts(incarnation) {
                    self.later(GRACE, incarnation, Self::leave_start);
                }
            }
            None => self.started(incarnation, Err(ExitReason::Shutdown)),
        }
    }

    /// A start that was abandoned has not ended: it blocks its thread. The tree goes on without it.
    fn leave_start(&self, incarnation: Incarnation) {
        if !self.starts(incarnation) {
            return;
        }
        let path = self.child_path(incarnation.slot);
        self.tell_stuck(path.clone());
        if !self.core().planner.is_ending() {
            // Never two incarnations: it is tried again when this start has ended.
            return;
        }
        if let Some(control) = self.control(incarnation.slot) {
            control.close(false, &Exit::new(path, ExitReason::Killed));
        }
        self.started(incarnation, Err(ExitReason::Killed));
    }

    /// Whether that start is still under way.
    fn starts(&self, incarnation: Incarnation) -> bool {
        self.core().seats.starts(incarnation)
    }
}

/// A start that awaits. Dropped unfinished, aborted or with its runtime, it has failed.
struct StartTask<S: StaticSupervisor, F> {
    start: Option<Caught<F>>,
    node: Option<Arc<StaticNode<S>>>,
    incarnation: Incarnation,
    /// Starts are numbered anew in each life of the supervisor.
    life: u32,
}

impl<S: StaticSupervisor, F> StartTask<S, F> {
    /// Tells how it went, once whatever the start held has been dropped.
    fn finish(&mut self, result: Result<Begun, ExitReason>) {
        drop(dying::drop_quietly(self.start.take()));
        if let Some(node) = self.node.take()
            && node.core().life.generation == self.life
        {
            node.started(self.incarnation, result);
        }
    }
}

impl<S, F> Future for StartTask<S, F>
where
    S: StaticSupervisor,
    F: Future<Output = Result<Begun, ExitReason>>,
{
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(start) = &mut self.start else {
            return Poll::Ready(());
        };
        match Pin::new(start).poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(result) => {
                self.finish(result);
                Poll::Ready(())
            }
        }
    }
}

impl<S: StaticSupervisor, F> Drop for StartTask<S, F> {
    fn drop(&mut self) {
        if self.start.is_some() {
            self.finish(Err(ExitReason::Shutdown));
        }
    }
}
