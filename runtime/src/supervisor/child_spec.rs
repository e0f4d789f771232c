//! Child specifications that are made at run time.

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::backoff::Backoff;
use super::caught::{Caught, panicked};
use super::seat::{Begun, Child, Control, Seat, Starting};
use super::spec::{ChildOptions, Restart, Shutdown, Start};
use crate::actor::{Actor, Step};
use crate::check::CanBeNamed;
use crate::config::StartOptions;
use crate::config::after::HibernateAfter;
#[cfg(feature = "freeze")]
use crate::config::freeze_after::FreezeAfter;
use crate::dying;
use crate::exit::{BoxError, ExitReason};
use crate::link::Place;

/// A start that awaits.
pub(crate) type StartFuture<C> = Pin<Box<dyn Future<Output = Result<Start<C>, BoxError>> + Send>>;

/// How a child is started, at first and again.
type StartFn<C> = Arc<dyn Fn() -> Step<StartFuture<C>> + Send + Sync>;

/// A child that is described at run time: its name, how it is started, and what else `#[child(..)]` says
/// (Erlang/OTP, `supervisor`, "Child specification").
///
/// It is for [`start_child`](crate::SupervisorDoor::start_child) of a supervisor. What is left out is as in a
/// declaration: `permanent`, and 5 s to stop; for a supervisor, as long as it takes.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::{ChildSpec, Restart};
///
/// #[actor]
/// struct Plugin {
///     name: String,
/// }
///
/// #[actor]
/// impl Plugin {
///     #[call]
///     fn name(&self) -> String {
///         self.name.clone()
///     }
/// }
///
/// #[supervisor]
/// struct App {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let app = App {}.start().await?;
/// let spec = ChildSpec::new("echo", || Plugin { name: "echo".to_owned() }).restart(Restart::Transient);
/// let plugin: PluginRef = app.supervisor().start_child(spec).await?;
/// assert_eq!(plugin.name().await?, "echo");
/// # Ok(())
/// # }
/// ```
pub struct ChildSpec<C: Child> {
    options: ChildOptions,
    start: StartFn<C>,
}

impl<C: Child> ChildSpec<C> {
    /// A child with that name, started by that closure.
    ///
    /// The closure is called anew for each incarnation. It gives the child's state; or, for a supervisor, the
    /// struct that it is started with. It may give a `Result`, a [`Start`] or a future of these as well: so
    /// `|| Session::open(path.clone())` does, where `open` is an `async fn`.
    pub fn new<Kind>(
        id: impl Into<Cow<'static, str>>,
        start: impl ChildStart<Kind, Child = C>,
    ) -> Self {
        Self {
            options: ChildOptions {
                id: id.into(),
                ..ChildOptions::of::<C>("")
            },
            start: Arc::new(move || start.start()),
        }
    }

    /// Whether it is started again when it has ended.
    #[must_use]
    pub fn restart(mut self, restart: Restart) -> Self {
        self.options.restart = restart;
        self
    }

    /// How long it may take to stop.
    #[must_use]
    pub fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.options.shutdown = shutdown;
        self
    }

    /// How long it waits before it is started again; left out, not at all.
    #[must_use]
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.options.backoff = Some(backoff);
        self
    }

    /// How long a start may take, as far as it awaits; left out, any time.
    #[must_use]
    pub fn start_timeout(mut self, limit: Duration) -> Self {
        self.options.start_timeout = Some(limit);
        self
    }

    /// It handles what waits in its mailbox before it stops, within its shutdown time.
    #[must_use]
    pub fn drain(mut self) -> Self {
        self.options.drain = true;
        self
    }

    /// How long the actor may be idle before it hibernates by itself, above all
    /// [configuration](crate::Config).
    #[must_use]
    pub fn hibernate_after(mut self, after: impl Into<HibernateAfter>) -> Self
    where
        C: Actor,
    {
        self.options.hibernate_after = Some(after.into());
        self
    }

    /// How long the actor may sleep before its [`Freezable`](crate::Freezable) fields are frozen, above all
    /// [configuration](crate::Config).
    #[cfg(feature = "freeze")]
    #[must_use]
    pub fn freeze_after(mut self, after: impl Into<FreezeAfter>) -> Self
    where
        C: Actor,
    {
        self.options.freeze_after = Some(after.into());
        self
    }

    /// Whether its end counts for the automatic shutdown of its supervisor. It is `transient` or `temporary`
    /// then.
    #[must_use]
    pub fn significant(mut self, significant: bool) -> Self {
        self.options.significant = significant;
        self
    }

    /// The name that it is registered under, before it is started.
    #[must_use]
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self
    where
        C: CanBeNamed,
    {
        self.options.registered = Some(name.into());
        self
    }

    /// All but the start.
    #[must_use]
    pub fn options(&self) -> &ChildOptions {
        &self.options
    }

    pub(crate) fn into_parts(self) -> (ChildOptions, NewChild<C>) {
        let child = NewChild {
            start: self.start,
            seat: OnceLock::new(),
        };
        (self.options, child)
    }
}

