//! What the attributes ask of a child's type.

use std::marker::PhantomData;

use crate::exit::BoxError;
use crate::handle::any::AnyActorRef;
use crate::supervisor::seat::Child;
use crate::supervisor::spec::Start;

/// Asks whether `T` is a child: the inherent answer wins over that of [`AnswersNo`].
///
/// Without the question, a child that is no actor would be an error in each place that
/// mentions it. So generated code mentions [`Select::Child`], and asks for `Child` once.
pub struct IsChild<T>(PhantomData<fn() -> T>);
impl<T: Child> IsChild<T> {
    pub const ANSWER: bool = true;
}

/// Every other type.
pub trait AnswersNo {
    const ANSWER: bool = false;
}
impl<T> AnswersNo for IsChild<T> {}

/// The answer, as a type.
pub struct If<const ANSWER: bool>;

/// The child, or what stands for it beside the error.
pub trait Select<T> {
    type Child: Child;
    /// # Errors
    ///
    /// Those of the start.
    fn started(start: Result<Start<T>, BoxError>) -> Result<Start<Self::Child>, BoxError>;
}
impl<T: Child> Select<T> for If<true> {
    type Child = T;
    #[inline]
    fn started(start: Result<Start<T>, BoxError>) -> Result<Start<T>, BoxError> {
        start
    }
}
impl<T> Select<T> for If<false> {
    type Child = Nobody;
    fn started(_: Result<Start<T>, BoxError>) -> Result<Start<Nobody>, BoxError> {
        Ok(Start::Ignore)
    }
}

/// Asks whether `T` is a handle, in the same way.
pub struct IsHandle<T>(PhantomData<fn() -> T>);
impl<T: Into<AnyActorRef>> IsHandle<T> {
    pub const ANSWER: bool = true;
}
impl<T> AnswersNo for IsHandle<T> {}

/// The type that is asked whether it is no handle: `T`, if it is one.
pub trait Handle<T> {
    type Asked;
}
impl<T> Handle<T> for If<true> {
    type Asked = T;
}
impl<T> Handle<T> for If<false> {
    type Asked = Nobody;
}

/// What is declared as a child by a name that handles have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a handle, and a child is declared by what it is a handle to",
    label = "the handle of what it is to be",
    note = "write the struct itself: the same name without `Ref`"
)]
pub trait NoHandle {
    const ANSWER: bool = true;
}
#[diagnostic::do_not_recommend]
impl NoHandle for Nobody {}

/// Stands for a child that is no actor; such a program does not compile.
#[dormouse_macros::actor(crate = crate)]
#[derive(Default)]
pub struct Nobody;

#[dormouse_macros::actor(crate = crate)]
impl Nobody {}
