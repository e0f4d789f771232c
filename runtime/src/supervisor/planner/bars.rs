//! Children without a process that refuse calls: before they can start, others have to stop, or to start, and
//! those may wait for their answers.

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

    /// The supervisor ends while children are being stopped: these may wait for those that were down before as well,
    /// which are not closed any more.
    pub(super) fn bar_at_end(&mut self) {
        let bars = &mut self.desk.get_or_insert_default().bars;
        if !bars.stopping {
            return;
        }
        for (slot, status) in self.roster.iter() {
            let refused = bars.barred.contains(&slot) || bars.next.contains(&slot);
            if !refused && (waits(status) || status == Status::Down) {
                bars.next.push(slot);
            }
        }
    }

    /// A child has ended by itself.
    pub(super) fn bar_while_busy(&mut self, slot: Slot, out: &mut Actions) {
        let starting = self.is_starting();
        if let Some(desk) = &mut self.desk
            && (starting || desk.bars.stopping)
        {
            desk.bars.barred.push(slot);
            out.push(Action::Bar(slot));
        }
    }

    /// Whether a child is being started, or the next of a line is to be.
    fn is_starting(&self) -> bool {
        matches!(self.task, Task::Filling { .. } | Task::Launching { .. })
    }

    /// Before a child is started: bars those whose turn comes only after that.
    fn bar_for_start(&mut self, out: &mut Actions) {
        let Some(start) = out.len().checked_sub(1) else {
            return;
        };
        if let (Action::Start(_), Some(desk)) = (out[start], &mut self.desk) {
            let late = self.roster.iter().filter(|&(_, status)| is_late(status));
            for (slot, _) in late {
                if !desk.bars.barred.contains(&slot) {
                    desk.bars.barred.push(slot);
                    out.insert(start, Action::Bar(slot));
                }
            }
        }
    }

    /// A child has been stopped that may start again, perhaps after others have been stopped, too.
    pub(super) fn bar_next(&mut self, slot: Slot) {
        self.desk().bars.next.push(slot);
    }

    /// Calls to a child may wait again, until another one is to be stopped.
    pub(super) fn unbar_one(&mut self, slot: Slot, out: &mut Actions) {
        let bars = &mut self.desk().bars;
        bars.barred.retain(|other| *other != slot);
        bars.next.push(slot);
        out.push(Action::Unbar(slot));
    }

    /// Where nothing is being stopped any more, calls may wait again, unless for what starts later than a child
    /// that is being started.
    pub(super) fn unbar(&mut self, out: &mut Actions) {
        let stops = matches!(
            self.task,
            Task::Clearing | Task::Halting(_) | Task::Ending { .. } | Task::Killing { .. }
        );
        if stops {
            return;
        }
        let starting = self.is_starting();
        let Some(desk) = &mut self.desk else { return };
        desk.bars.stopping = false;
        let roster = &self.roster;
        let mut is_barred = |slot: &Slot| {
            let status = roster.status(*slot);
            let late = starting && is_late(status);
            if !late && waits(status) {
                // Before a start, which is the last of its batch.
                out.insert(0, Action::Unbar(*slot));
            }
            late
        };
        desk.bars.barred.retain(&mut is_barred);
        // What a nested supervisor had barred when it ended, too.
        for slot in desk.bars.next.drain(..) {
            is_barred(&slot);
        }
        if starting {
            self.bar_for_start(out);
        }
    }
}

/// Whether a child waits for its turn, which comes when nothing else is under way.
fn is_late(status: Status) -> bool {
    matches!(status, Status::Dead(_) | Status::Restarting)
}

/// Whether a child has no process, but may have one without being asked for.
fn waits(status: Status) -> bool {
    matches!(
        status,
        Status::Dead(_) | Status::Waiting | Status::Restarting
    )
}
