//! What the attributes ask of a handler's return type, as questions to the compiler.

#![allow(
    missing_docs,
    missing_debug_implementations,
    reason = "hidden; these types have no values"
)]

use std::marker::PhantomData;

use crate::outcome::{Hibernate, Outcome};

pub use self::policy::{always as Always, may as May, never as Never};

/// Policies: the names are what messages print.
#[allow(non_camel_case_types)]
pub mod policy {
    pub struct always;
    pub struct may;
    pub struct never;
}

/// The form of a handler's return type.
pub mod forms {
    pub struct Plain;
    pub struct Hibernates;
    pub struct Decides;
}

/// Which forms a policy allows.
#[diagnostic::on_unimplemented(
    message = "this return type contradicts the actor's policy `hibernate = {Policy}`",
    label = "not allowed by `hibernate = {Policy}`",
    note = "`hibernate = always`: every handler returns `Hibernate<T>`",
    note = "`hibernate = may`: each handler returns a plain value, `Hibernate<T>` or `Outcome<T>`",
    note = "`hibernate = never`: every handler returns a plain value"
)]
pub trait AllowedBy<Policy> {}
#[diagnostic::do_not_recommend]
impl AllowedBy<Always> for forms::Hibernates {}
#[diagnostic::do_not_recommend]
impl AllowedBy<May> for forms::Hibernates {}
#[diagnostic::do_not_recommend]
impl AllowedBy<May> for forms::Plain {}
#[diagnostic::do_not_recommend]
impl AllowedBy<Never> for forms::Plain {}
#[diagnostic::do_not_recommend]
impl AllowedBy<May> for forms::Decides {}

/// Checked at compile time only.
pub const fn allowed<Policy, Form: AllowedBy<Policy>>() {}

/// Asks what a type is, behind whatever alias: inherent methods win over those of
/// [`Visible`].
pub struct Probe<T>(PhantomData<fn() -> T>);

/// A type in which the attribute saw all there is to see.
pub struct Seen;

/// A `T` that the attribute did not see.
pub struct Hidden<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}
impl<T> Probe<Hibernate<T>> {
    pub const fn kind(self) -> Hidden<Hibernate<T>> {
        Hidden(PhantomData)
    }
}
impl<T> Probe<Outcome<T>> {
    pub const fn kind(self) -> Hidden<Outcome<T>> {
        Hidden(PhantomData)
    }
}
impl<T, E> Probe<Result<T, E>> {
    pub const fn kind(self) -> Hidden<Result<T, E>> {
        Hidden(PhantomData)
    }
}

/// Every other type.
pub trait Visible: Sized {
    fn kind(self) -> Seen {
        Seen
    }
}
impl<T> Visible for Probe<T> {}

/// What a probe found, by name.
#[doc(hidden)]
pub trait Found {
    type Type;
}
impl Found for Seen {
    type Type = ();
}
impl<T> Found for Hidden<T> {
    type Type = T;
}

/// Nothing is hidden.
#[diagnostic::on_unimplemented(
    message = "an alias hides that this handler returns `{Type}`",
    label = "the attribute sees only the alias",
    note = "write `{Type}`: from `Hibernate`, `Outcome` and `Result` the attribute reads how to reply"
)]
pub trait IsShown<Type> {}
impl IsShown<()> for Seen {}

/// Checked at compile time only.
pub fn shown<K: Found + IsShown<K::Type>>(_: K) {}

/// What an argument of `start_child` must be, when the child may be restarted with it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be kept for restarts: it is not `Clone`",
    label = "an argument of a child that is restarted",
    note = "make it `Clone`, or declare the child `restart = temporary`"
)]
pub trait Keep {
    #[must_use]
    fn keep(&self) -> Self;
}
#[diagnostic::do_not_recommend]
impl<T: Clone> Keep for T {
    fn keep(&self) -> Self {
        self.clone()
    }
}
