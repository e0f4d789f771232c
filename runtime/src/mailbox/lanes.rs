//! What a mailbox has beside its one queue: a lane for what goes first, a bound, and who waits for room.

use std::collections::VecDeque;
use std::mem;

use super::bound::{Bound, Waiting};
use super::side::{Rare, Side, Slot};
use crate::cell::guarded::Guard;

pub(super) struct Lanes<M> {
    /// In front of the inbox.
    pub(super) first: VecDeque<M>,
    /// Those who wait for room, by ticket: for the lane in front, and for the inbox.
    pub(super) lines: [VecDeque<Waiting<M>>; 2],
    /// Given at run time; it counts instead of the declared one.
    pub(super) bound: Option<Bound>,
    pub(super) dropped: u64,
}

impl<M> Lanes<M> {
    pub(super) const fn new() -> Self {
        Self {
            first: VecDeque::new(),
            lines: [VecDeque::new(), VecDeque::new()],
            bound: None,
            dropped: 0,
        }
    }

    /// Whether there is anything that must outlive a rest.
    pub(super) fn is_needed(&self) -> bool {
        self.bound.is_some()
            || self.dropped > 0
            || !self.first.is_empty()
            || self.lines.iter().any(|line| !line.is_empty())
    }

    pub(super) fn shrink(&mut self) {
        self.first.shrink_to_fit();
        self.lines.iter_mut().for_each(VecDeque::shrink_to_fit);
    }

    pub(super) fn bytes(&self) -> usize {
        let lines: usize = self.lines.iter().map(VecDeque::capacity).sum();
        size_of::<Self>() + self.first.capacity() * size_of::<M>() + lines * size_of::<Waiting<M>>()
    }
}

impl<M> Rare<M> {
    pub(super) fn lanes(&mut self) -> &mut Lanes<M> {
        self.lanes.get_or_insert_with(|| Box::new(Lanes::new()))
    }

    /// Empty lanes hold nothing of the user's, and so may be dropped here.
    pub(super) fn settle_lanes(&mut self) {
        self.lanes.take_if(|lanes| !lanes.is_needed());
        if let Some(lanes) = &mut self.lanes {
            lanes.shrink();
        }
    }
}

impl<M> Side<M> {
    /// Messages that wait, without those of a running batch.
    pub(super) fn len(&self) -> usize {
        let first = self.rare.as_ref().and_then(|rare| rare.lanes.as_ref());
        self.inbox.len() + first.map_or(0, |lanes| lanes.first.len())
    }

    pub(super) fn lanes(&mut self) -> Option<&mut Lanes<M>> {
        self.rare.as_mut()?.lanes.as_deref_mut()
    }

    /// All that waits, in the order in which it would be handled.
    pub(super) fn take_all(&mut self) -> VecDeque<M> {
        let mut inbox = mem::take(&mut self.inbox);
        match self.lanes() {
            Some(lanes) if !lanes.first.is_empty() => {
                let mut all = mem::take(&mut lanes.first);
                all.append(&mut inbox);
                all
            }
            _ => inbox,
        }
    }
}

pub(super) fn of<'a, M>(guard: &'a Guard<'_, Slot<M>>) -> Option<&'a Lanes<M>> {
    guard.as_ref()?.rare.as_ref()?.lanes.as_deref()
}

/// The bound that counts: the one given at run time, or the declared one.
pub(super) fn bound<M>(guard: &Guard<'_, Slot<M>>, declared: Option<Bound>) -> Bound {
    of(guard)
        .and_then(|lanes| lanes.bound)
        .or(declared)
        .unwrap_or(Bound::NONE)
}

/// Messages may come in again.
pub(super) fn end_drain<M>(guard: &mut Guard<'_, Slot<M>>) {
    let rarest = guard.as_mut().and_then(|side| side.find_rarest_mut());
    if let Some(marked) = rarest.and_then(|rarest| rarest.draining.take()) {
        guard.set_marked(marked);
    }
}

pub(super) fn is_draining<M>(guard: &Guard<'_, Slot<M>>) -> bool {
    guard
        .as_ref()
        .and_then(|side| side.find_rarest())
        .is_some_and(|rarest| rarest.draining.is_some())
}
