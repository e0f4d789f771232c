//! What the attributes ask of a handler's return type, as questions to the compiler.

#![allow(
    missing_docs,
    missing_debug_implementations,
    reason = "hidden; these types have no values"
)]

mod child;
pub mod constants;
mod context;
#[cfg(feature = "freeze")]
mod frozen;
mod sent;

pub use self::child::{AnswersNo, Handle, If, IsChild, IsHandle, NoHandle, Nobody, Select};
pub use self::context::{OwnContext, own_context};
#[cfg(feature = "freeze")]
pub use self::frozen::{HoldsNoFreezable, MayFreeze};
pub use self::sent::{
    Argument, Checked, IsNotSent, IsSent, NotSent, Parameter, Reply, Sent, StartArgument, outlives,
    state,
};

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::actor::{Actor, HandlerSpec, Handlers};
use crate::exit::BoxError;
use crate::outcome::{Hibernate, Outcome};
use crate::supervisor::Supervisor;
use crate::supervisor::spec::ChildOptions;

/// The policy `hibernate = always`, as a type: for [`Outcome`].
pub struct Always;
/// The policy `hibernate = may`, which is the default, as a type: for [`Outcome`].
pub struct May;
/// The policy `hibernate = never`, as a type: for [`Outcome`].
pub struct Never;

/// A policy, as [`Outcome`] knows it.
pub trait Policy {
    /// Whether an outcome hibernates without being told to.
    const HIBERNATES: bool;
    /// Whether the actor may hibernate at all.
    const HIBERNATES_EVER: bool = true;
}
impl Policy for Always {
    const HIBERNATES: bool = true;
}
impl Policy for May {
    const HIBERNATES: bool = false;
}
impl Policy for Never {
    const HIBERNATES: bool = false;
    const HIBERNATES_EVER: bool = false;
}

/// The policy of an actor, also of one that is no [`Actor`] because its state is not `Send`: that is one error, and
/// not one more for each handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an actor",
    label = "needs `#[actor]` on its struct",
    note = "add `#[dormouse::actor]` to the struct, and to an `impl {Self}` block with its handlers"
)]
#[doc(hidden)]
pub trait HasPolicy {
    /// The `hibernate` policy, as a type.
    type Policy: Policy;
}

/// Policies with handlers that stay awake: only `always` is none.
#[diagnostic::on_unimplemented(
    message = "this handler would stay awake, but its actor has `hibernate = always`",
    label = "not a `Hibernate<T>`",
    note = "return `Hibernate<T>`, or leave `hibernate = always` out"
)]
pub trait AllowsPlain {}
#[diagnostic::do_not_recommend]
impl AllowsPlain for May {}
#[diagnostic::do_not_recommend]
impl AllowsPlain for Never {}

/// Policies with handlers that hibernate: only `never` is none.
#[diagnostic::on_unimplemented(
    message = "this handler hibernates, but its actor has `hibernate = never`",
    label = "hibernates",
    note = "return the plain value, or leave `hibernate = never` out"
)]
pub trait AllowsHibernate {}
#[diagnostic::do_not_recommend]
impl AllowsHibernate for Always {}
#[diagnostic::do_not_recommend]
impl AllowsHibernate for May {}

/// Policies with handlers that decide at run time: only `may` is one.
#[diagnostic::on_unimplemented(
    message = "this `Outcome` does not keep to its actor's `hibernate` policy",
    label = "decides what the actor has decided already",
    note = "write what the actor has decided: `Outcome<T, dormouse::Never>` or `Outcome<T, dormouse::Always>`, or leave its `hibernate = ..` out"
)]
pub trait AllowsOutcome<P> {}
#[diagnostic::do_not_recommend]
impl<P: Policy> AllowsOutcome<P> for May {}
#[diagnostic::do_not_recommend]
impl AllowsOutcome<Self> for Always {}
#[diagnostic::do_not_recommend]
impl AllowsOutcome<Self> for Never {}

/// Policies under which an actor may hibernate in the middle of a handler.
#[diagnostic::on_unimplemented(
    message = "this hibernates, but its actor has `hibernate = never`",
    label = "nothing makes this actor hibernate",
    note = "wait in another way, or leave `hibernate = never` out"
)]
pub trait AllowsInPlace {}
#[diagnostic::do_not_recommend]
impl<P: AllowsHibernate> AllowsInPlace for P {}

/// Policies under which hooks of hibernation are ever called.
#[diagnostic::on_unimplemented(
    message = "this is called when its actor hibernates, but that has `hibernate = never`",
    label = "would never be called",
    note = "leave this method out, or `hibernate = never`"
)]
pub trait AllowsHooks {}
#[diagnostic::do_not_recommend]
impl<P: AllowsHibernate> AllowsHooks for P {}

/// Checked at compile time only.
pub fn allows_hooks<Policy: AllowsHooks>() {}

