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
    /// Whether a wait was noted with that cell.
    waited: Cell<bool>,
}

thread_local! {
    static CURRENT: Current = const {
        Current {
            head: Cell::new(None),
            waited: Cell::new(false),
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

/// Says that a wait was noted with the current cell, which ends with its handler at the latest.
pub(crate) fn note_wait() {
    CURRENT.with(|current| current.waited.set(true));
}

/// The time for which a thread polls a handler.
pub(super) struct Scope {
    before: (Option<NonNull<Head>>, bool),
}

impl Scope {
    /// # Safety
    ///
    /// The cell outlives the scope, which is dropped before any that stands already.
    #[inline]
    pub(super) unsafe fn enter(head: NonNull<Head>) -> Self {
        CURRENT.with(|current| Self {
            before: (
                current.head.replace(Some(head)),
                current.waited.replace(false),
            ),
        })
    }

    /// Whether the handler has begun to wait.
    #[inline]
    pub(super) fn has_waited(&self) -> bool {
        CURRENT.with(|current| current.waited.get())
    }
}

impl Drop for Scope {
    #[inline]
    fn drop(&mut self) {
        let (head, waited) = self.before;
        CURRENT.with(|current| {
            current.head.set(head);
            current.waited.set(waited);
        });
    }
}