impl<C: Child> Clone for ChildSpec<C> {
    fn clone(&self) -> Self {
        Self {
            options: self.options.clone(),
            start: Arc::clone(&self.start),
        }
    }
}

impl<C: Child> fmt::Debug for ChildSpec<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ChildSpec").field(&self.options).finish()
    }
}

/// What starts the child of a [`ChildSpec`]: a closure that gives an actor or a supervisor, or a `Result` or
/// a [`Start`] with one, or a future of any of these.
///
/// `Kind` is found by the compiler.
#[diagnostic::on_unimplemented(
    message = "this starts no child",
    label = "should be a closure without arguments that gives an actor or a supervisor, or a `Result`, a `Start` or a future with one",
    note = "the closure is called for each incarnation: it clones what it has captured"
)]
pub trait ChildStart<Kind>: Send + Sync + 'static {
    /// What is started.
    type Child: Child;

    #[doc(hidden)]
    fn start(&self) -> Step<StartFuture<Self::Child>>;
}

/// A closure that is done when it returns.
#[doc(hidden)]
#[derive(Debug)]
pub struct Plain;

/// A closure that gives a future.
#[doc(hidden)]
#[derive(Debug)]
pub struct Awaiting;

#[diagnostic::do_not_recommend]
impl<F, R> ChildStart<(Plain, R)> for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Started,
{
    type Child = R::Child;

    fn start(&self) -> Step<StartFuture<R::Child>> {
        Step::Ready(self().started())
    }
}

#[diagnostic::do_not_recommend]
impl<F, U> ChildStart<(Awaiting, U)> for F
where
    F: Fn() -> U + Send + Sync + 'static,
    U: Future<Output: Started> + Send + 'static,
{
    type Child = <U::Output as Started>::Child;

    fn start(&self) -> Step<StartFuture<Self::Child>> {
        let start = self();
        Step::Pending(Box::pin(async move { start.await.started() }))
    }
}

/// What a start gives, with the child that is in it.
#[doc(hidden)]
pub trait Started {
    type Child: Child;
    /// # Errors
    ///
    /// The start's own.
    fn started(self) -> Result<Start<Self::Child>, BoxError>;
}

#[diagnostic::do_not_recommend]
impl<C: Child> Started for C {
    type Child = C;
    fn started(self) -> Result<Start<C>, BoxError> {
        Ok(Start::Ready(self))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Child> Started for Start<C> {
    type Child = C;
    fn started(self) -> Result<Start<C>, BoxError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Started, E: Into<BoxError>> Started for Result<T, E> {
    type Child = T::Child;
    fn started(self) -> Result<Start<T::Child>, BoxError> {
        self.map_err(Into::into)?.started()
    }
}

/// A child that comes in at run time; it sits down once.
pub(crate) struct NewChild<C: Child> {
    start: StartFn<C>,
    seat: OnceLock<C::Seat>,
}

impl<C: Child> NewChild<C> {
    /// Its handle, once it has a place.
    pub(crate) fn handle(&self) -> Option<C::Ref> {
        self.seat.get().cloned().map(C::handle)
    }

    /// Its seat, once it has a place.
    pub(crate) fn seat(&self) -> Option<C::Seat> {
        self.seat.get().cloned()
    }

    /// Runs its start.
    pub(crate) fn evaluate(&self) -> Step<StartFuture<C>> {
        (self.start)()
    }

    /// Runs its start, and puts what that gives on its seat.
    fn begin(&self) -> Starting<'static> {
        let Some(seat) = self.seat.get().cloned() else {
            return Step::Ready(Err(ExitReason::Shutdown));
        };
        match dying::catch_rarely(|| (self.start)()) {
            Ok(Step::Ready(started)) => sit(&seat, started),
            Ok(Step::Pending(start)) => Step::Pending(Box::pin(Caught::new(async move {
                match sit(&seat, start.await) {
                    Step::Ready(begun) => begun,
                    Step::Pending(begin) => begin.await,
                }
            }))),
            Err(unwound) => Step::Ready(Err(panicked(&unwound))),
        }
    }
}

fn sit<C: Child>(seat: &C::Seat, started: Result<Start<C>, BoxError>) -> Starting<'static> {
    match started {
        Ok(Start::Ready(state)) => seat.begin(state),
        Ok(Start::Ignore) => Step::Ready(Ok(Begun::Ignored)),
        Err(error) => Step::Ready(Err(ExitReason::failed(error))),
    }
}

/// The same without its type, for its supervisor.
#[doc(hidden)]
pub trait Newcomer: Send + Sync {
    /// Takes its place, with what was said at its start.
    fn take_seat(&self, place: Place, slot: u32, start: StartOptions) -> Control;

    /// Starts an incarnation.
    fn start(&self) -> Starting<'static>;
}

impl<C: Child> Newcomer for NewChild<C> {
    fn take_seat(&self, place: Place, slot: u32, start: StartOptions) -> Control {
        let seat = self
            .seat
            .get_or_init(|| C::Seat::vacant(&C::Seat::template_with(place, start), slot));
        seat.control()
    }

    fn start(&self) -> Starting<'static> {
        self.begin()
    }
}
