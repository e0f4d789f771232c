//! What is told to those who wait: for the start, for an answer, for the end.

use super::{Core, StaticNode, StaticSupervisor, Told, Waiting, Wanted};
use crate::cell::reply::{self, Otherwise, Promise};
use crate::dying;
use crate::error::StartError;
use crate::exit::{Exit, ExitReason};
use crate::link::Parent;
use crate::supervisor::life::Standing;
use crate::supervisor::node::tell;
use crate::supervisor::planner::{Answer, CallId, End, Event, Request, Slot};
use crate::supervisor::seat::Begun;

impl Otherwise for Told {
    fn otherwise() -> Self {
        Self {
            answer: Answer::Ending,
            child: None,
            reason: None,
        }
    }
}

impl Otherwise for Result<Begun, ExitReason> {
    fn otherwise() -> Self {
        Err(ExitReason::Shutdown)
    }
}

impl<S: StaticSupervisor> Core<S> {
    /// A request about the child of that name. No child has the last slot of all.
    fn asked(&self, id: &str, request: fn(Slot) -> Request) -> (Request, Option<Slot>) {
        let slot = self.slot_of(id);
        (request(slot.unwrap_or(Slot(u32::MAX))), slot)
    }

    /// Keeps the reason of a start that failed for whoever asked for it.
    pub(super) fn explain(&mut self, slot: Slot, reason: ExitReason) {
        let asked = self
            .calls
            .iter_mut()
            .find(|waiting| waiting.slot == Some(slot));
        if let Some(waiting) = asked {
            waiting.reason = Some(reason);
        }
    }
}

impl<S: StaticSupervisor> StaticNode<S> {
    pub(super) fn up(&self) {
        let begin = {
            let mut core = self.core();
            if core.life.standing == Standing::Starting {
                core.life.standing = Standing::Running;
            }
            core.begin.take()
        };
        if let Some(begin) = begin
            && !begin.send(Ok(Begun::Running))
        {
            // Whoever started it has gone, and nobody else knows of it.
            self.core().events.push_back(Event::Stop);
        }
    }

    /// Asks something of the planner; the answer comes when it is the caller's turn.
    pub(crate) fn call(&self, wanted: Wanted) -> reply::Receiver<Told> {
        let (sender, receiver) = reply::reply();
        let promise = Promise::new(sender);
        let mut core = self.core();
        if matches!(
            core.life.standing,
            Standing::Starting | Standing::Running | Standing::Stopping
        ) {
            let call = CallId(core.next_call);
            core.next_call = core.next_call.wrapping_add(1);
            core.calls.push(Waiting {
                call,
                wanted,
                slot: None,
                reason: None,
                promise,
            });
            drop(core);
            self.submit(Event::Call(call));
        }
        receiver
    }

    pub(super) fn serve(&self, call: CallId) {
        let mut core = self.core();
        let at = core.calls.iter().position(|waiting| waiting.call == call);
        let wanted = at.map(|at| match &core.calls[at].wanted {
            Wanted::Start(options, _) => {
                let plan = Self::plan(options);
                let namesake = core.slot_of(&options.id);
                (Request::Add { plan, namesake }, namesake)
            }
            Wanted::Terminate(id) => core.asked(id, Request::Terminate),
            Wanted::Restart(id) => core.asked(id, Request::Restart),
            Wanted::Delete(id) => core.asked(id, Request::Delete),
        });
        let (request, slot) = wanted.unwrap_or((Request::Nothing, None));
        if let Some(waiting) = at.and_then(|at| core.calls.get_mut(at)) {
            waiting.slot = slot;
        }
        core.events.push_front(Event::Request(request));
    }

    pub(super) fn reply(&self, call: CallId, answer: Answer) {
        let waiting = {
            let mut core = self.core();
            let found = core.calls.iter().position(|waiting| waiting.call == call);
            found.map(|index| core.calls.swap_remove(index))
        };
        if let Some(waiting) = waiting {
            waiting.promise.send(Told {
                answer,
                child: waiting.slot.and_then(|slot| self.info(slot)),
                reason: waiting.reason,
            });
            // What was to be started is the user's, and so is its drop.
            drop(dying::drop_quietly(waiting.wanted));
        }
    }

    pub(super) fn finish(&self, end: End) {
        let nested = self.place.parent.is_some();
        // Reasons are the user's, and so are their drops: after the lock.
        let mut _over = None;
        let (ended, begin, failure, config, calls, added) = {
            let mut core = self.core();
            let failure = match end {
                End::StartFailed(incarnation) => core
                    .seats
                    .get(incarnation.slot.0 as usize)
                    .and_then(|seat| seat.reason.clone())
                    .map(|reason| (incarnation.slot, reason)),
                _ => None,
            };
            if end == End::Killed {
                _over = core.life.reason.replace(ExitReason::Killed);
            }
            core.planner = Self::new_planner();
            core.events.clear();
            let standing = if nested {
                Standing::Vacant
            } else {
                Standing::Gone
            };
            (
                core.life.end(standing),
                core.begin.take(),
                failure,
                core.config.take(),
                std::mem::take(&mut core.calls),
                core.dismiss(),
            )
        };
        // They are told that it ends. What they wanted to start is the user's, and so is its drop.
        for waiting in calls {
            drop(dying::drop_quietly(waiting));
        }
        for added in added {
            self.part_from(added);
        }
        // The configuration is the user's, and so is its drop.
        drop(dying::drop_quietly(config));
        let answered = begin.is_some_and(|begin| {
            let reason = match failure {
                Some((slot, reason)) => {
                    let error = StartError::innermost(self.child_path(slot), reason);
                    ExitReason::failed(error)
                }
                None => ExitReason::Shutdown,
            };
            begin.send(Err(reason))
        });
        // Where it had begun, and where whoever started it has gone, it has ended like any other.
        if !answered {
            tell(self, &self.place, self.slot, ended);
        } else {
            let exit =
                Exit::of_incarnation(Parent::path(self), ended.reason.clone(), ended.generation);
            for watcher in ended.watchers {
                watcher.send(exit.clone());
            }
        }
    }
}
