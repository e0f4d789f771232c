//! What callers ask for, and the answers.

use super::{Core, StaticNode, StaticSupervisor, Told, Waiting, Wanted};
use crate::cell::reply::{self, Otherwise, Promise};
use crate::dying;
use crate::exit::ExitReason;
use crate::supervisor::life::Standing;
use crate::supervisor::planner::{Answer, CallId, Event, Request, Slot};

impl Otherwise for Told {
    fn otherwise() -> Self {
        Self {
            answer: Answer::Ending,
            child: None,
            reason: None,
        }
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
}
