//! Falling asleep, where a time for it was stated.

use std::sync::Weak;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{DynamicNode, Kind};
use crate::mailbox::LONGEST_WATCH;
use crate::supervisor::Supervisor;
use crate::supervisor::node::lock_now;
use crate::supervisor::seat::Nested;

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    /// Somebody asked something: it is awake, and hibernates again after its idle time.
    pub(super) fn touch(&self) {
        let Some(limit) = Nested::idle(self).after().duration() else {
            // It may have been otherwise when it fell asleep.
            if self.asleep.load(Ordering::Relaxed) {
                let mut core = self.core();
                core.life.stay_awake();
                self.asleep.store(false, Ordering::Relaxed);
            }
            return;
        };
        let sweeper = self.place.system.sweeper();
        // Not the coarse time, which stands still while nobody is watched.
        let now = sweeper.read_clock();
        if self.core().life.touch(now) {
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
        let next = {
            let mut core = self.core();
            let works = core.starting.is_any() || self.children.is_any_under_way();
            let next = core.life.look(now, limit, works);
            if core.life.is_hibernated() {
                self.asleep.store(true, Ordering::Relaxed);
                core.window.shrink(lock_now());
            }
            next
        };
        match next {
            Some(wait) => self.look_later(Duration::from_millis(wait)),
            None => self.children.shrink(),
        }
    }
}
