//! The turn of a caller who keeps the cell alive meanwhile.
//!
//! Invariant of this file: while a [`Here`] exists its `running` has a reference to the cell that was never
//! counted, beside the one that is borrowed; it is counted, or forgotten, before `running` leaves.
//!
//! Counting up and down would cost a call to an idle actor two locked instructions, of six in all.

#![allow(unsafe_code, reason = "a reference that is not counted")]

use std::mem::{self, ManuallyDrop};
use std::ops::{Deref, DerefMut};
use std::ptr;

use super::reference::CellRef;
use super::state::Held;
use super::turn::Running;
use crate::actor::Actor;

/// The turn, and the place for a handler that waits, on the stack of a caller.
///
/// It is left or owned in the end; dropped, nobody would ever run the actor again.
#[must_use]
pub(crate) struct Here<'a, A: Actor> {
    running: ManuallyDrop<Running<A>>,
    cell: &'a CellRef<A>,
}

impl<'a, A: Actor> Here<'a, A> {
    /// Takes the turn of an idle actor.
    #[inline]
    pub(crate) fn claim(cell: &'a CellRef<A>) -> Option<Self> {
        cell.mailbox().claim()?;
        // SAFETY: a copy of a reference that lives for `'a`, and as long as which this lives; it is never
        // dropped as it is.
        let uncounted = unsafe { ptr::read(cell) };
        Some(Self {
            running: ManuallyDrop::new(Running::new(Held::of(uncounted))),
            cell,
        })
    }

    /// For the turn to be carried elsewhere.
    pub(crate) fn into_owned(self) -> Running<A> {
        let mut this = ManuallyDrop::new(self);
        mem::forget(this.cell.clone());
        // SAFETY: taken once, for `this` is not dropped; the reference was counted just now.
        unsafe { ManuallyDrop::take(&mut this.running) }
    }

    /// After the turn was given back. Nothing is suspended.
    #[inline]
    pub(crate) fn leave(self) {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: taken once, for `this` is not dropped.
        let running = unsafe { ManuallyDrop::take(&mut this.running) };
        mem::forget(running.into_held());
    }
}

impl<A: Actor> Drop for Here<'_, A> {
    fn drop(&mut self) {
        debug_assert!(false, "a turn was lost");
    }
}

impl<A: Actor> Deref for Here<'_, A> {
    type Target = Running<A>;

    #[inline]
    fn deref(&self) -> &Running<A> {
        &self.running
    }
}

impl<A: Actor> DerefMut for Here<'_, A> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Running<A> {
        &mut self.running
    }
}
