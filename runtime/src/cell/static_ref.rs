//! A reference to a `static` that a constant may hold before the `static` is known.
//!
//! Invariant: the pointer was made of a `&'static T`, so it may be read at any time, by any thread that may
//! read a `T`.
//!
//! A plain `&'static T` in a constant is followed when the constant is checked, so that declarations that
//! name each other in a circle would be the compiler's own error about constants, and not ours about the tree.

#![allow(unsafe_code)]

/// A `&'static T` that the compiler does not look behind.
#[doc(hidden)]
#[derive(Debug)]
pub struct StaticRef<T: 'static>(*const T);

impl<T> StaticRef<T> {
    #[must_use]
    pub const fn new(target: &'static T) -> Self {
        Self(target)
    }

    pub(crate) const fn get(self) -> &'static T {
        // SAFETY: made of a `&'static T` in `new`, the only place that makes one.
        unsafe { &*self.0 }
    }
}

impl<T> Clone for StaticRef<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StaticRef<T> {}

// SAFETY: it gives `&'static T` and nothing else, which other threads may have where `T` is `Sync`.
unsafe impl<T: Sync> Send for StaticRef<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for StaticRef<T> {}
