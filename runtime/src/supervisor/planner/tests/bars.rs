//! Who refuses calls, as the actions tell.

use std::collections::BTreeSet;

use super::super::{Action, Incarnation, Planner, Slot, Status};

/// The children that refuse calls though they may start by themselves.
#[derive(Default)]
pub(super) struct BarsSeen {
    barred: BTreeSet<Slot>,
    /// They refuse all messages.
    closed: BTreeSet<Slot>,
}

impl BarsSeen {
    pub(super) fn note(&mut self, action: Action, ending: bool) {
        match action {
            Action::Bar(slot) => {
                self.barred.insert(slot);
            }
            Action::Start(Incarnation { slot, .. }) | Action::Removed(slot) => {
                self.barred.remove(&slot);
                self.closed.remove(&slot);
            }
            Action::Unbar(slot) => {
                self.barred.remove(&slot);
            }
            // At the end of a supervisor the one above may bring it back.
            Action::Down(slot) if !ending => {
                self.barred.remove(&slot);
                self.closed.insert(slot);
            }
            _ => {}
        }
    }

    /// Nobody who is to stop, or to start, waits for one who can start only after that; and calls are refused
    /// only then.
    pub(super) fn check(&self, planner: &Planner, awaited: &[Action]) {
        // Who is killed waits for nobody.
        if let Some(Action::Kill(_)) = awaited.first() {
            return;
        }
        let stops = matches!(
            awaited.first(),
            Some(Action::Stop(_) | Action::CancelStart(_))
        );
        let starts = matches!(awaited.first(), Some(Action::Start(_)));
        if planner.is_ending() && !stops {
            return;
        }
        for (slot, status) in planner.children() {
            if self.closed.contains(&slot) {
                continue;
            }
            let waits = match status {
                Status::Dead(_) | Status::Waiting | Status::Restarting => true,
                Status::Down => planner.is_ending(),
                _ => false,
            };
            // Their turn comes after the start, which may wait for them.
            let late = matches!(status, Status::Dead(_) | Status::Restarting);
            let refuses = self.barred.contains(&slot);
            let expected = (stops && waits) || (starts && late);
            assert_eq!(refuses, expected, "{slot:?}, {status:?}");
        }
    }
}
