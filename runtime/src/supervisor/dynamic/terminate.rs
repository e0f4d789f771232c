//! Stopping one child.

use super::{DynamicNode, Kind, Last, Which};
use crate::exit::ExitReason;
use crate::handle::door::Stopping;
use crate::supervisor::Supervisor;
use crate::supervisor::node::GRACE;
use crate::supervisor::seat::Control;
use crate::supervisor::spec::Shutdown;

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    /// Stops a child, after which it is not started again. `None`: it is not one of these.
    pub(crate) fn terminate(&self, control: &Control) -> Option<Stopping> {
        let which = Which::of(control);
        let own = self.children.set_terminating(which.slot, Self::same(which));
        if !own {
            return None;
        }
        self.touch();
        let ended = control.ended();
        self.end_one(control);
        Some(ended)
    }

    /// Stops a child that is not to be started again, within its time.
    pub(super) fn end_one(&self, control: &Control) {
        let which = Which::of(control);
        let shutdown = self.children.with(which.slot, |entry| {
            Self::same(which)(&entry.seat)
                .then(|| (K::shutdown(&entry.kept), K::drain(&entry.kept)))
        });
        let Some((shutdown, drains)) = shutdown.flatten() else {
            return;
        };
        let there = match shutdown {
            Shutdown::BrutalKill => control.kill(),
            _ => control.stop_or_drain(ExitReason::Shutdown, drains),
        };
        if !there {
            return self.remove(which, None);
        }
        // Where nothing ran, it has ended by now.
        if !self.children.has(which.slot, Self::same(which)) {
            return;
        }
        let control = control.clone();
        match shutdown {
            Shutdown::BrutalKill => self.leave_later(control),
            Shutdown::After(limit) => self.later(limit, move |node| {
                if node.children.has(which.slot, Self::same(which)) {
                    node.tell_killed(which.slot);
                    control.kill();
                    node.leave_later(control);
                }
            }),
            Shutdown::Infinity => {}
        }
    }

    /// A killed child that does not end either is left behind.
    fn leave_later(&self, control: Control) {
        self.later(GRACE, move |node| {
            // Kept until here, so that the address is its own.
            let which = Which::of(&control);
            if node.children.has(which.slot, Self::same(which)) {
                node.tell_stuck(which.slot);
                node.remove(which, Some(Last::left(&control)));
            }
        });
    }
}
