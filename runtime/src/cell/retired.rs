//! Blocks of memory that are given back later, all at once.
//!
//! Invariant of this file: each entry is a block that the global allocator gave out for that layout, that nothing
//! refers to any more and that nobody else gives back.
//!
//! What is moved must not take the place of what was moved just before it. The owners of the blocks may have any
//! lifetime, so that they can't be kept as values of one type without an allocation for each.

#![allow(
    unsafe_code,
    reason = "blocks are kept without the types they were made for"
)]

use std::alloc::{Layout, dealloc};
use std::fmt;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

#[derive(Default)]
pub(crate) struct Retired {
    blocks: Vec<(NonNull<u8>, Layout)>,
    bytes: usize,
}

// SAFETY: the blocks hold no values, and no thread but the owner's refers to them.
unsafe impl Send for Retired {}
// SAFETY: a shared reference reads lengths alone.
unsafe impl Sync for Retired {}

impl Retired {
    pub(crate) const fn new() -> Self {
        Self {
            blocks: Vec::new(),
            bytes: 0,
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.blocks.len()
    }

    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Keeps the block of a vector, whose values are dropped.
    pub(crate) fn keep<T>(&mut self, mut values: Vec<T>) {
        values.clear();
        let Ok(layout) = Layout::array::<T>(values.capacity()) else {
            return;
        };
        if layout.size() == 0 {
            return;
        }
        // Before the vector gives up its block: this may fail.
        self.blocks.reserve(1);
        let mut values = ManuallyDrop::new(values);
        // By the manual of `Vec`, its block has the layout of an array of its capacity. No reference to the values,
        // which are none: it would be to no bytes.
        if let Some(block) = NonNull::new(values.as_mut_ptr().cast()) {
            self.bytes = self.bytes.saturating_add(layout.size());
            self.blocks.push((block, layout));
        }
    }

    /// Gives all blocks back to the allocator.
    pub(crate) fn release(&mut self) {
        self.bytes = 0;
        for (block, layout) in self.blocks.drain(..) {
            // SAFETY: by the invariant, and an entry is taken out once.
            unsafe { dealloc(block.as_ptr(), layout) };
        }
    }
}

impl Drop for Retired {
    fn drop(&mut self) {
        self.release();
    }
}

impl fmt::Debug for Retired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retired")
            .field("len", &self.len())
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn blocks_are_counted_until_they_are_given_back() {
        let mut retired = Retired::new();
        retired.keep(Vec::<u64>::with_capacity(4));
        retired.keep(String::from("dormouse").into_bytes());
        // Nothing was allocated for these.
        retired.keep(Vec::<u64>::new());
        retired.keep(vec![(), ()]);
        assert_eq!((retired.len(), retired.bytes()), (2, 40));
        retired.release();
        assert_eq!((retired.len(), retired.bytes()), (0, 0));
    }

    #[test]
    fn what_a_vector_still_holds_is_dropped() {
        let token = Rc::new(());
        let mut retired = Retired::new();
        retired.keep(vec![Rc::clone(&token), Rc::clone(&token)]);
        assert_eq!(Rc::strong_count(&token), 1);
    }
}