/// An actor whose attribute says that it may hibernate has a way to do so. A way that comes from outside, such as
/// a configuration, does not count.
///
/// # Panics
///
/// When it has none.
#[track_caller]
pub const fn hibernates_somehow(handlers: &[HandlerSpec]) {
    let mut index = 0;
    let mut somehow = false;
    while index < handlers.len() {
        somehow |= handlers[index].may_hibernate();
        index += 1;
    }
    assert!(
        somehow,
        "this actor says `hibernate = may`, and nothing makes it hibernate\n\nhelp: return `Hibernate<T>` or `Outcome<T>` from a handler, or write `hibernate_after = \"30s\"`; else leave `hibernate = may` out"
    );
}

/// What an actor is asked for once: every `impl Actor` is asked for all supertraits, whoever uses an actor for those of
/// `Actor` itself, and not for theirs. So a state that is not `Send` is one error, at its struct.
#[doc(hidden)]
pub trait Runs: Handlers + Send {}

/// The same of a child, which goes to the thread on which it runs.
#[doc(hidden)]
pub trait Travels: Send {}

/// What a failure can be said by. A trait of its own: of `Into` the compiler tells all that stands in its way.
#[diagnostic::on_unimplemented(
    message = "an actor cannot fail with `{Self}`",
    label = "no `std::error::Error` that is `Send` and `Sync`",
    note = "fail with `anyhow::Error`, `Box<dyn Error + Send + Sync>`, a `String`, or an error type of your own"
)]
pub trait FailsWith {
    fn into_error(self) -> BoxError;
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> FailsWith for E {
    fn into_error(self) -> BoxError {
        self.into()
    }
}

/// Checked at compile time only.
pub fn allows_plain<Policy: AllowsPlain>() {}

/// Checked at compile time only.
pub fn allows_hibernate<Policy: AllowsHibernate>() {}

/// Checked at compile time only.
pub fn allows_outcome<Policy: AllowsOutcome<P>, P>() {}

/// Asks what a type is, behind whatever alias: inherent methods win over that of [`Visible`].
pub struct Probe<T>(PhantomData<fn() -> T>);

/// A type in which the attribute saw all there is to see.
pub struct Seen;
/// A `Hibernate` that it did not see.
pub struct HiddenHibernate;
/// An `Outcome` that it did not see.
pub struct HiddenOutcome;
/// A `Result` that it did not see.
pub struct HiddenResult;
/// One of them in an `Option`, where nobody acts on it.
pub struct Within;

impl<T> Probe<T> {
    #[allow(clippy::new_without_default)]
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}
impl<T> Probe<Hibernate<T>> {
    #[must_use]
    pub fn kind(self) -> HiddenHibernate {
        HiddenHibernate
    }
}
impl<T, P> Probe<Outcome<T, P>> {
    #[must_use]
    pub fn kind(self) -> HiddenOutcome {
        HiddenOutcome
    }
}
impl<T, E> Probe<Result<T, E>> {
    #[must_use]
    pub fn kind(self) -> HiddenResult {
        HiddenResult
    }
}

impl<T> Probe<Option<Hibernate<T>>> {
    #[must_use]
    pub fn kind(self) -> Within {
        Within
    }
}
impl<T, P> Probe<Option<Outcome<T, P>>> {
    #[must_use]
    pub fn kind(self) -> Within {
        Within
    }
}

/// Every other type.
pub trait Visible: Sized {
    #[must_use]
    fn kind(self) -> Seen {
        Seen
    }
}
impl<T> Visible for Probe<T> {}

/// No `Hibernate` behind an alias.
#[diagnostic::on_unimplemented(
    message = "an alias hides a `Hibernate` from the attribute",
    label = "write `Hibernate<..>` out",
    note = "`#[actor]` reads from the names `Hibernate`, `Outcome` and `Result` how to reply"
)]
pub trait ShowsItsHibernate {}
#[diagnostic::do_not_recommend]
impl ShowsItsHibernate for Within {}
#[diagnostic::do_not_recommend]
impl ShowsItsHibernate for Seen {}
#[diagnostic::do_not_recommend]
impl ShowsItsHibernate for HiddenOutcome {}
#[diagnostic::do_not_recommend]
impl ShowsItsHibernate for HiddenResult {}

/// No `Outcome` behind an alias.
#[diagnostic::on_unimplemented(
    message = "an alias hides an `Outcome` from the attribute",
    label = "write `Outcome<..>` out",
    note = "`#[actor]` reads from the names `Hibernate`, `Outcome` and `Result` how to reply"
)]
pub trait ShowsItsOutcome {}
#[diagnostic::do_not_recommend]
impl ShowsItsOutcome for Within {}
#[diagnostic::do_not_recommend]
impl ShowsItsOutcome for Seen {}
#[diagnostic::do_not_recommend]
impl ShowsItsOutcome for HiddenHibernate {}
#[diagnostic::do_not_recommend]
impl ShowsItsOutcome for HiddenResult {}

