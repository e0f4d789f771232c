//! Whom a handler waits for, in calls: how a cycle of calls is found.

use std::mem;

use super::Mailbox;
use super::side::side;
use crate::cell::reference::AnyCell;

/// A call in which the handler that runs waits.
#[derive(Debug)]
pub(crate) struct Wait {
    /// Tells the waits of one cell apart: an address that belongs to the call for as long as it waits.
    pub(crate) call: usize,
    pub(crate) callee: AnyCell,
}

// What is given out here refers to cells, and whoever drops the last reference runs the user's code.
impl<M> Mailbox<M> {
    pub(crate) fn begin_wait(&self, wait: Wait) {
        let mut guard = self.0.lock();
        side(&mut guard).rare().waits.push(wait);
    }

    /// Gives the wait, unless it has ended.
    pub(crate) fn end_wait(&self, call: usize) -> Option<Wait> {
        let mut guard = self.0.lock();
        let waits = &mut guard.as_mut()?.rare.as_mut()?.waits;
        let place = waits.iter().position(|wait| wait.call == call)?;
        Some(waits.swap_remove(place))
    }

    /// Ends all waits.
    pub(crate) fn end_waits(&self) -> Vec<Wait> {
        let mut guard = self.0.lock();
        let rare = guard.as_mut().and_then(|side| side.rare.as_mut());
        rare.map_or_else(Vec::new, |rare| mem::take(&mut rare.waits))
    }

    /// Adds those whom this actor waits for.
    pub(crate) fn add_callees(&self, callees: &mut Vec<AnyCell>) {
        let guard = self.0.lock();
        if let Some(rare) = guard.as_ref().and_then(|side| side.rare.as_ref()) {
            add(&rare.waits, callees);
        }
    }
}

fn add(waits: &[Wait], callees: &mut Vec<AnyCell>) {
    callees.extend(waits.iter().map(|wait| wait.callee.clone()));
}
