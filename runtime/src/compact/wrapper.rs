//! Types that hold other values inline, or one in a box.

use core::cell::{Cell, OnceCell, RefCell};
use core::cmp::Reverse;
use core::mem::needs_drop;
use core::num::{Saturating, Wrapping};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock, TryLockError};

use super::shell::Shell;
use super::{Compact, Compaction, Measure};

impl<T: Compact> Compact for Option<T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        if let Some(value) = self {
            value.compact(compaction);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        if let Some(value) = self {
            value.measure(measure);
        }
    }
}

impl<T> Shell for Option<T> {
    fn measure_shell(&self, _: &mut Measure) {}

    fn reshape(&mut self, _: &mut Compaction) {}

    fn hides(&self) -> bool {
        needs_drop::<T>() && self.is_some()
    }
}

impl<T: Compact, E: Compact> Compact for Result<T, E> {
    fn compact(&mut self, compaction: &mut Compaction) {
        match self {
            Ok(value) => value.compact(compaction),
            Err(error) => error.compact(compaction),
        }
    }

    fn measure(&self, measure: &mut Measure) {
        match self {
            Ok(value) => value.measure(measure),
            Err(error) => error.measure(measure),
        }
    }
}

/// The box itself has no slack and stays where it is; what it holds is compacted.
impl<T: Compact> Compact for Box<T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        (**self).compact(compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        self.measure_shell(measure);
        (**self).measure(measure);
    }
}

impl<T: ?Sized> Shell for Box<T> {
    fn measure_shell(&self, measure: &mut Measure) {
        let bytes = size_of_val(&**self);
        measure.add_block(bytes, bytes);
    }

    fn reshape(&mut self, _: &mut Compaction) {}

    fn hides(&self) -> bool {
        needs_drop::<T>()
    }
}

/// Cannot be looked into through `&self`; compacted all the same.
impl<T: Compact> Compact for Cell<T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        self.get_mut().compact(compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        if needs_drop::<T>() {
            measure.add_unmeasured();
        }
    }
}

/// Not measured while it is borrowed mutably.
impl<T: Compact + ?Sized> Compact for RefCell<T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        self.get_mut().compact(compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        match self.try_borrow() {
            Ok(value) => value.measure(measure),
            Err(_) => measure.add_unmeasured(),
        }
    }
}

macro_rules! lock {
    ($($lock:ident, $try_lock:ident;)*) => {
        $(
            /// Not measured while it is locked by somebody else; poison is no hindrance.
            impl<T: Compact + ?Sized> Compact for $lock<T> {
                fn compact(&mut self, compaction: &mut Compaction) {
                    self.get_mut().unwrap_or_else(PoisonError::into_inner).compact(compaction);
                }

                fn measure(&self, measure: &mut Measure) {
                    match self.$try_lock() {
                        Ok(value) => value.measure(measure),
                        Err(TryLockError::Poisoned(poison)) => poison.into_inner().measure(measure),
                        Err(TryLockError::WouldBlock) => measure.add_unmeasured(),
                    }
                }
            }
        )*
    };
}

lock! {
    Mutex, try_lock;
    RwLock, try_read;
}

macro_rules! once {
    ($($once:ident),*) => {
        $(
            impl<T: Compact> Compact for $once<T> {
                fn compact(&mut self, compaction: &mut Compaction) {
                    if let Some(value) = self.get_mut() {
                        value.compact(compaction);
                    }
                }

                fn measure(&self, measure: &mut Measure) {
                    if let Some(value) = self.get() {
                        value.measure(measure);
                    }
                }
            }
        )*
    };
}

once!(OnceCell, OnceLock);

macro_rules! newtype {
    ($($newtype:ident),*) => {
        $(
            impl<T: Compact> Compact for $newtype<T> {
                fn compact(&mut self, compaction: &mut Compaction) {
                    self.0.compact(compaction);
                }

                fn measure(&self, measure: &mut Measure) {
                    self.0.measure(measure);
                }
            }
        )*
    };
}

newtype!(Reverse, Saturating, Wrapping);

macro_rules! tuple {
    ($($name:ident)+) => {
        impl<$($name: Compact),+> Compact for ($($name,)+) {
            fn compact(&mut self, compaction: &mut Compaction) {
                #[allow(non_snake_case, reason = "the parts are named after their types")]
                let ($($name,)+) = self;
                $($name.compact(compaction);)+
            }

            fn measure(&self, measure: &mut Measure) {
                #[allow(non_snake_case, reason = "the parts are named after their types")]
                let ($($name,)+) = self;
                $($name.measure(measure);)+
            }
        }
    };
}

tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
tuple!(A B C D E F G H I J K);
tuple!(A B C D E F G H I J K L);
