//! What the attributes say about supervisors and their children.

use std::borrow::Cow;
use std::mem;
use std::time::Duration;

use super::backoff::Backoff;
use crate::check::{CanBeNamed, FailsWith};
use crate::config::StartOptions;
use crate::config::after::HibernateAfter;
#[cfg(feature = "freeze")]
use crate::config::freeze_after::FreezeAfter;
use crate::exit::BoxError;

/// Which children a supervisor restarts when one fails (Erlang/OTP, `supervisor`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strategy {
    /// Only the one that failed.
    OneForOne,
    /// All of them: the others are stopped in reverse order of the start, then all are started.
    OneForAll,
    /// The one that failed and those that start after it: these are stopped in reverse order, then all of
    /// them are started.
    RestForOne,
    /// Only the one that failed; all children are of one kind and started at run time.
    SimpleOneForOne,
}

impl Strategy {
    /// OTP's name, as the attribute spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneForOne => "one_for_one",
            Self::OneForAll => "one_for_all",
            Self::RestForOne => "rest_for_one",
            Self::SimpleOneForOne => "simple_one_for_one",
        }
    }
}

/// Whether a child is started again when it has ended (Erlang/OTP, `supervisor`, "Child specification").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Restart {
    /// Always.
    Permanent,
    /// Unless it ended cleanly.
    Transient,
    /// Never; and its specification goes with it.
    Temporary,
}

impl Restart {
    /// OTP's name, as the attribute spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Transient => "transient",
            Self::Temporary => "temporary",
        }
    }
}

/// Whether a supervisor ends by itself when its significant children have ended (Erlang/OTP, `supervisor`,
/// "Automatic Shutdown").
///
/// Only the end of a significant child *by itself* counts, and only when it is not restarted: not a stop by
/// `terminate_child`, and not the stop of a sibling in a group restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AutoShutdown {
    /// It does not.
    Never,
    /// It ends with the first of them.
    AnySignificant,
    /// It ends with the last of them.
    AllSignificant,
}

impl AutoShutdown {
    /// OTP's name, as the attribute spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::AnySignificant => "any_significant",
            Self::AllSignificant => "all_significant",
        }
    }
}

/// How long a child may take to stop (Erlang/OTP, `supervisor`, "Child specification").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shutdown {
    /// It is killed at once.
    BrutalKill,
    /// It is asked to stop, and killed after that time.
    After(Duration),
    /// It is asked to stop, however long that takes.
    Infinity,
}

impl Shutdown {
    /// What a worker gets when nothing is said: 5 s, as in OTP.
    pub const WORKER: Self = Self::After(Duration::from_secs(5));
}

/// What `#[supervisor(..)]` says.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct SupervisorOptions {
    pub(crate) name: &'static str,
    pub(crate) strategy: Strategy,
    pub(crate) intensity: u32,
    pub(crate) period: Duration,
    pub(crate) auto_shutdown: AutoShutdown,
    pub(crate) hibernate_after: Option<Duration>,
    /// Whether its attribute said so.
    pub(crate) says_when: bool,
    pub(crate) max_children: Option<usize>,
}

impl SupervisorOptions {
    /// OTP's defaults: one restart in 5 s; idle for 1 s a static supervisor hibernates, a dynamic one
    /// does not.
    #[must_use]
    pub const fn new(name: &'static str, strategy: Strategy) -> Self {
        Self {
            name,
            strategy,
            intensity: 1,
            period: Duration::from_secs(5),
            auto_shutdown: AutoShutdown::Never,
            hibernate_after: match strategy {
                Strategy::SimpleOneForOne => None,
                Strategy::OneForOne | Strategy::OneForAll | Strategy::RestForOne => {
                    Some(Duration::from_secs(1))
                }
            },
            says_when: false,
            max_children: None,
        }
    }

    /// Elixir's defaults for children with specifications of their own: three restarts in 5 s; it does not
    /// hibernate.
    #[must_use]
    pub const fn dynamic(name: &'static str) -> Self {
        Self {
            intensity: 3,
            hibernate_after: None,
            ..Self::new(name, Strategy::OneForOne)
        }
    }

    /// Elixir's defaults for partitions: three restarts in 5 s.
    #[must_use]
    pub const fn partitioned(name: &'static str, strategy: Strategy) -> Self {
        Self {
            intensity: 3,
            ..Self::new(name, strategy)
        }
    }

    #[must_use]
    pub const fn intensity(mut self, restarts: u32) -> Self {
        self.intensity = restarts;
        self
    }

    #[must_use]
    pub const fn period(mut self, period: Duration) -> Self {
        self.period = period;
        self
    }

    #[must_use]
    pub const fn auto_shutdown(mut self, when: AutoShutdown) -> Self {
        self.auto_shutdown = when;
        self
    }

    #[must_use]
    pub const fn hibernate_after(mut self, after: Option<Duration>) -> Self {
        self.hibernate_after = after;
        self.says_when = true;
        self
    }

    #[must_use]
    pub const fn max_children(mut self, limit: usize) -> Self {
        self.max_children = Some(limit);
        self
    }
}

