//! Values in a row: vectors, queues, slices, arrays, heaps.

use core::mem::{needs_drop, replace, take};
use core::panic::AssertUnwindSafe;
use std::collections::{BinaryHeap, VecDeque};
use std::panic::{catch_unwind, resume_unwind};

use super::shell::Shell;
use super::{Advice, Compact, Compaction, Measure};

/// Compacts each value where it is, so that a panic in one of them loses none.
fn compact_each<'a, T: Compact + 'a>(
    values: impl IntoIterator<Item = &'a mut T>,
    compaction: &mut Compaction,
) {
    if needs_drop::<T>() {
        for value in values {
            value.compact(compaction);
        }
    }
}

/// Measures what each value owns; types that need no drop own nothing.
fn measure_each<'a, T: Compact + 'a>(
    values: impl IntoIterator<Item = &'a T>,
    measure: &mut Measure,
) {
    if needs_drop::<T>() {
        for value in values {
            value.measure(measure);
        }
    }
}

macro_rules! growing {
    ($($sequence:ident),*) => {
        $(
            impl<T> Shell for $sequence<T> {
                fn measure_shell(&self, measure: &mut Measure) {
                    measure.add_block(self.len() * size_of::<T>(), bytes_of::<T>(self.capacity()));
                }

                fn reshape(&mut self, compaction: &mut Compaction) {
                    match compaction.advise(self.len() * size_of::<T>(), bytes_of::<T>(self.capacity())) {
                        Advice::Leave => {}
                        Advice::Shrink => self.shrink_to_fit(),
                        Advice::Move => {
                            let mut exact = Self::with_capacity(self.len());
                            exact.append(self);
                            compaction.retire(Vec::from(replace(self, exact)));
                        }
                    }
                }

                fn hides(&self) -> bool {
                    needs_drop::<T>() && !self.is_empty()
                }
            }

            impl<T: Compact> Compact for $sequence<T> {
                fn compact(&mut self, compaction: &mut Compaction) {
                    compact_each(self.iter_mut(), compaction);
                    self.reshape(compaction);
                }

                fn measure(&self, measure: &mut Measure) {
                    self.measure_shell(measure);
                    measure_each(self.iter(), measure);
                }
            }
        )*
    };
}

/// The bytes of a capacity, which is `usize::MAX` for types without size.
const fn bytes_of<T>(capacity: usize) -> usize {
    if size_of::<T>() == 0 {
        0
    } else {
        capacity * size_of::<T>()
    }
}

growing!(Vec, VecDeque);

impl<T: Compact> Compact for [T] {
    fn compact(&mut self, compaction: &mut Compaction) {
        compact_each(self, compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        measure_each(self, measure);
    }
}

impl<T: Compact, const N: usize> Compact for [T; N] {
    fn compact(&mut self, compaction: &mut Compaction) {
        compact_each(self, compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        measure_each(self, measure);
    }
}

impl<T: Compact> Compact for Box<[T]> {
    fn compact(&mut self, compaction: &mut Compaction) {
        compact_each(&mut **self, compaction);
        let bytes = size_of_val(&**self);
        if compaction.advise(bytes, bytes) == Advice::Move {
            let mut values = take(self).into_vec();
            values.reshape(compaction);
            *self = values.into_boxed_slice();
        }
    }

    fn measure(&self, measure: &mut Measure) {
        let bytes = size_of_val(&**self);
        measure.add_block(bytes, bytes);
        measure_each(&**self, measure);
    }
}

impl<T: Ord> Shell for BinaryHeap<T> {
    fn measure_shell(&self, measure: &mut Measure) {
        measure.add_block(self.len() * size_of::<T>(), bytes_of::<T>(self.capacity()));
    }

    fn reshape(&mut self, compaction: &mut Compaction) {
        match compaction.advise(self.len() * size_of::<T>(), bytes_of::<T>(self.capacity())) {
            Advice::Leave => {}
            Advice::Shrink | Advice::Move => self.shrink_to_fit(),
        }
    }

    fn hides(&self) -> bool {
        needs_drop::<T>() && !self.is_empty()
    }
}

impl<T: Compact + Ord> Compact for BinaryHeap<T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        if !needs_drop::<T>() {
            self.reshape(compaction);
            return;
        }
        // A heap lends no element mutably, so they are taken out, and put back even if one panics: into its own
        // block, unless that is to be another.
        let advice = compaction.advise(
            self.len() * size_of::<T>(),
            self.capacity() * size_of::<T>(),
        );
        let mut values: Vec<T> = self.drain().collect();
        let compacted = catch_unwind(AssertUnwindSafe(|| {
            compact_each(&mut values, compaction);
        }));
        if advice.frees() {
            self.shrink_to_fit();
            self.reserve_exact(values.len());
        }
        self.extend(values);
        if let Err(panic) = compacted {
            resume_unwind(panic);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        self.measure_shell(measure);
        measure_each(self.iter(), measure);
    }
}
