//! Fields of a state that its next incarnation takes over.

use std::any::Any;
use std::collections::VecDeque;
use std::{fmt, mem};

/// A field with `#[actor(keep)]`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a kept field needs a `Default`, and `{Self}` has none",
    label = "something must stand in its place while the old state is dropped",
    note = "wrap it in an `Option`"
)]
pub trait KeptField: Default + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Default + 'static> KeptField for T {}

/// The kept fields of one state, in the order of their declaration.
#[doc(hidden)]
#[derive(Default)]
pub struct Kept(VecDeque<Box<dyn Any + Send>>);

impl Kept {
    /// Takes a field out of the old state.
    pub fn take<T: KeptField + Send>(&mut self, field: &mut T) {
        self.0.push_back(Box::new(mem::take(field)));
    }

    /// Puts it into the new one.
    pub fn give<T: 'static>(&mut self, field: &mut T) {
        if let Some(kept) = self.0.pop_front()
            && let Ok(kept) = kept.downcast()
        {
            *field = *kept;
        }
    }
}

/// A field that is to be kept, of a known type: one that is not `Send` is the error of the whole state, and none here.
#[doc(hidden)]
#[derive(Debug)]
pub struct Keeping<'a, T>(pub &'a mut T);

impl<T: Send> Keeping<'_, T> {
    pub fn take(self, kept: &mut Kept)
    where
        T: KeptField,
    {
        kept.take(self.0);
    }
}

/// Every other type.
#[doc(hidden)]
pub trait KeepsNothing: Sized {
    fn take(self, _: &mut Kept) {}
}
impl<T> KeepsNothing for Keeping<'_, T> {}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("fields", &self.0.len())
            .finish()
    }
}
