//! Process groups: any number of actors under one name.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;

use super::{Books, Registry};
use crate::cell::reference::AnyCell;

/// One group: its members in the order in which they joined, and who is told of changes.
#[derive(Default)]
pub(super) struct Members {
    joined: BTreeMap<u64, AnyCell>,
    monitors: Vec<Weak<Watch>>,
}

/// What one monitor has not looked at yet.
#[derive(Default)]
pub(crate) struct Watch {
    changes: Mutex<VecDeque<(Change, AnyCell)>>,
    changed: Notify,
}

/// The actor has ended, and cannot join.
#[derive(Debug)]
pub(crate) struct Closed;

/// What happened to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Joined,
    Left,
}

impl Watch {
    fn changes(&self) -> MutexGuard<'_, VecDeque<(Change, AnyCell)>> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The oldest change.
    pub(crate) async fn next(&self) -> (Change, AnyCell) {
        loop {
            if let Some(change) = self.try_next() {
                return change;
            }
            self.changed.notified().await;
        }
    }

    pub(crate) fn try_next(&self) -> Option<(Change, AnyCell)> {
        self.changes().pop_front()
    }
}

/// Those to be woken once the lock is given back: their wakers are the user's.
#[must_use]
#[derive(Default)]
pub(super) struct Told(Vec<Arc<Watch>>);

impl Told {
    pub(super) fn wake(self) {
        for watch in self.0 {
            drop(crate::dying::catch_rarely(|| watch.changed.notify_one()));
        }
    }
}

impl Registry {
    /// Whether the actor was no member before.
    pub(crate) fn join(&self, group: &Arc<str>, cell: &AnyCell) -> Result<bool, Closed> {
        let mut books = self.books();
        if books.is_member(group, cell) {
            return Ok(false);
        }
        if !cell.erased().make_known() {
            return Err(Closed);
        }
        let number = books.next;
        books.next += 1;
        let members = books.groups.entry(Arc::clone(group)).or_default();
        members.joined.insert(number, cell.clone());
        let told = members.tell(Change::Joined, cell);
        let known = books.known.entry(cell.identity()).or_default();
        known.groups.push((Arc::clone(group), number));
        drop(books);
        told.wake();
        Ok(true)
    }

    /// Whether the actor was a member.
    pub(crate) fn leave(&self, group: &str, cell: &AnyCell) -> bool {
        let mut books = self.books();
        let Some(known) = books.known.get_mut(&cell.identity()) else {
            return false;
        };
        let place = known.groups.iter().position(|(of, _)| **of == *group);
        let Some((group, number)) = place.map(|place| known.groups.remove(place)) else {
            return false;
        };
        let told = books.part(&group, number, cell);
        books.tidy(cell.identity());
        drop(books);
        told.wake();
        true
    }

    /// The members, in the order in which they joined.
    pub(crate) fn members(&self, group: &str) -> Vec<AnyCell> {
        let books = self.books();
        let members = books.groups.get(group);
        members.map_or_else(Vec::new, |members| {
            members.joined.values().cloned().collect()
        })
    }

    /// The groups of an actor, in the order in which it joined them.
    pub(crate) fn groups_of(&self, cell: &AnyCell) -> Vec<Arc<str>> {
        let books = self.books();
        let known = books.known.get(&cell.identity());
        known.map_or_else(Vec::new, |known| {
            known
                .groups
                .iter()
                .map(|(group, _)| Arc::clone(group))
                .collect()
        })
    }

    /// The groups that have members.
    pub(crate) fn groups(&self) -> Vec<Arc<str>> {
        let books = self.books();
        let groups = books.groups.iter();
        groups
            .filter(|(_, members)| !members.joined.is_empty())
            .map(|(group, _)| Arc::clone(group))
            .collect()
    }

    /// The members now, and a record of all changes from now on.
    pub(crate) fn monitor(&self, group: &Arc<str>) -> (Vec<AnyCell>, Arc<Watch>) {
        let watch = Arc::new(Watch::default());
        let mut books = self.books();
        let members = books.groups.entry(Arc::clone(group)).or_default();
        members.monitors.retain(|other| other.strong_count() > 0);
        members.monitors.push(Arc::downgrade(&watch));
        let now = members.joined.values().cloned().collect();
        (now, watch)
    }

    /// A monitor has gone.
    pub(crate) fn demonitor(&self, group: &str) {
        let mut books = self.books();
        if let Some(members) = books.groups.get_mut(group) {
            members.monitors.retain(|watch| watch.strong_count() > 0);
            books.drop_if_empty(group);
        }
    }
}

impl Books {
    fn is_member(&self, group: &str, cell: &AnyCell) -> bool {
        let known = self.known.get(&cell.identity());
        known.is_some_and(|known| known.groups.iter().any(|(of, _)| **of == *group))
    }

    /// Takes a member out of one group.
    pub(super) fn part(&mut self, group: &str, number: u64, cell: &AnyCell) -> Told {
        let Some(members) = self.groups.get_mut(group) else {
            return Told::default();
        };
        members.joined.remove(&number);
        let told = members.tell(Change::Left, cell);
        self.drop_if_empty(group);
        told
    }

    fn drop_if_empty(&mut self, group: &str) {
        let empty = |members: &Members| members.joined.is_empty() && members.monitors.is_empty();
        if self.groups.get(group).is_some_and(empty) {
            self.groups.remove(group);
        }
    }
}

impl Members {
    /// Leaves a change with all monitors, in the order of the changes.
    fn tell(&mut self, change: Change, cell: &AnyCell) -> Told {
        let watches: Vec<_> = self.monitors.iter().filter_map(Weak::upgrade).collect();
        for watch in &watches {
            watch.changes().push_back((change, cell.clone()));
        }
        Told(watches)
    }
}

impl Told {
    pub(super) fn and(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A cell that is freed here frees its state, which is the user's: nothing is locked.
        drop(mem::take(&mut *self.changes()));
    }
}
