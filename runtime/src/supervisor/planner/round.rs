//! Rounds: the first start of all children, and restarts with whatever they cover.

use std::time::{Duration, Instant};

use super::{
    Action, Actions, AutoShutdown, End, Incarnation, Moment, Planner, Report, Restart, Slot,
    Status, Strategy, Task, Verdict,
};

impl Planner {
    /// Starts the children in the order of their declaration.
    pub(super) fn begin(&mut self, out: &mut Actions) {
        if !matches!(self.task, Task::Fresh) {
            return;
        }
        self.line_up(0);
        self.fill(true, out);
    }

    /// Deals with a child that ended by itself, when it is its turn (`do_restart` of OTP).
    pub(super) fn deal_with_exit(
        &mut self,
        incarnation: Incarnation,
        at: Moment,
        out: &mut Actions,
    ) {
        // A stop that came first has absorbed the exit.
        let Status::Dead(exit) = self.roster.status_of(incarnation) else {
            return;
        };
        let plan = self.roster.plan(incarnation.slot);
        if plan.restart.is_reported(exit) {
            out.push(Action::Report(Report::Terminated(incarnation)));
        }
        match plan.restart.verdict(exit) {
            Verdict::Restart => match self.pause(incarnation.slot, at) {
                Some(pause) => self.put_off(incarnation, pause, at.now, out),
                None => self.restart(incarnation, at.now, out),
            },
            Verdict::Keep | Verdict::Remove => {
                self.retire(incarnation.slot, out);
                if plan.significant && self.is_automatic_shutdown_due() {
                    self.end(End::AutoShutdown, out);
                }
            }
        }
    }

    /// Tries a failed start again. Each try counts as a restart.
    pub(super) fn retry(&mut self, incarnation: Incarnation, at: Moment, out: &mut Actions) {
        if self.roster.status_of(incarnation) == Status::Restarting {
            self.restart(incarnation, at.now, out);
        }
    }

    /// Restarts a child and what its restart covers, or gives up.
    ///
    /// The round counts as one restart, however many children it covers.
    fn restart(&mut self, pivot: Incarnation, now: Instant, out: &mut Actions) {
        if !self.window.admit(now) {
            return self.give_up(pivot, out);
        }
        match self.hopeless(pivot, now) {
            Some(child) => self.give_up(child, out),
            None => self.clear(pivot, None, now, out),
        }
    }

    /// Stops what the restart of a child covers; then starts it all, after the pause if there is one.
    pub(super) fn clear(
        &mut self,
        pivot: Incarnation,
        pause: Option<Duration>,
        now: Instant,
        out: &mut Actions,
    ) {
        self.roster.set(pivot.slot, Status::Waiting);
        match self.strategy {
            Strategy::OneForOne => {
                let line = &mut self.desk().line;
                line.clear();
                line.push(pivot.slot);
            }
            Strategy::RestForOne => self.line_up(self.roster.birth(pivot.slot)),
            Strategy::OneForAll => self.line_up(0),
        }
        self.task = Task::Clearing;
        let desk = self.desk();
        desk.at = desk.line.len();
        desk.pause = pause.map(|pause| (pivot, pause));
        self.clear_next(now, out);
    }

    /// Stops the next child of the line, the youngest first; starts the line when none is left, or waits.
    pub(super) fn clear_next(&mut self, now: Instant, out: &mut Actions) {
        while let Some(slot) = self.previous_in_line() {
            match self.roster.status(slot) {
                Status::Running => return self.stop(slot, out),
                Status::Dead(_) => {
                    // Its exit is absorbed: two deaths in one round cost one restart.
                    out.push(Action::Report(Report::Stopped(self.roster.latest(slot))));
                    self.cleared(slot, out);
                }
                // This round takes the place of the one that would have been tried again.
                Status::Restarting => self.roster.set(slot, Status::Waiting),
                _ => {}
            }
        }
        match self.desk().pause.take() {
            Some((pivot, pause)) => self.wait(pivot, pause, now, out),
            None => self.fill(false, out),
        }
    }

    /// A child of the line is stopped: temporary ones are not started again, and so deleted.
    pub(super) fn cleared(&mut self, slot: Slot, out: &mut Actions) {
        if self.roster.plan(slot).restart == Restart::Temporary {
            self.remove(slot, out);
        } else {
            self.roster.set(slot, Status::Waiting);
            self.bar_next(slot);
        }
    }

    fn fill(&mut self, first: bool, out: &mut Actions) {
        self.task = Task::Filling { first };
        self.desk().at = 0;
        self.fill_next(out);
    }

    /// Starts the next child of the line, also one that did not run before the round.
    pub(super) fn fill_next(&mut self, out: &mut Actions) {
        while let Some(slot) = self.next_in_line() {
            if self.roster.status(slot) != Status::Vacant {
                return self.start(slot, out);
            }
        }
        if let Task::Filling { first: true } = self.task {
            out.push(Action::Up);
        }
        self.desk().tries = false;
        self.task = Task::Idle;
    }

    /// A child of the line could not be started.
    ///
    /// At the first start of all that is the end of the supervisor. Later the child becomes the
    /// pivot of a new round, before which others are served; those after it wait.
    pub(super) fn fill_failed(
        &mut self,
        failed: Incarnation,
        first: bool,
        at: Moment,
        out: &mut Actions,
    ) {
        out.push(Action::Report(Report::StartFailed(failed)));
        if first {
            self.retire(failed.slot, out);
            return self.end(End::StartFailed(failed), out);
        }
        match self.pause(failed.slot, at) {
            Some(pause) if self.is_in_vain(pause, at.now) => self.give_up(failed, out),
            Some(pause) => self.wait(failed, pause, at.now, out),
            None => self.wait(failed, Duration::ZERO, at.now, out),
        }
    }

    /// Declares children down that wait for a restart which nothing will try again.
    pub(super) fn release(&mut self, out: &mut Actions) {
        let first_pivot = self
            .roster
            .iter()
            .filter(|&(_, status)| status == Status::Restarting)
            .map(|(slot, _)| self.roster.birth(slot))
            .min();
        let covered_from = match self.strategy {
            Strategy::OneForOne => None,
            Strategy::RestForOne => first_pivot,
            Strategy::OneForAll => first_pivot.map(|_| 0),
        };
        for index in 0..self.slots() as u32 {
            let slot = Slot(index);
            if self.status(slot) == Status::Waiting
                && covered_from.is_none_or(|birth| self.roster.birth(slot) < birth)
            {
                self.retire(slot, out);
            }
        }
    }

    /// Whether the end of a significant child is to end the supervisor.
    fn is_automatic_shutdown_due(&self) -> bool {
        match self.auto_shutdown {
            AutoShutdown::Never => false,
            AutoShutdown::AnySignificant => true,
            // A child that is about to be restarted counts as active.
            AutoShutdown::AllSignificant => !self
                .roster
                .iter()
                .any(|(slot, status)| status.is_taken() && self.roster.plan(slot).significant),
        }
    }

    pub(super) fn line_up(&mut self, birth: u32) {
        let desk = self.desk.get_or_insert_default();
        self.roster.line_up(birth, &mut desk.line);
        desk.at = desk.line.len();
    }

    pub(super) fn previous_in_line(&mut self) -> Option<Slot> {
        let desk = self.desk();
        desk.at = desk.at.checked_sub(1)?;
        Some(desk.line[desk.at])
    }

    fn next_in_line(&mut self) -> Option<Slot> {
        let desk = self.desk();
        let slot = desk.line.get(desk.at).copied();
        desk.at += 1;
        slot
    }
}
