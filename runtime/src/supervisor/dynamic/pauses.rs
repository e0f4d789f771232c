//! Restarts that wait for a while: children with a back-off.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::{DynamicNode, Kind, Last, Which};
use crate::supervisor::Supervisor;
use crate::supervisor::backoff::Backoff;
use crate::supervisor::node::lock_now;
use crate::supervisor::seat::Control;

/// The children that have waited for a restart, by slot: none where nothing fails.
#[derive(Default)]
pub(super) struct Patient(HashMap<u32, Patience>);

struct Patience {
    /// Pauses in a row.
    pauses: u32,
    /// When its last start succeeded.
    since: Option<Instant>,
    /// When its last pause ends, or ended; and whose it is.
    until: Option<(Instant, Which)>,
}

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    fn backoff(&self, which: Which) -> Option<Backoff> {
        let backoff = self.children.with(which.slot, |entry| {
            let same = Self::same(which)(&entry.seat);
            same.then(|| K::backoff(&entry.kept)).flatten()
        });
        backoff.flatten()
    }

    /// Starts a child again, after its pause if it has a back-off.
    pub(super) fn restart(&self, which: Which, last: Last) {
        let Some(backoff) = self.backoff(which) else {
            return self.restart_now(which, last);
        };
        let random = self.place.system.random();
        let pause = {
            let mut core = self.core();
            let child = core.patient.get_or_insert_default().0.entry(which.slot);
            let child = child.or_insert(Patience {
                pauses: 0,
                since: None,
                until: None,
            });
            let pause = backoff.pause(child.pauses, random);
            child.pauses = child.pauses.saturating_add(1);
            child.since = None;
            // Restarts in between can only add to those that count by then.
            let then = lock_now().checked_add(pause);
            child.until = then.map(|then| (then, which));
            let vain = then.is_some_and(|then| !core.window.admits(then));
            (!vain).then_some(pause)
        };
        match pause {
            Some(pause) => self.put_off(which, pause, last),
            None => self.give_up(which, Some(last)),
        }
    }

    fn put_off(&self, which: Which, pause: Duration, last: Last) {
        let control = self.children.with(which.slot, |entry| {
            Self::same(which)(&entry.seat).then(|| K::control(&entry.seat))
        });
        let Some(control) = control.flatten() else {
            return;
        };
        // A supervisor that ended has barred its children.
        control.unbar();
        self.later(pause, move |node| node.retry(&control, last));
    }

    /// The pause is over. The control is kept until here, so that its address is its own.
    fn retry(&self, control: &Control, last: Last) {
        let which = Which::of(control);
        self.end_pause(which);
        if !self.children.has(which.slot, Self::same(which)) {
            return;
        }
        if self.children.is_terminating(which.slot, Self::same(which)) {
            return self.remove(which, Some(last));
        }
        self.restart_now(which, last);
    }

    fn end_pause(&self, which: Which) {
        let mut core = self.core();
        let patient = core.patient.as_mut();
        if let Some(child) = patient.and_then(|patient| patient.0.get_mut(&which.slot)) {
            child.until = None;
        }
    }

    /// A child whose pause has become hopeless, now that another restart counts: its own would be one too many.
    pub(super) fn hopeless(&self) -> Option<Which> {
        let core = self.core();
        let now = lock_now();
        let pauses = core.patient.as_ref()?.0.values();
        let pauses = pauses.filter_map(|child| child.until);
        let in_vain = pauses.filter(|(until, _)| !core.window.admits((*until).max(now)));
        let first = in_vain.min_by_key(|(until, _)| *until);
        first.map(|(_, which)| which)
    }

    /// A child runs again.
    pub(super) fn runs_since(&self, which: Which) {
        let mut core = self.core();
        let patient = core.patient.as_mut();
        if let Some(child) = patient.and_then(|patient| patient.0.get_mut(&which.slot)) {
            child.since = Some(lock_now());
        }
    }

    /// A child that ran has ended: after a long run its pauses begin anew.
    pub(super) fn ran_until(&self, which: Which) {
        let now = lock_now();
        let mut core = self.core();
        if let Some(patient) = &mut core.patient
            && let Some(child) = patient.0.get(&which.slot)
            && let Some(since) = child.since
            && now.saturating_duration_since(since) > S::OPTIONS.period
        {
            patient.0.remove(&which.slot);
        }
    }

    /// The slot may be another child's soon.
    pub(super) fn lose_patience(&self, slot: u32) {
        let mut core = self.core();
        if let Some(patient) = &mut core.patient {
            patient.0.remove(&slot);
            if patient.0.is_empty() {
                core.patient = None;
            }
        }
    }
}
