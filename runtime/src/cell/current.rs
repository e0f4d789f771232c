//! Whose handler this thread polls.
//!
//! Invariant of this file: while a [`Scope`] stands, the pointer that it left is that of a live cell;
//! scopes of a thread end in the reverse order of their beginning.

#![allow(
    unsafe_code,
    reason = "a cell that a thread knows without a count of its own"
)]

use std::cell::Cell;
use std::ptr::NonNull;

use super::reference::{AnyCell, Head};

struct Current {
    head: Cell<Option<NonNull<Head>>>,
    /// What was said while that cell's handler was polled.
    notes: Cell<u8>,
}

/// A wait was noted with the cell.
const WAITED: u8 = 1;
/// The handler may hibernate now, and where it does, its frame stays.
const MAY: u8 = 2;
/// The handler wants to.
const WANTS: u8 = 4;
/// It does, until something arrives.
const SLEEPS: u8 = 8;
/// It does, whatever arrives.
const SLEEPS_UNTIL: u8 = 16;

thread_local! {
    static CURRENT: Current = const {
        Current {
            head: Cell::new(None),
            notes: Cell::new(0),
        }
    };
}

/// Whether this thread polls a handler now.
#[inline]
pub(crate) fn is_some() -> bool {
    CURRENT.with(|current| current.head.get().is_some())
}

/// The actor whose handler this thread polls: the innermost, where one runs inside another.
pub(crate) fn cell() -> Option<AnyCell> {
    let head = CURRENT.with(|current| current.head.get())?;
    // SAFETY: by the invariant the cell lives: whoever made the scope has a reference.
    Some(unsafe { AnyCell::from_pointer(head) })
}

/// Whether it is the handler of that cell which this thread polls.
pub(crate) fn is(cell: &AnyCell) -> bool {
    CURRENT.with(|current| current.head.get() == Some(cell.pointer()))
}

fn note(notes: u8) {
    CURRENT.with(|current| current.notes.set(current.notes.get() | notes));
}

/// Says that a wait was noted with the current cell, which ends with its handler at the latest.
pub(crate) fn note_wait() {
    note(WAITED);
}

/// Says that the current handler wants to hibernate. Whether it may now; else it will be asked again.
pub(crate) fn want_to_hibernate() -> bool {
    note(WANTS);
    CURRENT.with(|current| current.notes.get() & MAY != 0)
}

/// Says that the current handler hibernates. `until`: whatever arrives.
pub(crate) fn note_hibernation(until: bool) {
    note(if until { SLEEPS_UNTIL } else { SLEEPS });
}

/// What was said while a handler was polled.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Notes(u8);

impl Notes {
    /// The handler has begun to wait.
    #[inline]
    pub(super) fn has_waited(self) -> bool {
        self.0 & WAITED != 0
    }

    /// It wants to hibernate.
    #[inline]
    pub(super) fn wants(self) -> bool {
        self.0 & WANTS != 0
    }

    /// Whether it hibernates; and if so, whatever arrives.
    pub(super) fn sleeps(self) -> Option<bool> {
        match self.0 & (SLEEPS | SLEEPS_UNTIL) {
            0 => None,
            SLEEPS => Some(false),
            _ => Some(true),
        }
    }
}

/// The time for which a thread polls a handler.
pub(super) struct Scope {
    before: (Option<NonNull<Head>>, u8),
}

impl Scope {
    /// # Safety
    ///
    /// The cell outlives the scope, which is dropped before any that stands already.
    #[inline]
    pub(super) unsafe fn enter(head: NonNull<Head>) -> Self {
        CURRENT.with(|current| Self {
            before: (current.head.replace(Some(head)), current.notes.replace(0)),
        })
    }

    /// Lets the handler hibernate.
    pub(super) fn permit(&self) {
        note(MAY);
    }

    #[inline]
    pub(super) fn notes(&self) -> Notes {
        CURRENT.with(|current| Notes(current.notes.get()))
    }
}

impl Drop for Scope {
    #[inline]
    fn drop(&mut self) {
        let (head, notes) = self.before;
        CURRENT.with(|current| {
            current.head.set(head);
            current.notes.set(notes);
        });
    }
}
