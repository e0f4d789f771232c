//! What is known of a type of actor without a value of it.

use std::any::TypeId;

use super::{Actor, ActorOptions, HandlerSpec};
use crate::check::Policy;

/// What is known of a type of actor, for code that is not compiled again for each of them.
#[derive(Debug)]
pub(crate) struct About {
    pub(crate) id: fn() -> TypeId,
    pub(crate) options: &'static ActorOptions,
    pub(crate) handlers: &'static [HandlerSpec],
    /// Whether handlers that decide at run time have decided to hibernate, by policy.
    pub(crate) always: bool,
    /// Whether the policy lets it hibernate at all.
    pub(crate) ever: bool,
}

impl About {
    pub(crate) const fn of<A: Actor>() -> Self {
        Self {
            id: TypeId::of::<A>,
            options: const { &A::OPTIONS },
            handlers: A::HANDLERS,
            always: <A::Policy as Policy>::HIBERNATES,
            ever: <A::Policy as Policy>::HIBERNATES_EVER,
        }
    }
}
