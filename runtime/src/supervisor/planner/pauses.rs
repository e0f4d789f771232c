//! Restarts that wait for a while: children with a back-off.

use std::time::{Duration, Instant};

use super::{
    Action, Actions, End, Incarnation, Moment, Planner, Report, Slot, Status, Strategy, Task,
};
use crate::supervisor::backoff::Backoff;

/// The children with a back-off: few, and in most supervisors none.
#[derive(Debug, Default)]
pub(super) struct Patient(Vec<Patience>);

#[derive(Debug)]
struct Patience {
    slot: Slot,
    backoff: Backoff,
    /// Pauses in a row.
    pauses: u32,
    /// When its last start succeeded.
    since: Option<Instant>,
    /// When its last pause ends, or ended.
    until: Option<Instant>,
}

impl Planner {
    /// Lets a child pause before each restart.
    pub(crate) fn back_off(&mut self, slot: Slot, backoff: Backoff) {
        let patient = self.patient.get_or_insert_default();
        patient.0.push(Patience {
            slot,
            backoff,
            pauses: 0,
            since: None,
            until: None,
        });
    }

    fn patience(&mut self, slot: Slot) -> Option<&mut Patience> {
        let patient = self.patient.as_mut()?;
        patient.0.iter_mut().find(|child| child.slot == slot)
    }

    /// How long a child is to wait now, if it has a back-off.
    pub(super) fn pause(&mut self, slot: Slot, at: Moment) -> Option<Duration> {
        let child = self.patience(slot)?;
        let pause = child.backoff.pause(child.pauses, at.random);
        child.pauses = child.pauses.saturating_add(1);
        Some(pause)
    }

    /// Whether a restart after that pause would be one too many for sure: restarts in between can only
    /// add to those that count by then.
    pub(super) fn is_in_vain(&self, pause: Duration, now: Instant) -> bool {
        now.checked_add(pause)
            .is_some_and(|then| !self.window.admits(then))
    }

    /// A child runs.
    pub(super) fn runs_since(&mut self, slot: Slot, now: Instant) {
        if let Some(child) = self.patience(slot) {
            child.since = Some(now);
        }
    }

    /// A child that ran has ended by itself: after a long run its pauses begin anew.
    pub(super) fn ran_until(&mut self, slot: Slot, now: Instant) {
        let period = self.window.period();
        if let Some(child) = self.patience(slot)
            && let Some(since) = child.since
            && now.saturating_duration_since(since) > period
        {
            child.pauses = 0;
        }
    }

    /// A caller starts the child: its pauses begin anew.
    pub(super) fn forget_pauses(&mut self, slot: Slot) {
        if let Some(child) = self.patience(slot) {
            child.pauses = 0;
        }
    }

    /// The slot may be another child's soon.
    pub(super) fn lose_patience(&mut self, slot: Slot) {
        if let Some(patient) = &mut self.patient
            && self.roster.is_added(slot)
        {
            patient.0.retain(|child| child.slot != slot);
        }
    }

    /// Puts the restart of a child off. What the restart covers is stopped now: it could not do without
    /// the child.
    pub(super) fn put_off(
        &mut self,
        pivot: Incarnation,
        pause: Duration,
        now: Instant,
        out: &mut Actions,
    ) {
        if self.is_in_vain(pause, now) {
            return self.give_up(pivot, out);
        }
        self.clear(pivot, Some(pause), now, out);
    }

    /// A child whose pause has become hopeless, now that another restart counts: its own would be one too many.
    /// Not one that the restart of `pivot` covers.
    pub(super) fn hopeless(&self, pivot: Incarnation, now: Instant) -> Option<Incarnation> {
        let patient = self.patient.as_ref()?.0.iter();
        let in_vain = patient.filter(|child| {
            self.status(child.slot) == Status::Restarting
                && !self.covers(pivot.slot, child.slot)
                && child
                    .until
                    .is_some_and(|until| !self.window.admits(until.max(now)))
        });
        let eldest = in_vain.min_by_key(|child| self.roster.birth(child.slot));
        eldest.map(|child| self.latest(child.slot))
    }

    /// Whether the restart of one child covers another one.
    fn covers(&self, pivot: Slot, other: Slot) -> bool {
        match self.strategy {
            Strategy::OneForOne => pivot == other,
            Strategy::RestForOne => self.roster.birth(pivot) <= self.roster.birth(other),
            Strategy::OneForAll => true,
        }
    }

    /// Lets a child be tried again, others being served before.
    pub(super) fn wait(
        &mut self,
        pivot: Incarnation,
        pause: Duration,
        now: Instant,
        out: &mut Actions,
    ) {
        if let Some(child) = self.patience(pivot.slot) {
            child.until = now.checked_add(pause);
        }
        self.roster.set(pivot.slot, Status::Restarting);
        self.task = Task::Idle;
        self.desk().tries = true;
        // A supervisor that ended has barred its children.
        self.unbar_one(pivot.slot, out);
        out.push(Action::RetryLater(pivot, pause));
    }

    /// One restart too many.
    pub(super) fn give_up(&mut self, pivot: Incarnation, out: &mut Actions) {
        out.push(Action::Report(Report::TooManyRestarts(pivot)));
        self.retire(pivot.slot, out);
        self.end(End::TooManyRestarts, out);
    }
}
