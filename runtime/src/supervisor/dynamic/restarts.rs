//! Starting a child again, within the restart limit.

use super::{DynamicNode, DynamicSupervisor};
use crate::actor::Step;
use crate::exit::ExitReason;
use crate::link::Parent;
use crate::report;
use crate::supervisor::node::{lock_now, poll_once};
use crate::supervisor::seat::{Begun, Caught, Seat as _};
use crate::supervisor::spec::Start;

impl<S: DynamicSupervisor> DynamicNode<S> {
    /// Starts a child again, as often as the limiter lets it while its start fails.
    pub(super) fn restart(&self, slot: u32) {
        loop {
            if !self.admit() {
                self.give_up(slot);
                return;
            }
            let Some(config) = self.children.config_of(slot) else {
                return self.remove(slot, ExitReason::Shutdown);
            };
            let again = self
                .children
                .with(slot, |entry| (S::again(&entry.kept), entry.seat.clone()));
            let Some((Some(arguments), seat)) = again else {
                return self.remove(slot, ExitReason::Shutdown);
            };
            let mut start = Caught::new(async move {
                let started = match S::start_child(&config, arguments) {
                    Step::Ready(started) => started,
                    Step::Pending(start) => start.await,
                };
                match started.map_err(ExitReason::failed)? {
                    Start::Ready(state) => match seat.begin(state) {
                        Step::Ready(begun) => begun,
                        Step::Pending(begin) => begin.await,
                    },
                    Start::Ignore => Ok(Begun::Ignored),
                }
            });
            match poll_once(&mut start) {
                Some(result) => {
                    if self.restarted(slot, result) {
                        return;
                    }
                }
                None => {
                    if let Some(node) = self.this.upgrade() {
                        self.place.system.spawn(async move {
                            let result = start.await;
                            if !node.restarted(slot, result) {
                                node.restart(slot);
                            }
                        });
                    }
                    return;
                }
            }
        }
    }

    /// Whether that was the end of it; if not, it is tried again.
    pub(super) fn restarted(&self, slot: u32, result: Result<Begun, ExitReason>) -> bool {
        match result {
            Ok(Begun::Running) => {
                self.children.set_restarting(slot, false);
                true
            }
            // OTP: a dynamic child that ignores its restart is dropped.
            Ok(Begun::Ignored) => {
                self.remove(slot, ExitReason::Normal);
                true
            }
            Err(reason) => {
                report::restart_failed(&self.place_of(slot), &reason);
                let wanted = self.children.is_open() && !self.children.is_terminating(slot);
                if !wanted {
                    self.remove(slot, reason);
                }
                !wanted
            }
        }
    }

    pub(super) fn admit(&self) -> bool {
        self.core().window.admit(lock_now())
    }

    pub(super) fn give_up(&self, slot: u32) {
        report::gave_up(&Parent::path(self), S::OPTIONS.intensity, S::OPTIONS.period);
        self.shut_down(ExitReason::Shutdown, false);
        self.remove(slot, ExitReason::Shutdown);
    }
}
