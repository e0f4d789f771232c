//! Children without a process: those that refuse messages, and those that refuse calls for a while.

use super::{StaticNode, StaticSupervisor};
use crate::link::Parent;
use crate::supervisor::planner::Slot;

impl<S: StaticSupervisor> StaticNode<S> {
    pub(super) fn close(&self, slot: Slot, for_good: bool) {
        let Some(control) = self.control(slot) else {
            return;
        };
        let ending = self.core().planner.is_ending();
        let over = ending && self.ends_for_good();
        if ending && !over && !Self::is_added(slot) {
            // The supervisor above may start this one again: queues wait for what it decides. What was
            // added at run time does not come back.
            return;
        }
        // Nothing starts the children of a tree that ends: a sibling that is still to stop may wait for an
        // answer from here.
        let for_good = for_good || ending;
        control.close(for_good, &self.exit_of(slot));
    }

    /// Refuses calls to a child without a process while others stop before it can start.
    pub(super) fn bar_child(&self, slot: Slot) {
        if let Some(control) = self.control(slot) {
            control.bar(&self.exit_of(slot));
        }
    }

    pub(super) fn unbar_child(&self, slot: Slot) {
        if let Some(control) = self.control(slot) {
            control.unbar();
        }
    }
}
