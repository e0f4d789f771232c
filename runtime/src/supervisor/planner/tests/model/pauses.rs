//! What the model adds to OTP: children with a back-off.

use std::time::{Duration, Instant};

use super::super::super::{Action, Report, Restart, Slot, Status, Strategy};
use super::{Cut, End, Model, Outcome};
use crate::supervisor::backoff::Backoff;

/// Which back-off a child has, by its identity.
pub(in super::super) fn backoff(id: Slot) -> Option<Backoff> {
    let (initial, max) = match id.0 % 4 {
        0 => (1, 5),
        1 => (400, 30_000),
        _ => return None,
    };
    let ms = Duration::from_millis;
    Some(Backoff::new(ms(initial), ms(max), 2.0, 0.5))
}

impl Model<'_> {
    /// How many restarts count at that time.
    pub(super) fn recent(&self, then: Instant) -> usize {
        let recent = |at: &&Instant| then.duration_since(**at) <= self.flags.period;
        self.restarts.iter().filter(recent).count()
    }

    pub(super) fn too_many<T>(&mut self, id: Slot) -> Result<T, Cut> {
        self.report(Report::TooManyRestarts, id);
        self.set(id, Status::Down);
        self.give_up(End::TooManyRestarts)
    }

    pub(super) fn pause(&mut self, id: Slot) -> Option<Duration> {
        if !self.backs_off || self.child(id).plan.restart == Restart::Temporary {
            return None;
        }
        let before = self.child(id).pauses;
        let pause = backoff(id)?.pause(before, self.random);
        self.child(id).pauses = before + 1;
        Some(pause)
    }

    /// The child's process has ended by itself.
    pub(super) fn ran(&mut self, id: Slot) {
        let (now, period) = (self.now, self.flags.period);
        let child = self.child(id);
        if child.since.is_some_and(|since| now - since > period) {
            child.pauses = 0;
        }
    }

    /// Somebody asks for a start.
    pub(super) fn start_anew(&mut self, id: Slot) -> Result<Outcome, Cut> {
        self.child(id).pauses = 0;
        self.start(id)
    }

    /// Stops what the restart covers now, and starts it later.
    pub(super) fn put_off(&mut self, id: Slot, pause: Duration) -> Result<(), Cut> {
        if self.recent(self.now + pause) >= self.flags.intensity as usize {
            return self.too_many(id);
        }
        self.clear(id)?;
        self.set(id, Status::Restarting);
        self.child(id).until = Some(self.now + pause);
        self.emit(Action::RetryLater(self.incarnation(id), pause));
        Ok(())
    }

    /// Who waits in a pause, though its restart would be one too many by now. What the restart of `id` starts waits
    /// no more.
    pub(super) fn in_vain(&self, id: Slot) -> Option<Slot> {
        let position = |id| self.children.iter().position(|child| child.id == id);
        let covered = |other| match self.flags.strategy {
            Strategy::OneForOne => other == id,
            Strategy::RestForOne => position(other) >= position(id),
            Strategy::OneForAll => true,
        };
        let full =
            |until: Instant| self.recent(until.max(self.now)) >= self.flags.intensity as usize;
        let mut paused = self.children.iter().filter(|child| {
            child.pid == Status::Restarting && child.until.is_some_and(full) && !covered(child.id)
        });
        paused.next().map(|child| child.id)
    }

    /// A start in a round failed.
    pub(super) fn try_later(&mut self, id: Slot) -> Result<(), Cut> {
        let pause = self.pause(id);
        if let Some(pause) = pause
            && self.recent(self.now + pause) >= self.flags.intensity as usize
        {
            return self.too_many(id);
        }
        self.set(id, Status::Restarting);
        self.child(id).until = pause.map(|pause| self.now + pause);
        let pause = pause.unwrap_or_default();
        self.emit(Action::RetryLater(self.incarnation(id), pause));
        Ok(())
    }

    /// Stops what a restart covers; gives what it starts.
    pub(super) fn clear(&mut self, id: Slot) -> Result<Vec<Slot>, Cut> {
        self.set(id, Status::Down);
        self.child(id).waits = true;
        let mut covered = self.ids();
        match self.flags.strategy {
            Strategy::OneForOne => covered = vec![id],
            Strategy::RestForOne => {
                let position = covered.iter().position(|&other| other == id);
                covered.drain(..position.expect("it is a child"));
            }
            Strategy::OneForAll => {}
        }
        for &id in covered.iter().rev() {
            let had_process = self.child(id).pid != Status::Down;
            self.do_terminate(id)?;
            if let Some(child) = self.find(id) {
                child.waits |= had_process;
            }
        }
        Ok(covered)
    }
}
