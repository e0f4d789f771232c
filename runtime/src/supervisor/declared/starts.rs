//! Starting children, at once or as a task of their own.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::{StaticNode, StaticSupervisor};
use crate::actor::Step;
use crate::exit::ExitReason;
use crate::supervisor::planner::{Event, Incarnation};
use crate::supervisor::seat::{Begun, Caught, Control};

impl<S: StaticSupervisor> StaticNode<S> {
    pub(super) fn start(&self, incarnation: Incarnation) {
        let Some(control) = self.control(incarnation.slot) else {
            return;
        };
        control.reopen();
        let (Some(node), Some(config)) = (self.this.upgrade(), self.begin_start(incarnation))
        else {
            return self.started(incarnation, Err(ExitReason::Shutdown));
        };
        let index = incarnation.slot.0 as usize;
        let mut start = StartTask {
            start: Caught::new(async move {
                match S::start_child(&config, index, &node.handles) {
                    Step::Ready(begun) => begun,
                    Step::Pending(begin) => begin.await,
                }
            }),
            node: self.this.upgrade(),
            incarnation,
        };
        let mut context = Context::from_waker(std::task::Waker::noop());
        if Pin::new(&mut start).poll(&mut context).is_pending() {
            let task = self.place.system.handle().spawn(start);
            let mut core = self.core();
            if let Some(seat) = core.seats.get_mut(index)
                && seat.starting
                && seat.number == incarnation.number
            {
                seat.abort = Some(task.abort_handle());
            }
        }
    }

    pub(super) fn begin_start(&self, incarnation: Incarnation) -> Option<Arc<S>> {
        let mut core = self.core();
        let seat = core.seats.get_mut(incarnation.slot.0 as usize)?;
        seat.number = incarnation.number;
        seat.starting = true;
        seat.generation = None;
        seat.early = None;
        core.config.clone()
    }

    /// A start is over.
    pub(super) fn started(&self, incarnation: Incarnation, result: Result<Begun, ExitReason>) {
        let generation = self
            .control(incarnation.slot)
            .map(|control| control.generation());
        let mut core = self.core();
        let Some(seat) = core.seats.get_mut(incarnation.slot.0 as usize) else {
            return;
        };
        if !seat.starting || seat.number != incarnation.number {
            return;
        }
        seat.starting = false;
        seat.abort = None;
        let early = seat.early.take();
        let event = match result {
            Ok(Begun::Running) => {
                if seat.generation.is_none() {
                    seat.generation = generation;
                }
                Event::Started(incarnation)
            }
            Ok(Begun::Ignored) => Event::Ignored(incarnation),
            Err(reason) => {
                seat.reason = Some(reason);
                Event::StartFailed(incarnation)
            }
        };
        core.events.push_back(event);
        if let Some(exit) = early {
            core.events.push_back(Event::Exited(incarnation, exit));
        }
        self.work(core);
    }

    /// Abandons a start: what it still brings is refused.
    pub(super) fn cancel(&self, incarnation: Incarnation) {
        let abort = {
            let mut core = self.core();
            let Some(seat) = core.seats.get_mut(incarnation.slot.0 as usize) else {
                return;
            };
            if !seat.starting {
                return;
            }
            seat.abort.take()
        };
        if let Some(Control::Supervisor(node)) = self.control(incarnation.slot) {
            node.stop(ExitReason::Shutdown);
        }
        match abort {
            // Dropped at its next await; its end is then an event.
            Some(abort) => abort.abort(),
            None => self.started(incarnation, Err(ExitReason::Shutdown)),
        }
    }
}

/// A start that awaits. Dropped unfinished, aborted or with its runtime, it has failed.
struct StartTask<S: StaticSupervisor, F> {
    start: Caught<F>,
    node: Option<Arc<StaticNode<S>>>,
    incarnation: Incarnation,
}

impl<S, F> Future for StartTask<S, F>
where
    S: StaticSupervisor,
    F: Future<Output = Result<Begun, ExitReason>>,
{
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match Pin::new(&mut self.start).poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(result) => {
                if let Some(node) = self.node.take() {
                    node.started(self.incarnation, result);
                }
                Poll::Ready(())
            }
        }
    }
}

impl<S: StaticSupervisor, F> Drop for StartTask<S, F> {
    fn drop(&mut self) {
        if let Some(node) = self.node.take() {
            node.started(self.incarnation, Err(ExitReason::Shutdown));
        }
    }
}
