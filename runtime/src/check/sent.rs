//! What goes from thread to thread, asked where the user wrote its type.

use std::marker::PhantomData;

use super::If;

/// Checked at compile time only.
pub const fn state<T: Send>() {}

/// What a message takes along.
#[diagnostic::on_unimplemented(
    message = "an argument of a handler is not `Send`: `{Self}`",
    label = "travels in a message, to the thread on which its actor runs",
    note = "take what may go to another thread, such as `Arc` instead of `Rc`"
)]
pub trait Argument {
    const ASKED: () = ();
}
impl<T: Send> Argument for T {}

/// What a caller gets.
#[diagnostic::on_unimplemented(
    message = "a reply is not `Send`: `{Self}`",
    label = "travels to its caller, who may be on another thread",
    note = "give what may go to another thread, such as `Arc` instead of `Rc`"
)]
pub trait Reply {
    const ASKED: () = ();
}
impl<T: Send> Reply for T {}

/// What a child is started with.
#[diagnostic::on_unimplemented(
    message = "an argument of `start_child` is not `Send`: `{Self}`",
    label = "is kept for the child, which may run on another thread",
    note = "take what may go to another thread, such as `Arc` instead of `Rc`"
)]
pub trait StartArgument {
    const ASKED: () = ();
}
impl<T: Send> StartArgument for T {}

/// A type parameter of an actor.
#[diagnostic::on_unimplemented(
    message = "the type parameter `{Self}` is not `Send`",
    label = "goes with the actor, to the thread on which it runs",
    note = "write `{Self}: Send + 'static`"
)]
pub trait Parameter {
    fn ask(_: PhantomData<Self>) {}
}
impl<T: Send + ?Sized> Parameter for T {}

/// Checked at compile time only.
pub const fn outlives<T: ?Sized + 'static>() {}

/// Asks whether `T` is `Send`, as far as the bounds say: the inherent answer wins over that of [`IsNotSent`].
pub struct IsSent<T>(PhantomData<fn() -> T>);
impl<T: Send> IsSent<T> {
    pub const fn answer() -> Sent {
        Sent
    }
}

/// Every other type.
pub trait IsNotSent {
    fn answer() -> NotSent {
        NotSent
    }
}
impl<T> IsNotSent for IsSent<T> {}

/// All types are `Send` that were asked for.
pub struct Sent;
impl Sent {
    pub fn and<A>(self, other: A) -> A {
        other
    }
    /// Nothing is asked of the parameter in them.
    pub const fn asked<T: ?Sized>(self) -> PhantomData<()> {
        PhantomData
    }
}

/// One is not.
pub struct NotSent;
impl NotSent {
    #[must_use]
    pub fn and<A>(self, _: A) -> Self {
        self
    }
    /// The parameter in them is asked.
    pub const fn asked<T: ?Sized>(self) -> PhantomData<T> {
        PhantomData
    }
}

/// `T`, where an answer was given; where it could not be, the type is unknown, and nothing that it is used for is
/// an error as well.
pub trait Checked<T> {
    type Type;
}
impl<T> Checked<T> for If<true> {
    type Type = T;
}
