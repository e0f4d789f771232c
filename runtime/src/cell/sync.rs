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
    pub(crate) struct UnsafeCell<T: ?Sized>(std::cell::UnsafeCell<T>);

    impl<T> UnsafeCell<T> {
        pub(crate) const fn new(value: T) -> Self {
            Self(std::cell::UnsafeCell::new(value))
        }
    }

    impl<T: ?Sized> UnsafeCell<T> {
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

    /// Where one thread may be at a time, which a model watches and a build takes on trust.
    pub(crate) struct Section;

    /// The stay of a thread in there.
    pub(crate) struct Stay;

    impl Section {
        pub(crate) const fn new() -> Self {
            Self
        }

        #[inline]
        pub(crate) fn enter(&self) -> Stay {
            Stay
        }
    }

    impl Stay {
        #[inline]
        pub(crate) fn leave(&mut self) {}
    }
}

#[cfg(dormouse_loom)]
mod model {
    pub(crate) use loom::cell::UnsafeCell;
    pub(crate) use loom::hint::spin_loop;
    pub(crate) use loom::sync::atomic::{AtomicU8, AtomicU32, Ordering};
    pub(crate) use loom::thread::yield_now;

    pub(crate) struct Section(UnsafeCell<()>);

    pub(crate) struct Stay(Option<loom::cell::MutPtr<()>>);

    impl Section {
        pub(crate) fn new() -> Self {
            Self(UnsafeCell::new(()))
        }

        /// Fails the model where another thread is in there.
        pub(crate) fn enter(&self) -> Stay {
            Stay(Some(self.0.get_mut()))
        }
    }

    impl Stay {
        pub(crate) fn leave(&mut self) {
            self.0 = None;
        }
    }
}
