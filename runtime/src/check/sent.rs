//! What goes from thread to thread, asked where the user wrote its type.

use super::If;

/// Checked at compile time only.
pub const fn state<T: Send>() {}

/// What a message takes along.
#[diagnostic::on_unimplemented(
    message = "an argument of a handler is not `Send`: `{Self}`",
    label = "travels in a message, to the thread on which its actor runs",
    note = "take what may go to another thread, such as `Arc` instead of `Rc`"
)]
pub trait Argument {}
impl<T: Send> Argument for T {}

/// What a caller gets.
#[diagnostic::on_unimplemented(
    message = "a reply is not `Send`: `{Self}`",
    label = "travels to its caller, who may be on another thread",
    note = "give what may go to another thread, such as `Arc` instead of `Rc`"
)]
pub trait Reply {}
impl<T: Send> Reply for T {}

/// What a child is started with.
#[diagnostic::on_unimplemented(
    message = "an argument of `start_child` is not `Send`: `{Self}`",
    label = "is kept for the child, which may run on another thread",
    note = "take what may go to another thread, such as `Arc` instead of `Rc`"
)]
pub trait StartArgument {}
impl<T: Send> StartArgument for T {}

/// Checked at compile time only.
pub const fn argument<T: Argument>() {}

/// Checked at compile time only.
pub const fn reply<T: Reply>() {}

/// Checked at compile time only.
pub const fn start_argument<T: StartArgument>() {}

/// `T`, where an answer was given; where it could not be, the type is unknown, and nothing that it is used for is
/// an error as well.
pub trait Checked<T> {
    type Type;
}
impl<T> Checked<T> for If<true> {
    type Type = T;
}
