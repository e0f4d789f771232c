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
pub trait KeptField: Default + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Default + Send + 'static> KeptField for T {}

/// The kept fields of one state, in the order of their declaration.
#[doc(hidden)]
#[derive(Default)]
pub struct Kept(VecDeque<Box<dyn Any + Send>>);

impl Kept {
    /// Takes a field out of the old state.
    pub fn take<T: KeptField>(&mut self, field: &mut T) {
        self.0.push_back(Box::new(mem::take(field)));
    }

    /// Puts it into the new one.
    pub fn give<T: Send + 'static>(&mut self, field: &mut T) {
        if let Some(kept) = self.0.pop_front()
            && let Ok(kept) = kept.downcast()
        {
            *field = *kept;
        }
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("fields", &self.0.len())
            .finish()
    }
}
