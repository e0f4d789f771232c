//! What a system knows of its actors beside their cells: names and groups, and who is listed for reports.
//!
//! Nothing is kept of an actor that has none of these. One that has any is marked in its mailbox, under
//! whose lock a closed actor is refused; so whoever closes it sees the mark, and what was entered before is
//! taken out before anybody is told of the end.

mod door;
pub(crate) mod error;
pub(crate) mod groups;
pub(crate) mod names;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::groups::{Members, Told};
use self::names::Holder;
use crate::cell::reference::AnyCell;
use crate::link::{ALONE, Identity};

/// The names and groups of one system.
#[derive(Default)]
pub(crate) struct Registry {
    books: Mutex<Books>,
}

#[derive(Default)]
struct Books {
    names: HashMap<Arc<str>, Holder>,
    groups: HashMap<Arc<str>, Members>,
    /// What each actor has, for its end.
    known: HashMap<Identity, Known>,
    /// The number of the next reservation, or member.
    next: u64,
}

#[derive(Default)]
struct Known {
    names: Vec<Arc<str>>,
    /// With its number among the members.
    groups: Vec<(Arc<str>, u64)>,
    /// The actor itself, where it is to be found in reports without either.
    listed: Option<AnyCell>,
}

impl Known {
    fn is_empty(&self) -> bool {
        self.names.is_empty() && self.groups.is_empty() && self.listed.is_none()
    }
}

impl Registry {
    fn books(&self) -> MutexGuard<'_, Books> {
        // Nothing of the user's runs under this lock.
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lists an actor that no supervisor knows of.
    pub(crate) fn list(&self, cell: &AnyCell) {
        let mut books = self.books();
        if cell.erased().make_known() {
            let known = books.known.entry(cell.identity()).or_default();
            known.listed = Some(cell.clone());
        }
    }

    /// The actors that no supervisor knows of, as far as they are listed or have a name.
    pub(crate) fn listed(&self) -> Vec<AnyCell> {
        let books = self.books();
        let listed = books
            .known
            .values()
            .filter_map(|known| known.listed.clone());
        let mut cells: HashMap<Identity, AnyCell> =
            listed.map(|cell| (cell.identity(), cell)).collect();
        let named = books.names.values().filter_map(|holder| match holder {
            Holder::Actor(cell) => Some(cell.clone()),
            Holder::Starting(..) => None,
        });
        let named = named.filter(|cell| cell.head().slot() == ALONE);
        cells.extend(named.map(|cell| (cell.identity(), cell)));
        drop(books);
        cells.into_values().collect()
    }

    /// The actor has ended: it has no name any more, and is in no group.
    pub(crate) fn forget(&self, cell: &AnyCell) {
        let mut books = self.books();
        let Some(known) = books.known.remove(&cell.identity()) else {
            return;
        };
        // The cells themselves are kept by the caller, so that none is freed under the lock.
        for name in known.names {
            books.names.remove(&name);
        }
        let mut told = Told::default();
        for (group, number) in known.groups {
            told.and(books.part(&group, number, cell));
        }
        books.shrink();
        drop(books);
        told.wake();
    }
}

impl Books {
    /// Forgets about an actor that has nothing any more.
    fn tidy(&mut self, of: Identity) {
        if self.known.get(&of).is_some_and(Known::is_empty) {
            self.known.remove(&of);
        }
        self.shrink();
    }

    /// Gives the tables back when they are empty.
    fn shrink(&mut self) {
        if self.known.is_empty() {
            self.known = HashMap::new();
        }
        if self.names.is_empty() {
            self.names = HashMap::new();
        }
        if self.groups.is_empty() {
            self.groups = HashMap::new();
        }
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").finish_non_exhaustive()
    }
}
