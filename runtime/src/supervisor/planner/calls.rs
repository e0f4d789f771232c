//! Administration: start, terminate, restart and delete a child.

use super::{Action, Actions, ChildPlan, Pending, Planner, Report, Slot, Status, Task};

/// Whose call it is: chosen by the supervisor, given back with the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CallId(pub(crate) u32);

/// What a caller wants (Erlang/OTP supervisor documentation, the functions of these names).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// start_child: add a child and start it.
    Add {
        /// The child.
        plan: ChildPlan,
        /// The child that has the same name at this moment.
        namesake: Option<Slot>,
    },
    /// terminate_child: stop a child, keep its specification unless it is temporary.
    Terminate(Slot),
    /// restart_child: start a child that is not running.
    Restart(Slot),
    /// delete_child: drop the specification of a child that is not running.
    Delete(Slot),
    /// The caller was answered without the planner: there is no such name, it has gone away, it
    /// only wanted to look.
    Nothing,
}

/// How a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// ok.
    Done,
    /// The child was started.
    Started,
    /// The child declined to run: ok, but no process.
    Ignored,
    /// The child could not be started.
    StartFailed,
    /// There is no such child.
    NotFound,
    /// The child runs already.
    Running,
    /// The child is about to be restarted.
    Restarting,
    /// A child of this name runs.
    AlreadyStarted,
    /// There is a child of this name, which does not run.
    AlreadyPresent,
    /// The supervisor ends.
    Ending,
}

impl Planner {
    pub(super) fn call(&mut self, call: CallId, out: &mut Actions) {
        if self.is_ending() {
            out.push(Action::Reply(call, Answer::Ending));
        } else {
            self.enqueue(Pending::Call(call));
        }
    }

    pub(super) fn request(&mut self, request: Request, out: &mut Actions) {
        let Task::Serving(call) = self.task else {
            return;
        };
        let answer = match request {
            Request::Add { plan, namesake } => {
                match namesake.map_or(Status::Vacant, |slot| self.status(slot)) {
                    Status::Vacant => {
                        let slot = self.roster.add(plan);
                        out.push(Action::Added(call, slot));
                        return self.launch(call, slot, true, out);
                    }
                    Status::Down | Status::Waiting | Status::Restarting => Answer::AlreadyPresent,
                    _ => Answer::AlreadyStarted,
                }
            }
            Request::Terminate(slot) => match self.status(slot) {
                Status::Running => {
                    self.task = Task::Halting(call);
                    return self.stop(slot, out);
                }
                status => self.terminate(slot, status, out),
            },
            Request::Restart(slot) => match self.status(slot) {
                Status::Down | Status::Waiting => return self.launch(call, slot, false, out),
                status => Self::refusal(status),
            },
            Request::Delete(slot) => match self.status(slot) {
                Status::Down | Status::Waiting => {
                    self.remove(slot, out);
                    Answer::Done
                }
                status => Self::refusal(status),
            },
            Request::Nothing => {
                self.task = Task::Idle;
                return;
            }
        };
        self.reply(call, answer, out);
    }

    /// Terminates a child without a process; also if it was terminated before.
    fn terminate(&mut self, slot: Slot, status: Status, out: &mut Actions) -> Answer {
        match status {
            Status::Vacant => return Answer::NotFound,
            // Its exit is absorbed: nobody restarts what was terminated.
            Status::Dead(_) => {
                out.push(Action::Report(Report::Stopped(self.roster.latest(slot))));
            }
            _ => {}
        }
        self.retire(slot, out);
        if status == Status::Restarting {
            // Those that waited for its restart wait in vain.
            self.release(out);
        }
        Answer::Done
    }

    fn refusal(status: Status) -> Answer {
        match status {
            Status::Vacant => Answer::NotFound,
            Status::Restarting => Answer::Restarting,
            _ => Answer::Running,
        }
    }

    fn launch(&mut self, call: CallId, slot: Slot, added: bool, out: &mut Actions) {
        self.task = Task::Launching { call, added };
        self.forget_pauses(slot);
        self.start(slot, out);
    }

    /// Answers the caller that was served; the next one may come.
    pub(super) fn reply(&mut self, call: CallId, answer: Answer, out: &mut Actions) {
        out.push(Action::Reply(call, answer));
        self.task = Task::Idle;
    }
}