/// No `Result` behind an alias.
#[diagnostic::on_unimplemented(
    message = "an alias hides a `Result` from the attribute",
    label = "write `Result<..>` out",
    note = "`#[actor]` reads from the names `Hibernate`, `Outcome` and `Result` how to reply"
)]
pub trait ShowsItsResult {}
#[diagnostic::do_not_recommend]
impl ShowsItsResult for Within {}
#[diagnostic::do_not_recommend]
impl ShowsItsResult for Seen {}
#[diagnostic::do_not_recommend]
impl ShowsItsResult for HiddenHibernate {}
#[diagnostic::do_not_recommend]
impl ShowsItsResult for HiddenOutcome {}

/// No `Hibernate` and no `Outcome` within the reply.
#[diagnostic::on_unimplemented(
    message = "within an `Option` a `Hibernate` or an `Outcome` decides nothing: it would be sent to the caller",
    label = "what the caller gets is inside of it",
    note = "write `Hibernate<Option<T>>` to sleep in any case, or `Outcome<Option<T>>` to decide at run time"
)]
pub trait DecidesFirst {}
#[diagnostic::do_not_recommend]
impl DecidesFirst for Seen {}
#[diagnostic::do_not_recommend]
impl DecidesFirst for HiddenHibernate {}
#[diagnostic::do_not_recommend]
impl DecidesFirst for HiddenOutcome {}
#[diagnostic::do_not_recommend]
impl DecidesFirst for HiddenResult {}

/// Checked at compile time only.
pub fn shown<K: ShowsItsHibernate + ShowsItsOutcome + ShowsItsResult + DecidesFirst>(_: K) {}

/// A child that is made from nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `Default`, so its child needs a `start`",
    label = "a child without a `start` starts as its `Default`",
    note = "write `#[child(start = ..)]` with what makes it, or derive `Default`"
)]
pub trait StartsByDefault {
    #[must_use]
    fn by_default() -> Self;
}
#[diagnostic::do_not_recommend]
impl<T: Default> StartsByDefault for T {
    fn by_default() -> Self {
        Self::default()
    }
}

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

/// An actor whose type has a name to be registered under.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no name to be found by",
    label = "its type is not registered",
    note = "write `#[actor(name = \"..\")]` on its struct, or ask for it by `whereis(\"..\")`"
)]
pub trait HasName {
    const NAME: &'static str;
}

/// A child that may have a registered name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a supervisor, and only actors have registered names",
    label = "is found by its path, or through the handle of its supervisor",
    note = "leave `name` out, or give it to the actors below"
)]
pub trait CanBeNamed {}
#[diagnostic::do_not_recommend]
impl<A: Actor> CanBeNamed for A {}

/// Checked at compile time only.
pub fn can_be_named<C: CanBeNamed>() {}

/// What a `name` expression may give.
#[diagnostic::on_unimplemented(
    message = "this `name` is a `{Self}`, but a name is text",
    label = "should be a `String` or a `&str`",
    note = "write `name = format!(\"session-{{user}}\")`, or what else gives text"
)]
pub trait IntoName {
    #[must_use]
    fn into_name(self) -> Arc<str>;
}
#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> IntoName for T {
    fn into_name(self) -> Arc<str> {
        Arc::from(self.as_ref())
    }
}

/// Two children of one supervisor cannot have one name: the second would never start.
///
/// # Panics
///
/// When a child before that one has the same name.
#[track_caller]
pub const fn name_is_free(children: &[ChildOptions], index: usize) {
    let Some(Cow::Borrowed(name)) = &children[index].registered else {
        return;
    };
    let mut earlier = 0;
    while earlier < index {
        if let Some(Cow::Borrowed(other)) = &children[earlier].registered {
            assert!(
                !same(name, other),
                "a child above is registered under the same name, so this one would never start\n\nhelp: give it another: `#[child(name = \"..\")]`"
            );
        }
        earlier += 1;
    }
}

/// Partitions cannot have one name: the second would never start.
///
/// # Panics
///
/// When the type of the one child has a name.
#[track_caller]
pub const fn nameless(children: &[ChildOptions]) {
    let named = !children.is_empty() && children[0].registered.is_some();
    assert!(
        !named,
        "the type of this child is registered under one name, and each partition would need its own\n\nhelp: make a name of the number: `#[child(name = format!(\"store-{{index}}\"), start = |index| ..)]`"
    );
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Asks what a child is that is killed at once: the inherent answer wins over that of [`EndsAlone`].
pub struct BrutalKill<T>(PhantomData<fn() -> T>);
impl<S: Supervisor> BrutalKill<S> {
    /// Warns where it is used.
    #[deprecated(
        note = "`shutdown = brutal_kill` stops a supervisor by killing it, and all actors below it with it: none of them finishes its handler or runs its `#[stop]`\n\nhelp: leave `shutdown` out; or say that this is meant: `#[supervisor(allow(brutal_kill))]`"
    )]
    pub const OF_A_SUPERVISOR: () = ();
}

/// Every other type.
pub trait EndsAlone {
    const OF_A_SUPERVISOR: () = ();
}
impl<T> EndsAlone for BrutalKill<T> {}
