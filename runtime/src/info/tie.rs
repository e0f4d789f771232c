//! What a value on its way depends on, such as a timer that may still be cancelled.

use std::sync::atomic::{AtomicBool, Ordering};

/// Something that lasts until its value is handled, until it is cut, or until its actor ends.
#[derive(Debug, Default)]
pub(crate) struct Tie {
    over: AtomicBool,
}

impl Tie {
    /// Takes the right to handle its value, which exists once.
    pub(crate) fn claim(&self) -> bool {
        !self.over.swap(true, Ordering::AcqRel)
    }
}
