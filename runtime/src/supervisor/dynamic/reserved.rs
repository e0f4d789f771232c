//! What is held for a child until it has begun, and given back where it does not.

use std::sync::atomic::Ordering;

use super::{DynamicNode, Kind, Which};
use crate::supervisor::Supervisor;
use crate::supervisor::seat::Control;

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    /// A place for one child more. Gives the limit where it is reached.
    pub(super) fn reserve(&self) -> Result<Reserved<'_, S, K>, usize> {
        let Some(limit) = S::OPTIONS.max_children else {
            return Ok(Reserved { node: None });
        };
        if self.taken.fetch_add(1, Ordering::AcqRel) >= limit {
            self.taken.fetch_sub(1, Ordering::AcqRel);
            return Err(limit);
        }
        Ok(Reserved { node: Some(self) })
    }
}

/// A reserved place among `max_children`, given back unless the start succeeds.
pub(super) struct Reserved<'a, S: Supervisor, K: Kind<S>> {
    node: Option<&'a DynamicNode<S, K>>,
}

impl<S: Supervisor, K: Kind<S>> Reserved<'_, S, K> {
    pub(super) fn keep(mut self) {
        self.node = None;
    }
}

impl<S: Supervisor, K: Kind<S>> Drop for Reserved<'_, S, K> {
    fn drop(&mut self) {
        if let Some(node) = self.node {
            node.taken.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// A child that was entered and has not begun; taken out again when its start fails or is dropped.
pub(super) struct Entered<'a, S: Supervisor, K: Kind<S>> {
    node: &'a DynamicNode<S, K>,
    control: Option<&'a Control>,
}

impl<'a, S: Supervisor, K: Kind<S>> Entered<'a, S, K> {
    pub(super) fn new(node: &'a DynamicNode<S, K>, control: &'a Control) -> Self {
        Self {
            node,
            control: Some(control),
        }
    }

    pub(super) fn keep(mut self) {
        self.control = None;
    }
}

impl<S: Supervisor, K: Kind<S>> Drop for Entered<'_, S, K> {
    fn drop(&mut self) {
        let Some(control) = self.control else {
            return;
        };
        let node = self.node;
        if S::OPTIONS.max_children.is_some() {
            // `remove` gives the place back, or has done so, and so will the reservation.
            node.taken.fetch_add(1, Ordering::AcqRel);
        }
        let which = Which::of(control);
        let same = DynamicNode::<S, K>::same(which);
        if node.children.set_terminating(which.slot, same) {
            // A supervisor may have started some of its children: it is taken out when it has ended.
            node.end_one(control);
        }
    }
}
