//! Children without a process that refuse calls: before they can start, others have to stop, and those may
//! wait for their answers.

use super::{Action, Actions, Planner, Slot, Status, Task};

/// Which children refuse calls.
#[derive(Debug, Default)]
pub(super) struct Bars {
    /// Those that do.
    barred: Vec<Slot>,
    /// Those that will when another child is to be stopped.
    next: Vec<Slot>,
    /// A child is being stopped, or the start of one cut short.
    stopping: bool,
}

impl Planner {
    /// Before a child is stopped: bars those that wait until that has happened.
    pub(super) fn bar(&mut self, out: &mut Actions) {
        let mut bars = std::mem::take(&mut self.desk().bars);
        if !std::mem::replace(&mut bars.stopping, true) {
            bars.next.clear();
            let ending = self.is_ending();
            let down = self
                .roster
                .iter()
                .filter(|&(_, status)| waits(status) || (ending && status == Status::Down));
            bars.next.extend(down.map(|(slot, _)| slot));
        }
        out.extend(bars.next.iter().copied().map(Action::Bar));
        bars.barred.append(&mut bars.next);
        self.desk().bars = bars;
    }

    /// A child has ended by itself.
    pub(super) fn bar_while_stopping(&mut self, slot: Slot, out: &mut Actions) {
        if let Some(desk) = &mut self.desk
            && desk.bars.stopping
        {
            desk.bars.barred.push(slot);
            out.push(Action::Bar(slot));
        }
    }

    /// A child has been stopped that may start again, perhaps after others have been stopped, too.
    pub(super) fn bar_next(&mut self, slot: Slot) {
        self.desk().bars.next.push(slot);
    }

    /// Where nothing is being stopped any more, calls may wait again.
    pub(super) fn unbar(&mut self, out: &mut Actions) {
        let stops = matches!(
            self.task,
            Task::Clearing | Task::Halting(_) | Task::Ending { .. } | Task::Killing { .. }
        );
        if stops {
            return;
        }
        let Some(desk) = &mut self.desk else { return };
        desk.bars.stopping = false;
        // What a nested supervisor had barred when it ended, too.
        desk.bars.barred.append(&mut desk.bars.next);
        for slot in std::mem::take(&mut desk.bars.barred) {
            if waits(self.roster.status(slot)) {
                // Before a start, which is the last of its batch.
                out.insert(0, Action::Unbar(slot));
            }
        }
    }
}

/// Whether a child has no process, but may have one without being asked for.
fn waits(status: Status) -> bool {
    matches!(
        status,
        Status::Dead(_) | Status::Waiting | Status::Restarting
    )
}
