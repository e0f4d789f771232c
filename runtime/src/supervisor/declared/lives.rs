//! The lives of the supervisor: that it is up, and that it has ended, is told.

use super::{StaticNode, StaticSupervisor};
use crate::cell::reply::Otherwise;
use crate::dying;
use crate::error::StartError;
use crate::exit::{Exit, ExitReason};
use crate::link::Parent;
use crate::supervisor::life::Standing;
use crate::supervisor::node::tell;
use crate::supervisor::planner::{End, Event};
use crate::supervisor::seat::Begun;

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

    pub(super) fn finish(&self, end: End) {
        let nested = self.place.parent.is_some();
        // Reasons are the user's, and so are their drops: after the lock.
        let mut _over = None;
        let (ended, begin, failure, config, calls, (added, _ends)) = {
            let mut core = self.core();
            let failure = match end {
                End::StartFailed(incarnation) => core
                    .seats
                    .last(incarnation.slot)
                    .map(|last| (incarnation.slot, last.reason.clone())),
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
