//! Whether a `Freezable` can be frozen, asked where the user wrote its type.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::marker::PhantomData;

use crate::compact::Freezable;

/// What is frozen of a field of type `F`: the inherent answer wins over that of [`HoldsNoFreezable`].
///
/// `Freezable` itself asks for nothing. Else each place that makes or uses one would be an error of its own.
pub struct MayFreeze<F>(PhantomData<fn() -> F>);

/// Every other type.
pub trait HoldsNoFreezable {
    /// Nothing is.
    fn value() -> PhantomData<()> {
        PhantomData
    }
}
impl<F> HoldsNoFreezable for MayFreeze<F> {}

macro_rules! held {
    ($([$($other:ident)*] $field:ty,)*) => {$(
        impl<T, $($other,)*> MayFreeze<$field> {
            pub fn value() -> PhantomData<T> {
                PhantomData
            }
        }
    )*};
}

held! {
    [] Freezable<T>,
    [] Box<Freezable<T>>,
    [] Option<Freezable<T>>,
    [] Vec<Freezable<T>>,
    [] VecDeque<Freezable<T>>,
    [K] BTreeMap<K, Freezable<T>>,
    [K S] HashMap<K, Freezable<T>, S>,
}
