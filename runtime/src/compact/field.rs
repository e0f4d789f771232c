//! What generated code uses to treat a field by what its type can do.
//!
//! A method call on `&mut Field(..)` tries, in this order, `&mut Field`, `&mut &mut Field` and
//! `&Field` as receiver. So the first of these that fits is taken, without a bound on the user's
//! type:
//!
//! 1. the type is [`Compact`]: `CompactField for Field`;
//! 2. it is a known container of something unknown: `CompactField for &mut Field`, which
//!    treats the container alone;
//! 3. it is unknown: `LeaveField`, which leaves it.
//!
//! `FieldRef` does the same for measuring, with the receivers `&FieldRef`, `&&FieldRef` and
//! `FieldRef`. `Compact` must therefore never be implemented for all `&T` or `&mut T`, nor for
//! `'static` borrows only: the choice does not look at lifetimes.

use core::mem::needs_drop;

use super::shell::Shell;
use super::{Compact, Compaction, Measure};

/// A field to compact.
#[derive(Debug)]
pub struct Field<'a, T: ?Sized>(pub &'a mut T);

/// Fields that are compacted.
pub trait CompactField {
    /// Compacts the field.
    fn compact(&mut self, compaction: &mut Compaction);
}

impl<T: Compact + ?Sized> CompactField for Field<'_, T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        self.0.compact(compaction);
    }
}

impl<T: Shell + ?Sized> CompactField for &mut Field<'_, T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        self.0.reshape(compaction);
    }
}

/// Fields of unknown type.
pub trait LeaveField {
    /// Leaves the field as it is.
    fn compact(&self, compaction: &mut Compaction);
}

impl<T: ?Sized> LeaveField for Field<'_, T> {
    fn compact(&self, _: &mut Compaction) {}
}

/// A field to measure.
#[derive(Debug)]
pub struct FieldRef<'a, T: ?Sized>(pub &'a T);

impl<T: ?Sized> Clone for FieldRef<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for FieldRef<'_, T> {}

/// Fields that are measured.
pub trait MeasureField {
    /// Measures the field.
    fn measure(&self, measure: &mut Measure);
}

impl<T: Compact + ?Sized> MeasureField for FieldRef<'_, T> {
    fn measure(&self, measure: &mut Measure) {
        self.0.measure(measure);
    }
}

impl<T: Shell + ?Sized> MeasureField for &FieldRef<'_, T> {
    fn measure(&self, measure: &mut Measure) {
        self.0.measure_shell(measure);
        if self.0.hides() {
            measure.add_unmeasured();
        }
    }
}

/// Fields of unknown type.
pub trait SkipField {
    /// Notes that the field could not be looked into, unless its type needs no drop: then it owns
    /// nothing.
    fn measure(self, measure: &mut Measure);
}

impl<T: ?Sized> SkipField for FieldRef<'_, T> {
    fn measure(self, measure: &mut Measure) {
        if needs_drop::<T>() {
            measure.add_unmeasured();
        }
    }
}
