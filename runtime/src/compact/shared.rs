//! Memory that others may hold too.

use std::rc::{self, Rc};
use std::sync::{self, Arc};

use super::{Compact, Compaction, Measure};

/// The bytes of the block behind an `Arc` or `Rc`: two counts, then the value.
fn counted_block<T: ?Sized>(value: &T) -> usize {
    let align = align_of_val(value).max(align_of::<usize>());
    let value_at = (2 * size_of::<usize>()).next_multiple_of(align);
    (value_at + size_of_val(value)).next_multiple_of(align)
}

macro_rules! shared {
    ($($strong:ident, $weak:ty;)*) => {
        $(
            impl<T: ?Sized> Compact for $strong<T> {
                fn compact(&mut self, _: &mut Compaction) {}

                fn measure(&self, measure: &mut Measure) {
                    measure.add_shared(counted_block(&**self));
                }
            }

            /// Keeps nothing of the value alive, so nothing is counted.
            impl<T: ?Sized> Compact for $weak {
                fn compact(&mut self, _: &mut Compaction) {}

                fn measure(&self, _: &mut Measure) {}
            }
        )*
    };
}

shared! {
    Arc, sync::Weak<T>;
    Rc, rc::Weak<T>;
}
