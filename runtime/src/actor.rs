//! What an actor is to the runtime. The attributes write these impls; nobody else needs to.

pub(crate) mod about;
mod alone;
mod child;
pub(crate) mod handler_spec;
mod interval;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use self::handler_spec::{Form, HandlerSpec, Kind};
pub use self::interval::Interval;
pub use crate::cell::turn::Turn;
use crate::check::{HasName, HasPolicy, Runs};
use crate::compact::{Compaction, Measure};
use crate::config::StartOptions;
use crate::declaration::Position;
use crate::error::StartError;
use crate::exit::ExitReason;
use crate::format_status::FormatStatus;
use crate::handle::ActorRef;
use crate::info::any::Parcel;
use crate::info::tie::Tie;
use crate::kept::Kept;
use crate::mailbox::Limits;
use crate::mailbox::bound::{Bound, Overflow};
use crate::outcome::Flow;
use crate::registry::error::WhereisError;
use crate::registry::names;
use crate::schedule::sweeper::{TICK, WINDOW};

/// A struct with `#[actor]`: something with a state, a queue, and one message handled at a time.
///
/// Every actor is `Send` and `'static`: it goes to the thread that has time for it.
///
/// Written by the [`actor`](macro@crate::actor) attribute on the struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an actor",
    label = "needs `#[actor]` on its struct",
    note = "add `#[dormouse::actor]` to the struct, and to an `impl {Self}` block with its handlers",
    note = "a child of a supervisor may be one itself, with `#[dormouse::supervisor]`"
)]
pub trait Actor: HasPolicy + Runs {
    /// The typed handle, such as `SessionRef`.
    type Ref: Clone + Send + Sync + 'static;

    #[doc(hidden)]
    const OPTIONS: ActorOptions;

    /// Where the attribute stands.
    #[doc(hidden)]
    const POSITION: Position;

    #[doc(hidden)]
    fn handle_from(actor: ActorRef<Self>) -> Self::Ref;

    #[doc(hidden)]
    fn actor_of(handle: &Self::Ref) -> &ActorRef<Self>;

    /// Whether there are fields that the next incarnation takes over.
    #[doc(hidden)]
    const KEEPS: bool = false;

    /// Takes them out.
    #[doc(hidden)]
    fn keep(&mut self, _kept: &mut Kept) {}

    /// Puts them in.
    #[doc(hidden)]
    fn restore(&mut self, _kept: &mut Kept) {}

    #[doc(hidden)]
    fn compact(&mut self, compaction: &mut Compaction);

    #[doc(hidden)]
    fn measure(&self, measure: &mut Measure);

    /// Starts this actor alone, without a supervisor.
    ///
    /// It lives until it stops, is stopped, fails, or until the last of its handles is dropped, which
    /// stops it with [`ExitReason::Shutdown`].
    ///
    /// # Errors
    ///
    /// When the caller is not inside a tokio runtime with a timer.
    fn spawn(self) -> Result<Self::Ref, StartError> {
        let name = Self::OPTIONS.registered.map(Arc::from);
        alone::spawn(self, name, StartOptions::new())
    }

    /// The same, under a name of its own, by which [`Actor::whereis`] finds it.
    ///
    /// # Errors
    ///
    /// When another actor has the name, and when the caller is not inside a tokio runtime with a timer.
    fn spawn_named(self, name: impl AsRef<str>) -> Result<Self::Ref, StartError> {
        alone::spawn(self, Some(Arc::from(name.as_ref())), StartOptions::new())
    }

    /// Starts this actor alone as [`Actor::spawn`] does, with options that stand above all
    /// [configuration](crate::Config).
    ///
    /// # Errors
    ///
    /// When the caller is not inside a tokio runtime with a timer.
    fn spawn_with(self, options: StartOptions) -> Result<Self::Ref, StartError> {
        let name = Self::OPTIONS.registered.map(Arc::from);
        alone::spawn(self, name, options)
    }

    /// The actor of that name on the caller's tokio runtime.
    ///
    /// The name does not keep the actor alive; the handle does, as any other.
    ///
    /// ```
    /// use dormouse::WhereisError;
    /// use dormouse::prelude::*;
    ///
    /// #[actor]
    /// struct Session;
    ///
    /// #[actor]
    /// impl Session {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let ada = Session.spawn_named("ada")?;
    /// assert_eq!(Session::whereis("ada")?, ada);
    /// ada.stop().await?;
    /// assert!(matches!(Session::whereis("ada"), Err(WhereisError::NotRegistered { .. })));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When no actor has that name, when it is one of another type, and when the caller is not inside a
    /// tokio runtime.
    fn whereis(name: &str) -> Result<Self::Ref, WhereisError> {
        names::typed::<Self>(name)
    }

    /// The one actor of this type: the one that has the name of the type, as `#[actor(name = "..")]` says.
    ///
    /// # Errors
    ///
    /// Those of [`Actor::whereis`].
    fn registered() -> Result<Self::Ref, WhereisError>
    where
        Self: HasName,
    {
        Self::whereis(Self::NAME)
    }
}

