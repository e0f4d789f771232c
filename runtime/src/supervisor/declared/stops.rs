//! Stopping children, each in its time.

use std::sync::Weak;
use std::time::Duration;

use super::{StaticNode, StaticSupervisor};
use crate::exit::ExitReason;
use crate::link::Parent;
use crate::report;
use crate::supervisor::node::GRACE;
use crate::supervisor::planner;
use crate::supervisor::planner::{Event, Incarnation};
use crate::supervisor::spec::Shutdown;
use crate::supervisor::stop_report::Note;

impl<S: StaticSupervisor> StaticNode<S> {
    pub(super) fn stop_child(&self, incarnation: Incarnation) {
        let slot = incarnation.slot;
        let (Some(control), Some(spec)) = (self.control(slot), self.options(slot)) else {
            return;
        };
        let drains = self.drains(spec.drain);
        match spec.shutdown {
            Shutdown::BrutalKill => self.kill_child(incarnation),
            Shutdown::After(limit) => {
                // Where nothing is there to stop, its exit is on its way.
                control.stop_or_drain(ExitReason::Shutdown, drains);
                if self.runs(incarnation) {
                    self.later(limit, incarnation, |node, incarnation| {
                        if node.runs(incarnation) {
                            node.tell_killed(node.child_path(incarnation.slot));
                            node.kill_child(incarnation);
                        }
                    });
                }
            }
            Shutdown::Infinity => {
                control.stop_or_drain(ExitReason::Shutdown, drains);
            }
        }
    }

    /// Whether a child that is stopped now handles what waits before. Not where it is started again at once:
    /// then the next incarnation does.
    fn drains(&self, option: bool) -> bool {
        let core = self.core();
        (option && !core.planner.is_restarting()) || core.life.drains
    }

    pub(super) fn tell_killed(&self, path: String) {
        report::killed(&path);
        self.note(Note::Killed(path));
    }

    pub(super) fn tell_stuck(&self, path: String) {
        report::stuck(&path);
        self.note(Note::Stuck(path));
    }

    pub(super) fn kill_child(&self, incarnation: Incarnation) {
        if let Some(control) = self.control(incarnation.slot) {
            control.kill();
            if self.runs(incarnation) {
                self.later(GRACE, incarnation, Self::leave);
            }
        }
    }

    /// A killed child has not ended: its handler blocks its thread. Who waits for its end leaves it behind,
    /// be it a tree that ends or a caller that terminates it.
    pub(super) fn leave(&self, incarnation: Incarnation) {
        if !self.runs(incarnation) {
            return;
        }
        self.tell_stuck(self.child_path(incarnation.slot));
        // Reasons are the user's, and so are their drops: after the lock.
        let mut _over = None;
        let mut core = self.core();
        let ending = core.planner.is_ending();
        if !ending && core.planner.status(incarnation.slot) != planner::Status::Stopping {
            // Never two incarnations: it is restarted when the handler returns.
            return;
        }
        let generation = core.seats.leave(incarnation.slot);
        _over = core
            .seats
            .end(incarnation.slot, ExitReason::Killed, generation);
        self.enqueue(&mut core, Event::Exited(incarnation, planner::Exit::Failed));
        drop(core);
        self.close(incarnation.slot, ending);
        let core = self.core();
        self.work(core);
    }

    /// Whether that incarnation is still there.
    pub(super) fn runs(&self, incarnation: Incarnation) -> bool {
        self.core().seats.runs(incarnation)
    }

    pub(super) fn later(
        &self,
        after: Duration,
        incarnation: Incarnation,
        then: impl FnOnce(&Self, Incarnation) + Send + 'static,
    ) {
        // Starts are numbered anew in each life.
        let life = self.core().life.generation;
        let node = Weak::clone(&self.this);
        self.place.system.sweeper().after(after, move || {
            if let Some(node) = node.upgrade()
                && node.core().life.generation == life
            {
                then(&node, incarnation);
            }
        });
    }
}
