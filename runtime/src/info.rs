//! What arrives at an actor besides calls and casts: values by their type, each with a handler of its own.

pub(crate) mod any;
pub(crate) mod next;
pub(crate) mod notice;
pub(crate) mod tie;

use std::fmt;
use std::sync::Arc;

use self::any::{AnyInfo, Parcel};
use self::tie::Tie;
use crate::actor::{Actor, HandlerSpec, Kind};
use crate::cell::reference::CellRef;
use crate::error::{CastError, NoProcess};
use crate::handle::with_a_runtime;
use crate::schedule::activation;

/// An actor with an [`#[info]`](macro@crate::info) handler for values of type `T`.
///
/// Written by the [`actor`](macro@crate::actor) attribute, one impl for each such handler. As a bound it
/// says what may be sent: [`ActorDoor::send`](crate::ActorDoor::send), [`Context::send`](crate::Context::send).
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `#[info]` handler for such a value",
    label = "no handler takes this",
    note = "add `#[info] fn name(&mut self, value: Type)` to the `impl {Self}` block with `#[actor]`"
)]
pub trait Receive<T>: Actor {
    #[doc(hidden)]
    fn message(info: Info<T>) -> Self::Message;
}

/// A value on its way to its handler, and what it depends on.
#[doc(hidden)]
pub struct Info<T> {
    value: T,
    tie: Option<Arc<Tie>>,
}

impl<T> Info<T> {
    /// A value that somebody sends.
    pub(crate) fn new(value: T) -> Self {
        Self { value, tie: None }
    }

    /// A value that is handled only while its tie holds.
    pub(crate) fn tied(value: T, tie: &Arc<Tie>) -> Self {
        Self {
            value,
            tie: Some(Arc::clone(tie)),
        }
    }

    #[must_use]
    pub fn tie(&self) -> Option<&Tie> {
        self.tie.as_deref()
    }

    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> fmt::Debug for Info<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Info").finish_non_exhaustive()
    }
}

/// Makes the message of a value whose type is not known; takes it out of `slot`, an `Option<Info<T>>`,
/// where `T` is what the actor's handler wants.
#[doc(hidden)]
pub fn take<A, T>(slot: &mut dyn Parcel) -> Option<A::Message>
where
    A: Receive<T>,
    T: 'static,
{
    let info = slot.as_any().downcast_mut::<Option<Info<T>>>()?.take()?;
    Some(A::message(info))
}

/// The same for the handler that takes what no other does, after all of them.
#[doc(hidden)]
pub fn take_other<A: Receive<AnyInfo>>(slot: &mut dyn Parcel) -> Option<A::Message> {
    Some(A::message(slot.take_any()?))
}

/// Takes the right to handle a message, which an info may have lost on its way.
pub(crate) fn claim<A: Actor>(message: &A::Message) -> bool {
    A::tie(message).is_none_or(Tie::claim)
}

/// Whether others have sent it, and so it may give way to another in a full mailbox.
pub(crate) fn is_of_others<A: Actor>(message: &A::Message) -> bool {
    let kind = A::HANDLERS.get(A::handler(message)).map(HandlerSpec::kind);
    kind != Some(Kind::Every) && A::tie(message).is_none()
}

/// Sends a value of the actor's own to the handler of its type.
pub(crate) fn send<A, T>(cell: &CellRef<A>, value: T) -> Result<(), CastError>
where
    A: Receive<T>,
{
    // It depends on nothing, and gives way to nobody.
    let info = Info::tied(value, &Tie::own());
    push(cell, A::message(info))
}

pub(crate) fn push<A: Actor>(cell: &CellRef<A>, message: A::Message) -> Result<(), CastError> {
    with_a_runtime(cell)?;
    match cell.push(message) {
        Ok(None) => Ok(()),
        Ok(Some(held)) => {
            activation::spawn(held);
            Ok(())
        }
        Err(_) => Err(CastError::NoProcess(NoProcess::of(cell))),
    }
}

/// What became of a value whose type is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivered {
    /// It will be handled.
    Yes,
    /// The actor has no handler for it.
    Unknown,
    /// The actor takes no messages.
    Refused,
}
