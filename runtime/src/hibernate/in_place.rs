//! Who hibernates inside a handler, in one system: for inspection, which cannot reach a state that a handler
//! borrows, and for the end of the runtime, which drops tasks, and here are none.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use super::switch;
use crate::cell::reference::AnyCell;
use crate::compact::Measure;

/// The actors of a system whose handlers hibernate.
#[derive(Default)]
pub(crate) struct InPlace(Mutex<Records>);

#[derive(Default)]
struct Records {
    /// By the address of the cell. Boxed, for the nodes of a map are only partly full.
    by_cell: BTreeMap<usize, Box<Record>>,
    /// The runtime has gone.
    closed: bool,
}

/// One of them.
pub(crate) struct Record {
    cell: AnyCell,
    /// Not while hibernation is turned off.
    asleep: bool,
    /// What the state owns, compacted; `None` where that is not known.
    state: Option<Measure>,
    /// Bytes of what keeps the handler.
    bytes: usize,
    /// Keeps the handler's run, and wakes it.
    run: Option<Waker>,
}

impl Record {
    pub(crate) fn is_asleep(&self) -> bool {
        self.asleep
    }

    /// Bytes of what keeps the handler, this included, and what the state owns.
    pub(crate) fn memory(&self) -> (usize, Option<Measure>) {
        let entry = size_of::<usize>() + size_of::<Box<Self>>() + size_of::<Self>();
        (self.bytes + entry, self.state)
    }
}

impl InPlace {
    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A handler of that cell is about to hibernate, for which it has so many bytes beside its frame. `false`:
    /// the runtime has gone.
    pub(crate) fn enter(
        &self,
        cell: &AnyCell,
        asleep: bool,
        state: Option<Measure>,
        bytes: usize,
    ) -> bool {
        let record = Box::new(Record {
            cell: cell.clone(),
            asleep,
            state,
            bytes,
            run: None,
        });
        let mut records = self.records();
        if records.closed {
            drop(records);
            return false;
        }
        let before = records.by_cell.insert(cell.address(), record);
        drop(records);
        // With the cell may go the user's state, in general.
        drop(before);
        true
    }

    /// Its run will be kept by that waker, in so many bytes. `false`: hibernation was turned on meanwhile, and the
    /// handler is to be asked again.
    pub(crate) fn keep_run(&self, cell: &AnyCell, waker: Waker, bytes: usize) -> bool {
        let mut records = self.records();
        let Some(record) = records.by_cell.get_mut(&cell.address()) else {
            drop(records);
            drop(waker);
            return true;
        };
        let before = record.run.replace(waker);
        if before.is_none() {
            record.bytes += bytes;
        }
        // Under the lock, as in `awake`: one of the two sees the other.
        let rests = record.asleep || !switch::is_hibernation_on();
        drop(records);
        drop(before);
        rests
    }

    /// What wakes those that lie here awake, for hibernation was turned off: on again, they can fall asleep.
    pub(crate) fn awake(&self) -> Vec<Waker> {
        let records = self.records();
        let awake = records.by_cell.values().filter(|record| !record.asleep);
        awake.filter_map(|record| record.run.clone()).collect()
    }

    /// The handler goes on, or is dropped.
    pub(crate) fn leave(&self, cell: &AnyCell) {
        let record = self.records().by_cell.remove(&cell.address());
        drop(record);
    }

    pub(crate) fn find<R>(&self, cell: &AnyCell, read: impl FnOnce(&Record) -> R) -> Option<R> {
        self.records()
            .by_cell
            .get(&cell.address())
            .map(|record| read(record))
    }

    /// The runtime has gone, and nobody would come to them: they end.
    pub(crate) fn close(&self) {
        let mut records = self.records();
        records.closed = true;
        let left = std::mem::take(&mut records.by_cell);
        drop(records);
        for record in left.into_values() {
            record.cell.erased().kill();
        }
    }
}

impl fmt::Debug for InPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InPlace").finish_non_exhaustive()
    }
}
