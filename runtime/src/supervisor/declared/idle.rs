//! Falling asleep after a time in which nobody asked for anything.

use std::sync::Weak;
use std::time::Duration;

use super::{Core, StaticNode, StaticSupervisor};
use crate::mailbox::LONGEST_WATCH;
use crate::supervisor::node::lock_now;
use crate::supervisor::seat::Nested;

impl<S: StaticSupervisor> StaticNode<S> {
    /// Somebody asked something: it is awake, and hibernates again after its idle time.
    pub(super) fn touch(&self, core: &mut Core<S>) {
        let Some(limit) = Nested::idle(self).after().duration() else {
            if core.life.is_hibernated() {
                core.life.stay_awake();
            }
            return;
        };
        let sweeper = self.place.system.sweeper();
        if core.life.touch(sweeper.read_clock()) {
            sweeper.touched(Weak::<Self>::clone(&self.this), limit);
        }
    }

    /// Looks after that time, or earlier, lest a shorter one that is configured meanwhile is seen too late.
    fn look_later(&self, after: Duration) {
        let node = Weak::clone(&self.this);
        let after = after.min(Duration::from_millis(LONGEST_WATCH));
        self.place.system.sweeper().after(after, move || {
            if let Some(node) = node.upgrade() {
                node.look_again();
            }
        });
    }

    pub(super) fn look_again(&self) {
        let Some(after) = Nested::idle(self).after().duration() else {
            return self.core().life.stay_awake();
        };
        let now = self.place.system.sweeper().read_clock();
        let limit = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        let mut core = self.core();
        let works = !core.planner.is_quiet();
        match core.life.look(now, limit, works) {
            Some(wait) => self.look_later(Duration::from_millis(wait)),
            None if core.life.is_hibernated() => {
                core.planner.shrink(lock_now());
                core.events.shrink_to_fit();
                core.actions.shrink_to_fit();
                core.calls.shrink_to_fit();
                Self::shrink_added(&mut core);
            }
            None => {}
        }
    }
}