/// The handlers of an actor: an `impl` block with `#[actor]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no handlers",
    label = "no `impl {Self}` block with `#[actor]`",
    note = "add `#[dormouse::actor] impl {Self} {{ .. }}`, with `#[call]` and `#[cast]` on its methods; the block may be empty"
)]
pub trait Handlers: Sized + 'static {
    #[doc(hidden)]
    type Message: Send + 'static;

    #[doc(hidden)]
    const HANDLERS: &'static [HandlerSpec];

    #[doc(hidden)]
    const INTERVALS: &'static [Interval<Self::Message>];

    #[doc(hidden)]
    const STOP: bool;

    /// The message that each incarnation begins with.
    #[doc(hidden)]
    const START: Option<fn() -> Self::Message> = None;

    /// Whether there are `#[info]` handlers.
    #[doc(hidden)]
    const INFOS: bool = false;

    /// Whether there is a `#[format_status]` method.
    #[doc(hidden)]
    const FORMATS: bool = false;

    #[doc(hidden)]
    fn format(&self, status: &mut FormatStatus) {
        let _ = status;
    }

    /// Whether there is an `#[on_hibernate]` method.
    #[doc(hidden)]
    const ON_HIBERNATE: bool = false;

    #[doc(hidden)]
    fn on_hibernate(&mut self, turn: Turn<'_, Self>) {
        let _ = turn;
    }

    /// Whether there is an `#[on_wake]` method.
    #[doc(hidden)]
    const ON_WAKE: bool = false;

    #[doc(hidden)]
    fn on_wake(&mut self, turn: Turn<'_, Self>) {
        let _ = turn;
    }

    #[doc(hidden)]
    fn handler(message: &Self::Message) -> usize;

    /// What an info depends on, if nobody else has sent it.
    #[doc(hidden)]
    fn tie(message: &Self::Message) -> Option<&Tie> {
        let _ = message;
        None
    }

    /// The incarnation that a message of the clock is for.
    #[doc(hidden)]
    fn tick(message: &Self::Message) -> Option<u32> {
        let _ = message;
        None
    }

    /// The message of a value whose type is not known, `Option<Info<_>>`; takes it where there is a handler.
    #[doc(hidden)]
    fn info(value: &mut dyn Parcel) -> Option<Self::Message> {
        let _ = value;
        None
    }

    // That the state is `Send` is asked of `impl Actor`, and here only taken for granted: as a bound on the lifetime,
    // so that the compiler does not say it of each place that has a future.
    #[doc(hidden)]
    fn handle<'a>(
        &'a mut self,
        message: Self::Message,
        turn: Turn<'a, Self>,
    ) -> Step<impl Future<Output = Flow> + Send + 'a>
    where
        for<'s> &'s mut Self: Send;

    #[doc(hidden)]
    fn terminate<'a>(
        &'a mut self,
        reason: &'a ExitReason,
        turn: Turn<'a, Self>,
    ) -> Step<impl Future<Output = Result<(), ExitReason>> + Send + 'a>
    where
        for<'s> &'s mut Self: Send;
}

/// What a handler did: it is done, or it awaits.
#[doc(hidden)]
pub enum Step<F: Future> {
    Ready(F::Output),
    Pending(F),
}

impl<F: Future> fmt::Debug for Step<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Ready",
            Self::Pending(_) => "Pending",
        })
    }
}

/// What the attribute said about an actor.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ActorOptions {
    name: &'static str,
    registered: Option<&'static str>,
    hibernate_after: Option<Duration>,
    freeze_after: Option<Duration>,
    bound: Option<Bound>,
    clear: bool,
}

impl ActorOptions {
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            registered: None,
            hibernate_after: None,
            freeze_after: None,
            bound: None,
            clear: false,
        }
    }

    #[must_use]
    pub const fn registered(mut self, name: &'static str) -> Self {
        self.registered = Some(name);
        self
    }

    #[must_use]
    pub const fn hibernate_after(mut self, after: Duration) -> Self {
        self.hibernate_after = Some(after);
        self
    }

    #[must_use]
    pub const fn freeze_after(mut self, after: Duration) -> Self {
        self.freeze_after = Some(after);
        self
    }

    #[must_use]
    pub const fn mailbox(mut self, capacity: usize, overflow: Overflow) -> Self {
        self.bound = Some(Bound::new(capacity, overflow));
        self
    }

    /// The queue ends with its incarnation.
    #[must_use]
    pub const fn clear_on_restart(mut self) -> Self {
        self.clear = true;
        self
    }

    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn registered_name(&self) -> Option<&'static str> {
        self.registered
    }

    pub(crate) const fn bound(&self) -> Option<Bound> {
        self.bound
    }

    #[cfg(feature = "freeze")]
    pub(crate) const fn freezes_after(&self) -> Option<Duration> {
        self.freeze_after
    }

    pub(crate) const fn clears(&self) -> bool {
        self.clear
    }

    /// How long the actor may be idle before it hibernates by itself.
    #[must_use]
    pub const fn idle_limit(&self) -> Option<Duration> {
        self.hibernate_after
    }

    #[cfg(test)]
    pub(crate) fn limits(&self) -> Limits {
        limits(self.hibernate_after)
    }
}

/// What the sweeper goes by, for an actor that hibernates by itself after that time.
pub(crate) fn limits(hibernate_after: Option<Duration>) -> Limits {
    let hibernate = match hibernate_after {
        None => u64::MAX,
        Some(Duration::ZERO) => 0,
        // One tick more, for the coarse time may be that much behind: never early.
        Some(after) => u64::try_from(after.as_millis())
            .unwrap_or(u64::MAX)
            .saturating_add(TICK),
    };
    Limits {
        window: WINDOW,
        hibernate,
    }
}
