//! A mailbox without its messages: what is the same for all actors is compiled once, and not with each of them.

use std::ops::Deref;

use super::bound::Bound;
use super::side::{self, Rare, Run, Seldom, Side, Slot};
use super::{Mailbox, queue};
use crate::cell::guarded::{Guard, Guarded};

/// What a cell has beside its state, whatever its messages are.
pub(crate) trait Parts {
    /// Looks at it.
    fn shown(&self) -> Option<Shown<'_>>;

    /// The same, to change it.
    fn found(&mut self) -> Option<Found<'_>>;

    /// What is known of its run; there is some now.
    fn run(&mut self) -> &mut Run;

    /// What few cells need; there is some now.
    fn rare(&mut self) -> &mut Rare;

    fn numbers(&self) -> Option<Numbers>;

    /// Bytes of the queue's allocations.
    fn bytes(&self) -> usize;

    /// Gives back the room of the queue that is not needed.
    fn shrink(&mut self);
}

#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(super) run: &'a Run,
    pub(super) rare: Option<&'a Rare>,
    /// Messages in the queue, and in the lane in front of it.
    pub(super) inbox: usize,
    pub(super) first: usize,
    /// The bytes of what is there whenever anything is.
    pub(super) least: usize,
}

/// What is known of lanes without a look at a message.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    pub(super) bound: Option<Bound>,
    pub(super) dropped: u64,
    pub(super) waiting: usize,
    /// Of lanes that are empty.
    pub(super) least: usize,
}

pub(crate) struct Found<'a> {
    pub(super) run: &'a mut Run,
    pub(super) rare: Option<&'a mut Rare>,
}

impl<M> Parts for Slot<M> {
    fn shown(&self) -> Option<Shown<'_>> {
        let side = self.as_deref()?;
        let seldom = side.seldom.as_deref();
        let lanes = seldom.and_then(|seldom| seldom.lanes.as_deref());
        Some(Shown {
            run: &side.run,
            rare: seldom.map(|seldom| &seldom.rare),
            inbox: side.inbox.len(),
            first: lanes.map_or(0, |lanes| lanes.first.len()),
            least: size_of::<Side<M>>() + size_of::<Seldom<M>>(),
        })
    }

    fn found(&mut self) -> Option<Found<'_>> {
        let side = self.as_deref_mut()?;
        Some(Found {
            run: &mut side.run,
            rare: side.seldom.as_deref_mut().map(|seldom| &mut seldom.rare),
        })
    }

    fn run(&mut self) -> &mut Run {
        &mut side::of(self).run
    }

    fn rare(&mut self) -> &mut Rare {
        &mut side::of(self).seldom().rare
    }

    fn numbers(&self) -> Option<Numbers> {
        let seldom = self.as_deref()?.seldom.as_deref()?;
        seldom.lanes.as_ref().map(|lanes| lanes.numbers())
    }

    fn bytes(&self) -> usize {
        self.as_ref().map_or(0, |side| side.bytes())
    }

    fn shrink(&mut self) {
        if let Some(side) = self {
            queue::shrink(&mut side.inbox);
        }
    }
}

/// A mailbox without its messages.
pub(crate) type Plain = Guarded<dyn Parts>;

/// What is locked of it.
pub(super) type Locked<'a> = Guard<'a, dyn Parts>;

// What asks for no message is a method of that.
impl<M: 'static> Deref for Mailbox<M> {
    type Target = Plain;

    #[inline]
    fn deref(&self) -> &Plain {
        &self.0
    }
}

/// Whether anything waits.
pub(super) fn has_work(guard: &Locked<'_>) -> bool {
    guard.signals() != 0 || guard.shown().is_some_and(|shown| shown.inbox > 0)
}
