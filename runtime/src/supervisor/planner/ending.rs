//! The end of a supervisor.

use super::{Action, Actions, Answer, Incarnation, Pending, Planner, Report, Slot, Status, Task};

/// Why a supervisor ended. The exit reason is shutdown in all cases but `Killed`; to its parent
/// that is a clean end (Erlang/OTP supervisor documentation, "Automatic Shutdown" and "Maximum
/// Restart Intensity").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It was asked to.
    Stopped,
    /// This child could not be started when the supervisor began.
    StartFailed(Incarnation),
    /// There was one restart too many.
    TooManyRestarts,
    /// Its significant children ended.
    AutoShutdown,
    /// It was killed.
    Killed,
}

impl Planner {
    /// Begins to stop all children, in reverse start order; what was under way is cut short.
    pub(super) fn end(&mut self, end: End, out: &mut Actions) {
        if self.is_ending() {
            return;
        }
        let mut call = None;
        match self.task {
            Task::Serving(waiting) | Task::Launching { call: waiting, .. } => {
                out.push(Action::Reply(waiting, Answer::Ending));
            }
            Task::Halting(waiting) => call = Some(waiting),
            _ => {}
        }
        self.turn_away(out);
        self.task = Task::Ending { end, call };
        self.give_up_hope(out);
        self.bar_at_end();
        self.line_up(0);
        let under_way = self
            .roster
            .iter()
            .find(|(_, status)| matches!(status, Status::Starting | Status::Stopping));
        match under_way {
            Some((slot, Status::Starting)) => {
                self.bar(out);
                out.push(Action::CancelStart(self.roster.latest(slot)));
            }
            Some(_) => self.bar(out),
            None => self.end_next(out),
        }
    }

    /// Stops the next child, the youngest first.
    pub(super) fn end_next(&mut self, out: &mut Actions) {
        let Task::Ending { end, .. } = self.task else {
            return;
        };
        while let Some(slot) = self.previous_in_line() {
            match self.roster.status(slot) {
                Status::Running => return self.stop(slot, out),
                Status::Vacant => {}
                status => self.pass(slot, status, out),
            }
        }
        self.finish(end, out);
    }

    /// Kills all children at once.
    pub(super) fn kill(&mut self, out: &mut Actions) {
        match self.task {
            Task::Killing { .. } | Task::Over => return,
            Task::Serving(call)
            | Task::Launching { call, .. }
            | Task::Halting(call)
            | Task::Ending {
                call: Some(call), ..
            } => out.push(Action::Reply(call, Answer::Ending)),
            _ => {}
        }
        self.turn_away(out);
        self.give_up_hope(out);
        self.line_up(0);
        let mut left = 0;
        while let Some(slot) = self.previous_in_line() {
            let status = self.roster.status(slot);
            if status.is_active() {
                left += 1;
                if status == Status::Running {
                    self.roster.set(slot, Status::Stopping);
                }
                out.push(Action::Kill(self.roster.latest(slot)));
            } else if status != Status::Vacant {
                self.pass(slot, status, out);
            }
        }
        self.task = Task::Killing { left: left + 1 };
        self.killed(out);
    }

    /// Passes a child without a process on the way to the end: its exit, if it is known but was
    /// not dealt with, is absorbed.
    fn pass(&mut self, slot: Slot, status: Status, out: &mut Actions) {
        if let Status::Dead(_) = status {
            out.push(Action::Report(Report::Stopped(self.roster.latest(slot))));
        }
        self.retire(slot, out);
    }

    /// One less to wait for.
    pub(super) fn killed(&mut self, out: &mut Actions) {
        if let Task::Killing { left } = self.task {
            self.task = Task::Killing { left: left - 1 };
            if left == 1 {
                self.finish(End::Killed, out);
            }
        }
    }

    fn finish(&mut self, end: End, out: &mut Actions) {
        self.task = Task::Over;
        self.desk = None;
        out.push(Action::End(end));
    }

    /// Answers all who wait for their turn, which never comes.
    fn turn_away(&mut self, out: &mut Actions) {
        self.desk().pause = None;
        for pending in self.desk().queue.drain(..) {
            if let Pending::Call(call) = pending {
                out.push(Action::Reply(call, Answer::Ending));
            }
        }
    }

    /// Children that wait for a restart will not have it.
    fn give_up_hope(&mut self, out: &mut Actions) {
        for index in 0..self.slots() as u32 {
            let slot = Slot(index);
            if matches!(self.status(slot), Status::Waiting | Status::Restarting) {
                self.retire(slot, out);
            }
        }
    }
}
