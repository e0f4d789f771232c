//! A supervisor's own fields, as the starts of its children share them.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// The fields of a supervisor.
///
/// Whoever keeps them is `Send` and `Sync` whatever they are: that they are too is asked in one place,
/// [`Fields::new`], so that a field that is not is one error at the name of the supervisor, and not one for
/// each type that has the fields somewhere inside.
#[doc(hidden)]
pub struct Fields<S> {
    fields: Arc<dyn Any + Send + Sync>,
    of: PhantomData<fn() -> S>,
}

impl<S: Send + Sync + 'static> Fields<S> {
    pub fn new(supervisor: S) -> Self {
        Self {
            fields: Arc::new(supervisor),
            of: PhantomData,
        }
    }
}

impl<S: 'static> Fields<S> {
    pub(crate) fn get(&self) -> &S {
        match self.fields.downcast_ref() {
            Some(fields) => fields,
            None => unreachable!("made of nothing else"),
        }
    }
}

impl<S> Fields<S> {
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.fields, &other.fields)
    }
}

impl<S> Clone for Fields<S> {
    fn clone(&self) -> Self {
        Self {
            fields: Arc::clone(&self.fields),
            of: PhantomData,
        }
    }
}

impl<S> fmt::Debug for Fields<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fields").finish_non_exhaustive()
    }
}
