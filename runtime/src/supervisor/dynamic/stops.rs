//! Stopping one child, or all of them together.

use std::sync::Weak;
use std::time::Duration;

use super::{DynamicNode, DynamicSupervisor, HandleOf, SeatOf, Which};
use crate::dying;
use crate::exit::ExitReason;
use crate::handle::door::Stopping;
use crate::link::Parent as _;
use crate::report;
use crate::supervisor::door::ChildInfo;
use crate::supervisor::life::{Ended, Standing};
use crate::supervisor::node::{GRACE, tell};
use crate::supervisor::spec::Shutdown;
use crate::supervisor::stop_report::Note;
use crate::supervisor::window::Window;

use crate::supervisor::seat::{Child as _, Seat as _};

impl<S: DynamicSupervisor> DynamicNode<S> {
    /// Stops all children at once, with one common time limit. Whether it ran.
    pub(super) fn shut_down(&self, reason: ExitReason, kill: bool) -> bool {
        let over = {
            let mut core = self.core();
            match core.life.standing {
                Standing::Running | Standing::Starting => {}
                Standing::Stopping if kill => {}
                Standing::Stopping => return true,
                _ => return false,
            }
            core.life.standing = Standing::Stopping;
            core.life.because(reason)
        };
        drop(over);
        let (children, config) = self.children.close();
        let drains = S::CHILD.drain || self.core().life.drains;
        let shutdown = if kill {
            Shutdown::BrutalKill
        } else {
            S::CHILD.shutdown
        };
        // Before anything is stopped: a drop that blocks this thread is not to keep the clock from running.
        if !children.is_empty() {
            match shutdown {
                Shutdown::After(limit) => self.later(limit, Self::kill_the_rest),
                Shutdown::BrutalKill => self.later(GRACE, Self::leave_the_rest),
                Shutdown::Infinity => {}
            }
        }
        for (slot, seat) in children {
            let control = seat.control();
            let there = match shutdown {
                Shutdown::BrutalKill => control.kill(),
                Shutdown::After(_) | Shutdown::Infinity => {
                    control.stop_or_drain(ExitReason::Shutdown, drains)
                }
            };
            if !there {
                self.remove(Which::of(slot, &seat), ExitReason::Shutdown);
            }
        }
        drop(dying::drop_quietly(config));
        self.finish_when_empty();
        true
    }

    /// Does something in this life, unless it is over by then.
    fn later(&self, after: Duration, then: impl FnOnce(&Self) + Send + 'static) {
        let generation = self.core().life.generation;
        let node = Weak::clone(&self.this);
        self.place.system.sweeper().after(after, move || {
            if let Some(node) = node.upgrade()
                && node.core().life.generation == generation
            {
                then(&node);
            }
        });
    }

    fn tell_killed(&self, slot: u32) {
        let path = self.place_of(slot);
        report::killed(&path);
        self.note(Note::Killed(path));
    }

    fn tell_stuck(&self, slot: u32) {
        let path = self.place_of(slot);
        report::stuck(&path);
        self.note(Note::Stuck(path));
    }

    fn stops_still(&self) -> bool {
        self.core().life.standing == Standing::Stopping
    }

    /// The time to stop in is over.
    fn kill_the_rest(&self) {
        if !self.stops_still() {
            return;
        }
        self.later(GRACE, Self::leave_the_rest);
        for (slot, seat) in self.children.list() {
            self.tell_killed(slot);
            if !seat.control().kill() {
                self.remove(Which::of(slot, &seat), ExitReason::Killed);
            }
        }
        self.finish_when_empty();
    }

    /// Not even a kill ended them: their handlers do not await. They are left behind.
    fn leave_the_rest(&self) {
        if !self.stops_still() {
            return;
        }
        for (slot, seat) in self.children.list() {
            self.tell_stuck(slot);
            self.remove(Which::of(slot, &seat), ExitReason::Killed);
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
            tell(self, &self.place, self.slot, ended);
        }
    }

    /// Stops a child, after which it is not started again. `None`: it is not one of these.
    pub(crate) fn terminate(&self, handle: &HandleOf<S>) -> Option<Stopping> {
        let seat = S::Child::seat(handle);
        let which = Which::of(seat.control().slot(), seat);
        let own = self.children.set_terminating(which.slot, Self::same(which));
        if !own {
            return None;
        }
        self.touch();
        let ended = seat.control().ended();
        self.end_one(which, seat);
        Some(ended)
    }

    pub(crate) fn which_child(&self, handle: &HandleOf<S>) -> Option<ChildInfo> {
        let seat = S::Child::seat(handle);
        let which = Which::of(seat.control().slot(), seat);
        let own = self.children.has(which.slot, Self::same(which));
        self.touch();
        own.then(|| ChildInfo::new(self.place_of(which.slot), None, S::CHILD, seat.control()))
    }

    /// Stops a child that is not to be started again, within its time.
    pub(super) fn end_one(&self, which: Which, seat: &SeatOf<S>) {
        let control = seat.control();
        let there = match S::CHILD.shutdown {
            Shutdown::BrutalKill => control.kill(),
            _ => control.stop_or_drain(ExitReason::Shutdown, S::CHILD.drain),
        };
        if !there {
            return self.remove(which, ExitReason::Shutdown);
        }
        // Where nothing ran, it has ended by now.
        if !self.children.has(which.slot, Self::same(which)) {
            return;
        }
        let seat = seat.clone();
        match S::CHILD.shutdown {
            Shutdown::BrutalKill => self.leave_later(which, seat),
            Shutdown::After(limit) => self.later(limit, move |node| {
                if node.children.has(which.slot, Self::same(which)) {
                    node.tell_killed(which.slot);
                    seat.control().kill();
                    node.leave_later(which, seat);
                }
            }),
            Shutdown::Infinity => {}
        }
    }

    /// A killed child that does not end either is left behind.
    fn leave_later(&self, which: Which, seat: SeatOf<S>) {
        self.later(GRACE, move |node| {
            // Kept until here, so that the address is its own.
            let _seat = seat;
            if node.children.has(which.slot, Self::same(which)) {
                node.tell_stuck(which.slot);
                node.remove(which, ExitReason::Killed);
            }
        });
    }
}
