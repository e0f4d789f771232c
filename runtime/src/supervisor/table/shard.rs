//! One of the tables, under its lock.

use std::sync::Arc;

use super::{place_of, slot_at};
use crate::cell::reply::{Otherwise, Promise};

/// One child: where it sits, and what its start needs again.
pub(crate) struct Entry<T, K> {
    pub(crate) seat: T,
    pub(crate) kept: K,
}

/// A child was taken out.
pub(crate) struct Gone;

impl Otherwise for Gone {
    fn otherwise() -> Self {
        Self
    }
}

/// A child that was taken out, and what tells a start of it that waits.
pub(super) type Removed<T, K> = (Entry<T, K>, Option<Promise<Gone>>);

/// A child between two incarnations.
pub(super) struct Restart {
    pub(super) slot: u32,
    /// Its start waits, and is not wanted any more when this is dropped.
    pub(super) start: Option<Promise<Gone>>,
}

/// A part of the children.
pub(super) struct Shard<S, T, K> {
    /// What the supervisor was started with, while it takes children.
    pub(super) config: Option<Arc<S>>,
    pub(super) entries: Vec<Option<Entry<T, K>>>,
    /// Empty places before the end of `entries`.
    pub(super) free: Vec<u32>,
    /// Children that are being terminated by name: they are not started again.
    pub(super) terminating: Vec<u32>,
    pub(super) restarting: Vec<Restart>,
}

impl<S, T: Clone, K> Shard<S, T, K> {
    /// Not what was begun in an earlier life.
    pub(super) fn takes(&self, config: &Arc<S>) -> bool {
        self.config
            .as_ref()
            .is_some_and(|own| Arc::ptr_eq(own, config))
    }

    pub(super) fn has(&self, slot: u32, same: impl FnOnce(&T) -> bool) -> bool {
        self.entries
            .get(place_of(slot) as usize)
            .and_then(Option::as_ref)
            .is_some_and(|entry| same(&entry.seat))
    }

    pub(super) fn take_restart(&mut self, slot: u32) -> Option<Restart> {
        let index = self
            .restarting
            .iter()
            .position(|other| other.slot == slot)?;
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
