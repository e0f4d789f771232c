//! Stopping all children together.

use std::time::Duration;

use super::{DynamicNode, Kind, Last, Which};
use crate::dying;
use crate::exit::ExitReason;
use crate::link::Parent as _;
use crate::report;
use crate::supervisor::Supervisor;
use crate::supervisor::life::{Ended, Standing};
use crate::supervisor::node::{GRACE, tell};
use crate::supervisor::seat::Control;
use crate::supervisor::spec::Shutdown;
use crate::supervisor::stop_report::Note;
use crate::supervisor::window::Window;
use smallvec::SmallVec;

impl Last {
    /// A killed child that has not ended is left behind.
    pub(super) fn left(control: &Control) -> Self {
        Self {
            reason: ExitReason::Killed,
            generation: control.generation(),
        }
    }
}

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
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
        let drains = self.core().life.drains;
        let (children, config) = self.children.close(|_, entry| {
            let shutdown = if kill {
                Shutdown::BrutalKill
            } else {
                K::shutdown(&entry.kept)
            };
            let drains = drains || K::drain(&entry.kept);
            (K::control(&entry.seat), shutdown, drains)
        });
        // Before anything is stopped: a drop that blocks this thread is not to keep the clock from running.
        // One timer for each time that was declared.
        let mut armed = SmallVec::<[Shutdown; 4]>::new();
        for (_, shutdown, _) in &children {
            if armed.last() == Some(shutdown) || armed.contains(shutdown) {
                continue;
            }
            armed.push(*shutdown);
            match *shutdown {
                Shutdown::After(limit) => self.later(limit, move |node| node.kill_the_rest(limit)),
                Shutdown::BrutalKill if kill => self.later(GRACE, |node| node.leave_the_rest(None)),
                Shutdown::BrutalKill => self.later(GRACE, |node| {
                    node.leave_the_rest(Some(Shutdown::BrutalKill));
                }),
                Shutdown::Infinity => {}
            }
        }
        for (control, shutdown, drains) in children {
            let there = match shutdown {
                Shutdown::BrutalKill => control.kill(),
                Shutdown::After(_) | Shutdown::Infinity => {
                    control.stop_or_drain(ExitReason::Shutdown, drains)
                }
            };
            if !there {
                self.remove(Which::of(&control), None);
            }
        }
        drop(dying::drop_quietly(config));
        let starting = std::mem::take(&mut self.core().starting);
        starting.tell();
        self.finish_when_empty();
        true
    }

    pub(super) fn tell_killed(&self, slot: u32) {
        let path = self.place_of(slot);
        report::killed(&path);
        self.note(Note::Killed(path));
    }

    pub(super) fn tell_stuck(&self, slot: u32) {
        let path = self.place_of(slot);
        report::stuck(&path);
        self.note(Note::Stuck(path));
    }

    fn stops_still(&self) -> bool {
        self.core().life.standing == Standing::Stopping
    }

    /// The children that have that time to stop, all if none is given.
    fn rest(&self, shutdown: Option<Shutdown>) -> impl Iterator<Item = Control> {
        let rest = self.children.list(|_, entry| {
            let meant = shutdown.is_none_or(|shutdown| K::shutdown(&entry.kept) == shutdown);
            meant.then(|| K::control(&entry.seat))
        });
        rest.into_iter().flatten()
    }

    /// The time to stop in is over, for those who had that one.
    fn kill_the_rest(&self, limit: Duration) {
        if !self.stops_still() {
            return;
        }
        let late = Shutdown::After(limit);
        self.later(GRACE, move |node| node.leave_the_rest(Some(late)));
        for control in self.rest(Some(late)) {
            self.tell_killed(control.slot());
            if !control.kill() {
                self.remove(Which::of(&control), None);
            }
        }
        self.finish_when_empty();
    }

    /// Not even a kill ended them: their handlers do not await. They are left behind.
    fn leave_the_rest(&self, shutdown: Option<Shutdown>) {
        if !self.stops_still() {
            return;
        }
        for control in self.rest(shutdown) {
            self.tell_stuck(control.slot());
            self.remove(Which::of(&control), Some(Last::left(&control)));
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
}
