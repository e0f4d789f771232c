//! What is known, and told, of the ends of children.

use super::{StaticNode, StaticSupervisor};
use crate::exit::{Exit, ExitReason, GaveUp};
use crate::link::Parent;
use crate::report;
use crate::supervisor::planner::{Report, Slot};
use crate::supervisor::spec::{Restart, Shutdown, SupervisorOptions};

impl<S: StaticSupervisor> StaticNode<S> {
    /// What is known of the last end of a child.
    pub(super) fn exit_of(&self, slot: Slot) -> Exit {
        let why = self.core().life.reason.clone();
        let (reason, generation) = self.last_of(slot);
        let reason = reason.explained_by(why.as_ref());
        Exit::of_incarnation(self.child_path(slot), reason, generation)
    }

    /// How the last incarnation of a child ended, or why one did not start; and its generation, 0 where none ended.
    fn last_of(&self, slot: Slot) -> (ExitReason, u32) {
        let core = self.core();
        let last = core.seats.last(slot);
        let known = last.map(|last| (last.reason.clone(), last.generation));
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
