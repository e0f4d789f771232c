//! One of the tables, under its lock.

use super::{place_of, slot_at};
use crate::cell::reply::{Otherwise, Promise};
use crate::supervisor::fields::Fields;

/// One child: where it sits, and what its start needs again.
pub(crate) struct Entry<T, K> {
    pub(crate) seat: T,
    pub(crate) kept: K,
}

/// What a start that waits is told of its child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It was taken out.
    Gone,
    /// It has ended again, so that this start must have succeeded.
    Ended,
}

impl Otherwise for Told {
    fn otherwise() -> Self {
        Self::Gone
    }
}

/// A child that was taken out, and what tells a start of it that waits.
pub(super) type Removed<T, K> = (Entry<T, K>, Option<Promise<Told>>);

/// Which attempt to start a child again: one that is over knows nothing of those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt(pub(super) u32);

/// A child between two incarnations.
pub(super) struct Restart {
    pub(super) slot: u32,
    pub(super) attempt: Attempt,
    /// Its start waits; dropped, this says that it is not wanted any more.
    pub(super) start: Option<Promise<Told>>,
}

/// A part of the children.
pub(super) struct Shard<S, T, K> {
    /// What the supervisor was started with, while it takes children.
    pub(super) config: Option<Fields<S>>,
    pub(super) entries: Vec<Option<Entry<T, K>>>,
    /// Empty places before the end of `entries`.
    pub(super) free: Vec<u32>,
    /// Children that are being terminated by name: they are not started again.
    pub(super) terminating: Vec<u32>,
    pub(super) restarting: Vec<Restart>,
}

impl<S, T: Clone, K> Shard<S, T, K> {
    /// Not what was begun in an earlier life.
    pub(super) fn takes(&self, config: &Fields<S>) -> bool {
        self.config.as_ref().is_some_and(|own| own.is(config))
    }

    pub(super) fn has(&self, slot: u32, same: impl FnOnce(&T) -> bool) -> bool {
        self.entries
            .get(place_of(slot) as usize)
            .and_then(Option::as_ref)
            .is_some_and(|entry| same(&entry.seat))
    }

    pub(super) fn take_restart(&mut self, slot: u32) -> Option<Restart> {
        self.take_restart_if(slot, |_| true)
    }

    pub(super) fn take_restart_if(
        &mut self,
        slot: u32,
        wanted: impl Fn(Attempt) -> bool,
    ) -> Option<Restart> {
        let found = |other: &Restart| other.slot == slot && wanted(other.attempt);
        let index = self.restarting.iter().position(found)?;
        Some(self.restarting.swap_remove(index))
    }

    pub(super) fn list<R>(
        &self,
        index: u32,
        all: &mut Vec<R>,
        view: &mut impl FnMut(u32, &Entry<T, K>) -> R,
    ) {
        for (place, entry) in (0..).zip(&self.entries) {
            if let Some(entry) = entry {
                all.push(view(slot_at(index, place), entry));
            }
        }
    }

    /// Lets go of empty places at the end, so that a table that was once full does not stay large.
    pub(super) fn trim(&mut self) {
        if self.free.len() == self.entries.len() {
            self.entries = Vec::new();
            self.free = Vec::new();
        }
    }
}
