//! What is told to those who wait: for the start, for an answer, for the end.

use super::{StaticNode, StaticSupervisor, Wanted};
use crate::cell::reply::{self, Otherwise, Promise};
use crate::dying;
use crate::error::StartError;
use crate::exit::{Exit, ExitReason};
use crate::link::Parent;
use crate::supervisor::life::Standing;
use crate::supervisor::node::tell;
use crate::supervisor::planner::{Answer, CallId, End, Event, Request, Slot};
use crate::supervisor::seat::Begun;

impl Otherwise for Answer {
    fn otherwise() -> Self {
        Self::Ending
    }
}

impl Otherwise for Result<Begun, ExitReason> {
    fn otherwise() -> Self {
        Err(ExitReason::Shutdown)
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
    pub(crate) fn call(&self, wanted: Wanted) -> reply::Receiver<Answer> {
        let (sender, receiver) = reply::reply();
        let sender = Promise::new(sender);
        let mut core = self.core();
        if matches!(
            core.life.standing,
            Standing::Starting | Standing::Running | Standing::Stopping
        ) {
            let call = CallId(core.next_call);
            core.next_call = core.next_call.wrapping_add(1);
            core.calls.push((call, wanted, sender));
            drop(core);
            self.submit(Event::Call(call));
        }
        receiver
    }

    pub(super) fn serve(&self, call: CallId) {
        let mut core = self.core();
        let wanted = core
            .calls
            .iter()
            .find(|(id, _, _)| *id == call)
            .map(|(_, wanted, _)| *wanted);
        let slot = |index: usize| Slot(u32::try_from(index).unwrap_or(u32::MAX));
        let request = match wanted {
            Some(Wanted::Terminate(index)) => Request::Terminate(slot(index)),
            Some(Wanted::Restart(index)) => Request::Restart(slot(index)),
            None => Request::Nothing,
        };
        core.events.push_front(Event::Request(request));
    }

    pub(super) fn reply(&self, call: CallId, answer: Answer) {
        let sender = {
            let mut core = self.core();
            let found = core.calls.iter().position(|(id, _, _)| *id == call);
            found.map(|index| core.calls.swap_remove(index).2)
        };
        if let Some(sender) = sender {
            sender.send(answer);
        }
    }

    pub(super) fn finish(&self, end: End) {
        let nested = self.place.parent.is_some();
        // Reasons are the user's, and so are their drops: after the lock.
        let mut _over = None;
        let (ended, begin, failure, config, calls) = {
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
            )
        };
        // They are told that it ends.
        drop(calls);
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
            let exit = Exit::new(Parent::path(self), ended.reason.clone());
            for watcher in ended.watchers {
                watcher.send(exit.clone());
            }
        }
    }
}
