//! What can be asked of a planner between two events.

use std::time::Instant;

use super::{Exit, Incarnation, Planner, Restart, Slot, Status, Task, Verdict};

impl Planner {
    /// Whether the start under way is one that a caller asked for.
    pub(crate) fn is_launching(&self) -> bool {
        matches!(self.task, Task::Launching { .. })
    }

    /// The status of a child, [`Status::Vacant`] if there is none.
    pub(crate) fn status(&self, slot: Slot) -> Status {
        self.roster.status(slot)
    }

    /// Whether a child has no process and waits for the restart of another one, which is tried again. OTP
    /// lists it without a process, and starts or deletes it by name.
    pub(crate) fn stands_by(&self, slot: Slot) -> bool {
        let tries = self.desk.as_ref().is_some_and(|desk| desk.tries);
        (tries || matches!(self.task, Task::Idle)) && self.status(slot) == Status::Waiting
    }

    /// Whether a child that ends like this now is started again without being asked for: by this supervisor, or
    /// with it by the one above.
    pub(crate) fn revives(&self, slot: Slot, exit: Exit) -> bool {
        let status = self.status(slot);
        if status == Status::Vacant {
            return false;
        }
        let restart = self.roster.plan(slot).restart;
        match status {
            _ if self.is_ending() => true,
            Status::Stopping if self.is_restarting() => restart != Restart::Temporary,
            Status::Stopping => false,
            _ => restart.verdict(exit) == Verdict::Restart,
        }
    }

    /// The latest start of a child. The slot must not be vacant.
    pub(crate) fn latest(&self, slot: Slot) -> Incarnation {
        self.roster.latest(slot)
    }

    /// All children in start order; which_children lists them in reverse.
    pub(crate) fn in_order(&self) -> Vec<Slot> {
        let mut line = Vec::new();
        self.roster.line_up(0, &mut line);
        line
    }

    /// All children with their status, by slot: cheap, for counting.
    pub(crate) fn children(&self) -> impl Iterator<Item = (Slot, Status)> {
        self.roster.iter()
    }

    /// The size a table indexed by slot must have; it may become smaller only in `shrink`.
    pub(crate) fn slots(&self) -> usize {
        self.roster.slots()
    }

    /// Whether nothing is under way and nothing will be by itself.
    pub(crate) fn is_quiet(&self) -> bool {
        match self.task {
            Task::Fresh | Task::Over => true,
            Task::Idle => self
                .children()
                .all(|(_, status)| matches!(status, Status::Down | Status::Running)),
            _ => false,
        }
    }

    /// Whether children are being stopped to be started again.
    pub(crate) fn is_restarting(&self) -> bool {
        matches!(self.task, Task::Clearing)
    }

    /// Whether the supervisor is about to end, or has ended.
    pub(crate) fn is_ending(&self) -> bool {
        matches!(
            self.task,
            Task::Ending { .. } | Task::Killing { .. } | Task::Over
        )
    }

    /// The number of restarts that count against the intensity at `now`.
    pub(crate) fn recent_restarts(&self, now: Instant) -> usize {
        self.window.count(now)
    }
}
