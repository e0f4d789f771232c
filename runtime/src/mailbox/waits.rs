//! Whom a handler waits for, in calls: how a cycle of calls is found.

use std::mem;

use super::parts::Plain;
use crate::cell::reference::AnyCell;

/// A call in which the handler that runs waits.
#[derive(Debug)]
pub(crate) struct Wait {
    /// Tells the waits of one cell apart: an address that belongs to the call for as long as it waits.
    pub(crate) call: usize,
    pub(crate) callee: AnyCell,
}

// What is given out here refers to cells, and whoever drops the last reference runs the user's code.
impl Plain {
    pub(crate) fn begin_wait(&self, wait: Wait) {
        let mut guard = self.lock();
        guard.rare().waits.push(wait);
    }

    /// Gives the wait, unless it has ended.
    pub(crate) fn end_wait(&self, call: usize) -> Option<Wait> {
        let mut guard = self.lock();
        let waits = &mut guard.found()?.rare?.waits;
        let place = waits.iter().position(|wait| wait.call == call)?;
        Some(waits.swap_remove(place))
    }

    /// Ends all waits.
    pub(crate) fn end_waits(&self) -> Vec<Wait> {
        let mut guard = self.lock();
        let rare = guard.found().and_then(|found| found.rare);
        rare.map_or_else(Vec::new, |rare| mem::take(&mut rare.waits))
    }

    /// Adds those whom this actor waits for.
    pub(crate) fn add_callees(&self, callees: &mut Vec<AnyCell>) {
        let guard = self.lock();
        if let Some(rare) = guard.shown().and_then(|shown| shown.rare) {
            callees.extend(rare.waits.iter().map(|wait| wait.callee.clone()));
        }
    }
}
