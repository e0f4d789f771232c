//! The primitives of this room: std's in a build, loom's in a model.
//!
//! What is shipped is what is model-checked: the protocols above name only this module.

#[cfg(dormouse_loom)]
pub(crate) use self::model::*;
#[cfg(not(dormouse_loom))]
pub(crate) use self::real::*;

#[cfg(not(dormouse_loom))]
mod real {
    pub(crate) use std::hint::spin_loop;
    pub(crate) use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
    pub(crate) use std::thread::yield_now;

    /// A slot whose accesses loom can watch.
    pub(crate) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

    impl<T> UnsafeCell<T> {
        pub(crate) const fn new(value: T) -> Self {
            Self(std::cell::UnsafeCell::new(value))
        }

        /// Lends a pointer for reading.
        #[inline]
        pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
            f(self.0.get())
        }

        /// Lends a pointer for writing.
        #[inline]
        pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
            f(self.0.get())
        }
    }
}

#[cfg(dormouse_loom)]
mod model {
    pub(crate) use loom::cell::UnsafeCell;
    pub(crate) use loom::hint::spin_loop;
    pub(crate) use loom::sync::atomic::{AtomicU8, AtomicU32, Ordering};
    pub(crate) use loom::thread::yield_now;
}
