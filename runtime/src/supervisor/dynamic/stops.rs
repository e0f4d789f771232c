//! Stopping one child, or all of them together.

use std::time::Duration;

use super::{DynamicNode, DynamicSupervisor, HandleOf};
use crate::exit::ExitReason;
use crate::handle::door::Stopping;
use crate::report;
use crate::supervisor::life::{Ended, Standing};
use crate::supervisor::node::{GRACE, tell};
use crate::supervisor::spec::Shutdown;
use crate::supervisor::window::Window;

use crate::supervisor::seat::{Child as _, Seat as _};

impl<S: DynamicSupervisor> DynamicNode<S> {
    /// Stops all children at once, with one common time limit. Whether it ran.
    pub(super) fn shut_down(&self, reason: ExitReason, kill: bool) -> bool {
        {
            let mut core = self.core();
            match core.life.standing {
                Standing::Running | Standing::Starting => {}
                Standing::Stopping if kill => {}
                Standing::Stopping => return true,
                _ => return false,
            }
            core.life.standing = Standing::Stopping;
            core.life.reason.get_or_insert(reason);
        }
        let children = self.children.close();
        let shutdown = if kill {
            Shutdown::BrutalKill
        } else {
            S::CHILD.shutdown
        };
        for (slot, seat) in children {
            let control = seat.control();
            let there = match shutdown {
                Shutdown::BrutalKill => control.kill(),
                Shutdown::After(_) | Shutdown::Infinity => control.stop(ExitReason::Shutdown),
            };
            if !there {
                self.remove(slot, ExitReason::Shutdown);
            }
        }
        match shutdown {
            Shutdown::After(limit) => self.later(limit, Self::kill_the_rest),
            Shutdown::BrutalKill => self.later(GRACE, Self::leave_the_rest),
            Shutdown::Infinity => {}
        }
        self.finish_when_empty();
        true
    }

    pub(super) fn later(&self, after: Duration, then: impl FnOnce(&Self, u32) + Send + 'static) {
        let Some(node) = self.this.upgrade() else {
            return;
        };
        let generation = self.core().life.generation;
        self.place
            .system
            .sweeper()
            .after(after, move || then(&node, generation));
    }

    pub(super) fn stops_still(&self, generation: u32) -> bool {
        let core = self.core();
        core.life.standing == Standing::Stopping && core.life.generation == generation
    }

    /// The time to stop in is over.
    pub(super) fn kill_the_rest(&self, generation: u32) {
        if !self.stops_still(generation) {
            return;
        }
        for (slot, seat) in self.children.list() {
            report::killed(&self.place_of(slot));
            if !seat.control().kill() {
                self.remove(slot, ExitReason::Killed);
            }
        }
        self.later(GRACE, Self::leave_the_rest);
        self.finish_when_empty();
    }

    /// Not even a kill ended them: their handlers do not await. They are left behind.
    pub(super) fn leave_the_rest(&self, generation: u32) {
        if !self.stops_still(generation) {
            return;
        }
        for (slot, _) in self.children.list() {
            report::stuck(&self.place_of(slot));
            self.remove(slot, ExitReason::Killed);
        }
        self.finish_when_empty();
    }

    pub(super) fn finish_when_empty(&self) {
        let ended: Option<Ended<Self>> = {
            let mut core = self.core();
            if core.life.standing == Standing::Stopping && self.children.is_empty() {
                let after = if self.place.parent.is_some() {
                    Standing::Vacant
                } else {
                    Standing::Gone
                };
                core.window = Window::new(S::OPTIONS.intensity, S::OPTIONS.period);
                Some(core.life.end(after))
            } else {
                None
            }
        };
        if let Some(ended) = ended {
            tell(&self.place, self.slot, ended);
        }
    }

    /// Stops a child, after which it is not started again. `None`: it is not one of these.
    pub(crate) fn terminate(&self, handle: &HandleOf<S>) -> Option<Stopping> {
        let control = S::Child::seat(handle).control();
        let slot = control.slot();
        let own = self
            .children
            .with(slot, |entry| entry.seat.control().is_same(&control));
        if own != Some(true) {
            return None;
        }
        self.touch();
        self.children.set_terminating(slot);
        let ended = control.ended();
        let generation = control.generation();
        let there = match S::CHILD.shutdown {
            Shutdown::BrutalKill => control.kill(),
            _ => control.stop(ExitReason::Shutdown),
        };
        if !there {
            self.remove(slot, ExitReason::Shutdown);
            return Some(ended);
        }
        if let Shutdown::After(limit) = S::CHILD.shutdown {
            self.later(limit, move |node, _| {
                let same = node
                    .children
                    .with(slot, |entry| entry.seat.control().generation());
                if same == Some(generation) && node.children.is_terminating(slot) {
                    report::killed(&node.place_of(slot));
                    control.kill();
                }
            });
        }
        Some(ended)
    }
}
