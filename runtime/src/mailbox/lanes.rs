//! What a mailbox has beside its one queue: a lane for what goes first, a bound, and who waits for room.

use std::collections::VecDeque;
use std::mem;

use super::bound::{Admission, Bound, Waiting};
use super::parts::{Numbers, Parts};
use super::queue;
use super::side::{Seldom, Side, Slot};
use crate::cell::guarded::Guard;

pub(super) struct Lanes<M> {
    /// In front of the inbox.
    pub(super) first: VecDeque<M>,
    /// Those who wait for room: for the lane in front, and for the inbox.
    pub(super) lines: Option<Box<[Line<M>; 2]>>,
    /// Given at run time; it counts instead of the declared one.
    pub(super) bound: Option<Bound>,
    pub(super) dropped: u64,
}

/// Senders that wait for room, in their order.
pub(super) struct Line<M> {
    /// What there is of each beside its message: the ticket by which it is found, and its admission, unless it waits
    /// for a reply anyhow.
    pub(super) tickets: VecDeque<(u64, Option<Admission>)>,
    pub(super) messages: VecDeque<M>,
}

impl<M> Line<M> {
    pub(super) const fn new() -> Self {
        Self {
            tickets: VecDeque::new(),
            messages: VecDeque::new(),
        }
    }

    pub(super) fn push(&mut self, ticket: u64, message: M, admission: Option<Admission>) {
        self.tickets.push_back((ticket, admission));
        self.messages.push_back(message);
    }

    pub(super) fn pop(&mut self) -> Option<Waiting<M>> {
        let message = self.messages.pop_front()?;
        let (ticket, admission) = self.tickets.pop_front()?;
        Some(Waiting {
            ticket,
            message,
            admission,
        })
    }

    fn bytes(&self) -> usize {
        self.messages.capacity() * size_of::<M>()
            + self.tickets.capacity() * size_of::<(u64, Option<Admission>)>()
    }

    /// Takes out the one with that ticket.
    pub(super) fn withdraw(&mut self, ticket: u64) -> Option<Waiting<M>> {
        let place = place_of(&self.tickets, ticket)?;
        let message = queue::take(&mut self.messages, place)?;
        let (ticket, admission) = self.tickets.remove(place)?;
        Some(Waiting {
            ticket,
            message,
            admission,
        })
    }
}

fn waiting<M>([first, others]: &[Line<M>; 2]) -> usize {
    first.messages.len() + others.messages.len()
}

fn place_of(tickets: &VecDeque<(u64, Option<Admission>)>, ticket: u64) -> Option<usize> {
    tickets
        .binary_search_by_key(&ticket, |(ticket, _)| *ticket)
        .ok()
}

impl<M> Lanes<M> {
    pub(super) const fn new() -> Self {
        Self {
            first: VecDeque::new(),
            lines: None,
            bound: None,
            dropped: 0,
        }
    }

    /// Whether there is anything that must outlive a rest.
    pub(super) fn is_needed(&self) -> bool {
        self.bound.is_some() || self.dropped > 0 || !self.first.is_empty() || self.waiting() > 0
    }

    pub(super) fn shrink(&mut self) {
        queue::shrink(&mut self.first);
        self.lines.take_if(|lines| waiting(lines) == 0);
        if let Some(lines) = &mut self.lines {
            for line in lines.iter_mut() {
                line.tickets.shrink_to_fit();
                queue::shrink(&mut line.messages);
            }
        }
    }

    pub(super) fn lines(&mut self) -> &mut [Line<M>; 2] {
        self.lines
            .get_or_insert_with(|| Box::new([Line::new(), Line::new()]))
    }

    pub(super) fn bytes(&self) -> usize {
        let lines = self.lines.as_ref().map_or(0, |lines| {
            size_of::<[Line<M>; 2]>() + lines.iter().map(Line::bytes).sum::<usize>()
        });
        size_of::<Self>() + self.first.capacity() * size_of::<M>() + lines
    }

    pub(super) fn waiting(&self) -> usize {
        self.lines.as_ref().map_or(0, |lines| waiting(lines))
    }

    pub(super) fn numbers(&self) -> Numbers {
        Numbers {
            bound: self.bound,
            dropped: self.dropped,
            waiting: self.waiting(),
            least: size_of::<Self>(),
        }
    }
}

impl<M> Seldom<M> {
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
        let first = self
            .seldom
            .as_ref()
            .and_then(|seldom| seldom.lanes.as_ref());
        self.inbox.len() + first.map_or(0, |lanes| lanes.first.len())
    }

    pub(super) fn lanes(&mut self) -> Option<&mut Lanes<M>> {
        self.seldom.as_mut()?.lanes.as_deref_mut()
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
    guard.as_ref()?.seldom.as_ref()?.lanes.as_deref()
}

/// The bound that counts: the one given at run time, or the declared one.
pub(super) fn bound<M>(guard: &Guard<'_, Slot<M>>, declared: Option<Bound>) -> Bound {
    of(guard)
        .and_then(|lanes| lanes.bound)
        .or(declared)
        .unwrap_or(Bound::NONE)
}

/// Messages may come in again.
pub(super) fn end_drain<T: Parts + ?Sized>(guard: &mut Guard<'_, T>) {
    let rarest = guard
        .found()
        .and_then(|found| found.rare?.rarest.as_deref_mut());
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
