//! Stopping children, each in its time, and closing what has ended.

use std::sync::Weak;
use std::time::Duration;

use super::{StaticNode, StaticSupervisor};
use crate::exit::{Exit, ExitReason, GaveUp};
use crate::link::Parent;
use crate::report;
use crate::supervisor::node::GRACE;
use crate::supervisor::planner;
use crate::supervisor::planner::{Event, Incarnation, Report, Slot};
use crate::supervisor::spec::{Restart, Shutdown, SupervisorOptions};
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
        if let Some(seat) = core.seats.get_mut(incarnation.slot.0 as usize) {
            let generation = seat.generation.take();
            _over = seat.end(ExitReason::Killed, generation.unwrap_or(0));
        }
        self.enqueue(&mut core, Event::Exited(incarnation, planner::Exit::Failed));
        drop(core);
        self.close(incarnation.slot, ending);
        let core = self.core();
        self.work(core);
    }

    /// Whether that incarnation is still there.
    pub(super) fn runs(&self, incarnation: Incarnation) -> bool {
        self.core()
            .seats
            .get(incarnation.slot.0 as usize)
            .is_some_and(|seat| seat.number == incarnation.number && seat.generation.is_some())
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

    /// What is known of the last end of a child.
    fn exit_of(&self, slot: Slot) -> Exit {
        let why = self.core().life.reason.clone();
        let (reason, generation) = self.last_of(slot);
        let reason = reason.explained_by(why.as_ref());
        Exit::of_incarnation(self.child_path(slot), reason, generation)
    }

    /// How the last incarnation of a child ended, or why one did not start; and its generation, 0 where none ended.
    fn last_of(&self, slot: Slot) -> (ExitReason, u32) {
        let core = self.core();
        let seat = core.seats.get(slot.0 as usize);
        let known = seat.and_then(|seat| Some((seat.reason.clone()?, seat.ended)));
        known.unwrap_or((ExitReason::Shutdown, 0))
    }

    /// The same of all that are declared, below a supervisor that has ended like this.
    pub(super) fn exits(&self, exit: &Exit) -> Vec<Exit> {
        let why = self.core().life.last_exit.clone();
        let slots = (0..).map(Slot).take(self.controls.len());
        let exits = slots.map(|slot| {
            let (own, generation) = self.last_of(slot);
            let reason = own.explained_by(why.as_ref());
            let reason = reason.explained_by(Some(exit.reason()));
            Exit::of_incarnation(self.child_path(slot), reason, generation)
        });
        exits.collect()
    }

    pub(super) fn report(&self, report: Report) {
        let (Report::Terminated(incarnation)
        | Report::StartFailed(incarnation)
        | Report::Stopped(incarnation)
        | Report::TooManyRestarts(incarnation)) = report;
        let slot = incarnation.slot;
        let path = self.child_path(slot);
        let (reason, generation) = self.last_of(slot);
        match report {
            // A failure was reported when it happened.
            Report::Terminated(_) if reason.is_clean() => report::child_terminated(&path, &reason),
            Report::Terminated(_) => {}
            Report::StartFailed(_) => report::start_failed(&path, &reason),
            Report::TooManyRestarts(_) => {
                let SupervisorOptions {
                    intensity, period, ..
                } = S::OPTIONS;
                report::gave_up(&Parent::path(self), intensity, period);
                let last = Exit::of_incarnation(path, reason, generation);
                let gave_up = GaveUp::new(intensity, period, last);
                let why = ExitReason::ReachedMaxRestartIntensity(gave_up);
                let _over = self.core().life.because(why);
            }
            Report::Stopped(_) => {
                let expected = match self.options(slot) {
                    Some(spec) => match reason {
                        _ if reason.is_shutdown() => true,
                        ExitReason::Killed => spec.shutdown == Shutdown::BrutalKill,
                        _ => spec.restart != Restart::Permanent && reason.is_clean(),
                    },
                    None => true,
                };
                if !expected {
                    report::shutdown_error(&path, &reason);
                }
            }
        }
    }
}