/// What a child specification says beside how the child is started, with all that was left out filled in
/// (Erlang/OTP, `supervisor:get_childspec/2`).
///
/// [`SupervisorDoor::get_childspec`](crate::SupervisorDoor::get_childspec) gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChildOptions {
    /// Its name among the children of its supervisor.
    pub id: Cow<'static, str>,
    /// Whether it is started again when it has ended.
    pub restart: Restart,
    /// How long it may take to stop.
    pub shutdown: Shutdown,
    /// Whether it is a supervisor.
    pub is_supervisor: bool,
    /// Whether its end counts for the supervisor's automatic shutdown.
    pub significant: bool,
    /// How long it waits before it is started again, if so.
    pub backoff: Option<Backoff>,
    /// How long a start may take, if there is a limit.
    pub start_timeout: Option<Duration>,
    /// Whether it handles what waits in its mailbox before it stops, within its shutdown time. All below it, if
    /// it is a supervisor.
    pub drain: bool,
    /// When it hibernates by itself, where whoever starts it says so, above all configuration.
    pub hibernate_after: Option<HibernateAfter>,
    /// When it is frozen, where whoever starts it says so, above all configuration.
    #[cfg(feature = "freeze")]
    pub freeze_after: Option<FreezeAfter>,
    /// The name that it is registered under, where that is known beforehand.
    pub registered: Option<Cow<'static, str>>,
}

impl ChildOptions {
    /// A permanent child; a worker has 5 s to stop, a supervisor as long as it takes, as in OTP.
    #[doc(hidden)]
    #[must_use]
    pub const fn of<C: super::seat::Child>(id: &'static str) -> Self {
        Self {
            id: Cow::Borrowed(id),
            restart: Restart::Permanent,
            shutdown: if C::IS_SUPERVISOR {
                Shutdown::Infinity
            } else {
                Shutdown::WORKER
            },
            is_supervisor: C::IS_SUPERVISOR,
            significant: false,
            backoff: None,
            start_timeout: None,
            drain: false,
            hibernate_after: None,
            #[cfg(feature = "freeze")]
            freeze_after: None,
            registered: match C::NAME {
                Some(name) => Some(Cow::Borrowed(name)),
                None => None,
            },
        }
    }

    /// What is said of its start, above all configuration.
    pub(crate) fn at_start(&self) -> StartOptions {
        let mut start = StartOptions::new();
        if let Some(after) = self.hibernate_after {
            start = start.hibernate_after(after);
        }
        #[cfg(feature = "freeze")]
        if let Some(after) = self.freeze_after {
            start = start.freeze_after(after);
        }
        start
    }

    /// The same, for one of many that are declared once.
    pub(crate) fn of_partition(&self, index: usize) -> Self {
        Self {
            id: format!("{}#{index}", self.id).into(),
            ..self.clone()
        }
    }

    /// An expression gives the name, whatever that of the type is.
    #[doc(hidden)]
    #[must_use]
    pub const fn named_at_start(mut self) -> Self {
        mem::forget(self.registered.take());
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn registered<C: CanBeNamed>(mut self, name: &'static str) -> Self {
        let over = self.registered.replace(Cow::Borrowed(name));
        // Borrowed as well, where it is there at all; nothing is dropped in a constant.
        mem::forget(over);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn restart(mut self, restart: Restart) -> Self {
        self.restart = restart;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.shutdown = shutdown;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn significant(mut self) -> Self {
        self.significant = true;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = Some(backoff);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn start_timeout(mut self, limit: Duration) -> Self {
        self.start_timeout = Some(limit);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn drain(mut self) -> Self {
        self.drain = true;
        self
    }
}

/// What a `start` expression may give: the state, or nothing.
#[derive(Debug)]
pub enum Start<S> {
    /// The state of the new incarnation.
    Ready(S),
    /// There is nothing to run now. The child is listed as [`Status::Down`](crate::Status::Down), and can be
    /// started later, by name or with its group; a temporary one is gone for good (Erlang/OTP,
    /// `supervisor`, `ignore`).
    Ignore,
}

/// The forms of a `start` expression: `S`, `Start<S>`, and a `Result` of each.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this `start` expression gives `{Self}`, but its child is a `{S}`",
    label = "should give `{S}`, `Result<{S}, E>` or `Start<{S}>`",
    note = "a function is called, `start = open()`, and a future awaited, `start = open().await`; what children on demand are started with are a closure's arguments, `start = |user: String| open(user)`",
    note = "an `E` is `anyhow::Error`, `Box<dyn Error + Send + Sync>`, `String`, or an error type of your own"
)]
pub trait IntoStart<S> {
    /// # Errors
    ///
    /// The expression's own.
    fn into_start(self) -> Result<Start<S>, BoxError>;
}

#[diagnostic::do_not_recommend]
impl<S> IntoStart<S> for S {
    fn into_start(self) -> Result<Start<S>, BoxError> {
        Ok(Start::Ready(self))
    }
}

#[diagnostic::do_not_recommend]
impl<S> IntoStart<S> for Start<S> {
    fn into_start(self) -> Result<Start<S>, BoxError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<S, E: FailsWith> IntoStart<S> for Result<S, E> {
    fn into_start(self) -> Result<Start<S>, BoxError> {
        self.map(Start::Ready).map_err(FailsWith::into_error)
    }
}

#[diagnostic::do_not_recommend]
impl<S, E: FailsWith> IntoStart<S> for Result<Start<S>, E> {
    fn into_start(self) -> Result<Start<S>, BoxError> {
        self.map_err(FailsWith::into_error)
    }
}
