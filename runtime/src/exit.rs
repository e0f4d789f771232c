//! Why an actor ended, and how that reaches those who waited for it.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::supervisor::stop_report::StopReport;

mod told;

pub(crate) use self::told::Told;

/// Any error that can end an actor or fail a start: a std error, `anyhow::Error`, a `String`, a `&str`.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// Why an actor or a supervisor ended.
///
/// The first four are *clean*: a `transient` child that ends so is not restarted, and nothing is
/// logged (Erlang/OTP, `supervisor`, "Restart strategy and maximum intensity"). Cloning shares, it
/// does not copy.
///
/// ```
/// use dormouse::ExitReason;
///
/// assert!(ExitReason::Normal.is_clean());
/// let reason = ExitReason::failed("the disk is full");
/// assert!(!reason.is_clean());
/// assert_eq!(reason.to_string(), "failed: the disk is full");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ExitReason {
    /// It had done its work.
    Normal,
    /// Its supervisor, or somebody on its behalf, asked it to stop.
    Shutdown,
    /// It stopped on request, for a reason worth telling.
    ShutdownBecause(Arc<str>),
    /// It is a supervisor that gave up: its children would have had to be restarted too often (OTP's
    /// `reached_max_restart_intensity`). A clean end, for OTP's supervisor exits with `shutdown` here.
    ReachedMaxRestartIntensity(GaveUp),
    /// It was ended by force; its `#[stop]` hook did not run.
    Killed,
    /// A handler or a start returned an error.
    Failed(Failure),
    /// A handler, a start or a drop panicked.
    Panicked(Panic),
    /// There was nothing to monitor or to link with (OTP's `noproc`).
    NoProcess,
}

impl ExitReason {
    /// An exit with an error, its chain of causes included.
    pub fn failed(error: impl Into<BoxError>) -> Self {
        Self::Failed(Failure::new(error.into()))
    }

    /// A clean exit with a reason to tell.
    pub fn shutdown_because(reason: impl Into<Arc<str>>) -> Self {
        Self::ShutdownBecause(reason.into())
    }

    /// Whether this is a clean end: `Normal`, `Shutdown`, `ShutdownBecause` or
    /// `ReachedMaxRestartIntensity`.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        matches!(
            self,
            Self::Normal
                | Self::Shutdown
                | Self::ShutdownBecause(_)
                | Self::ReachedMaxRestartIntensity(_)
        )
    }

    /// Whether it is what OTP calls `shutdown`, with or without more to tell.
    pub(crate) fn is_shutdown(&self) -> bool {
        matches!(self, Self::Shutdown | Self::ReachedMaxRestartIntensity(_))
    }

    /// With the handler that failed, unless another one is named already.
    pub(crate) fn in_handler(self, handler: Option<&'static str>) -> Self {
        match self {
            Self::Failed(failure) if failure.0.handler.is_none() => {
                Self::Failed(failure.with(|failed| failed.handler = handler))
            }
            other => other,
        }
    }

    /// What a caller is told of an end for which this reason stands: where it is nothing but a shutdown,
    /// and that was because the supervisor gave up, why it did.
    pub(crate) fn explained_by(self, supervisor: Option<&Self>) -> Self {
        match (self, supervisor) {
            (Self::Shutdown, Some(why @ Self::ReachedMaxRestartIntensity(_))) => why.clone(),
            (own, _) => own,
        }
    }
}

impl fmt::Display for ExitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Normal => f.write_str("normal"),
            Self::Shutdown => f.write_str("shutdown"),
            Self::ShutdownBecause(reason) => write!(f, "shutdown: {reason}"),
            Self::ReachedMaxRestartIntensity(gave_up) => write!(f, "shutdown: {gave_up}"),
            Self::Killed => f.write_str("killed"),
            Self::Failed(failure) => {
                failure.write_place(f)?;
                write!(f, "{failure}")
            }
            Self::Panicked(panic) => write!(f, "{panic}"),
            Self::NoProcess => f.write_str("no process"),
        }
    }
}

// The text has all causes already; given as sources, too, whoever prints those would print them twice.
impl Error for ExitReason {}

/// The error that ended an actor, shared between all who are told.
///
/// Its text is that of the error and of all its causes. So is that of every error which tells of the end, and these
/// have no [`Error::source`] of their own: whatever prints an error with its sources, such as `anyhow` by `{:#}`,
/// prints each once. The error itself, to be downcast, is here.
///
/// ```
/// use dormouse::ExitReason;
///
/// let reason = ExitReason::failed("7 days".parse::<u32>().unwrap_err());
/// let ExitReason::Failed(failure) = &reason else { panic!("{reason}") };
/// assert!(failure.error().is::<std::num::ParseIntError>());
/// ```
#[derive(Clone)]
pub struct Failure(Arc<Failed>);

#[derive(Clone)]
struct Failed {
    error: Arc<dyn Error + Send + Sync + 'static>,
    handler: Option<&'static str>,
    shown: Option<Box<str>>,
}

impl Failure {
    fn new(error: BoxError) -> Self {
        Self(Arc::new(Failed {
            error: Arc::from(error),
            handler: None,
            shown: None,
        }))
    }

    fn with(&self, change: impl FnOnce(&mut Failed)) -> Self {
        let mut failed = Failed::clone(&self.0);
        change(&mut failed);
        Self(Arc::new(failed))
    }

    fn write_place(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.handler {
            Some(handler) => write!(f, "failed in `{handler}`: "),
            None => f.write_str("failed: "),
        }
    }

    /// The handler that failed, when it was one.
    #[must_use]
    pub fn handler(&self) -> Option<&'static str> {
        self.0.handler
    }

    /// The error itself; follow [`Error::source`] for its causes.
    #[must_use]
    pub fn error(&self) -> &(dyn Error + 'static) {
        &*self.0.error
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.error, f)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.error)?;
        let mut cause = self.0.error.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// A panic that ended an actor.
#[derive(Clone, Debug)]
pub struct Panic(Arc<Caught>);

#[derive(Clone, Debug)]
struct Caught {
    message: Box<str>,
    location: Option<Box<str>>,
    handler: Option<&'static str>,
    shown: Option<Box<str>>,
}

impl Panic {
    pub(crate) fn new(
        message: impl Into<Box<str>>,
        location: Option<Box<str>>,
        handler: Option<&'static str>,
    ) -> Self {
        Self(Arc::new(Caught {
            message: message.into(),
            location,
            handler,
            shown: None,
        }))
    }

    /// What was given to `panic!`; a payload that is no text is named as such.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file, line and column, when [`install_panic_hook`](crate::install_panic_hook) is in place.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// The handler that panicked, when it was one.
    #[must_use]
    pub fn handler(&self) -> Option<&'static str> {
        self.0.handler
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("panicked")?;
        if let Some(handler) = self.0.handler {
            write!(f, " in `{handler}`")?;
        }
        if let Some(location) = &self.0.location {
            write!(f, " at {location}")?;
        }
        write!(f, ": {}", self.0.message)
    }
}

/// Why a supervisor gave up: which child was not restarted any more, and why.
#[derive(Clone, Debug)]
pub struct GaveUp(Arc<TooManyRestarts>);

#[derive(Debug)]
struct TooManyRestarts {
    intensity: u32,
    period: Duration,
    child: Exit,
}

impl GaveUp {
    pub(crate) fn new(intensity: u32, period: Duration, child: Exit) -> Self {
        Self(Arc::new(TooManyRestarts {
            intensity,
            period,
            child,
        }))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, reason: &dyn fmt::Display) -> fmt::Result {
        write!(
            f,
            "reached maximum restart intensity of {} in {:?}, at last by `{}`: {reason}",
            self.intensity(),
            self.period(),
            self.path(),
        )
    }

    /// How many restarts were allowed within [`period`](Self::period).
    #[must_use]
    pub fn intensity(&self) -> u32 {
        self.0.intensity
    }

    /// The time in which restarts add up.
    #[must_use]
    pub fn period(&self) -> Duration {
        self.0.period
    }

    /// The child that would have had to be restarted once more, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.child.path()
    }

    /// How that child ended, or why it did not start.
    #[must_use]
    pub fn reason(&self) -> &ExitReason {
        self.0.child.reason()
    }

    /// Which incarnation of that child ended; 0 where it did not start.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.0.child.generation()
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, self.reason())
    }
}

/// An end that somebody waited for: which actor, and why.
#[derive(Clone, Debug)]
pub struct Exit(Arc<Ended>);

#[derive(Debug)]
struct Ended {
    path: Box<str>,
    reason: ExitReason,
    generation: u32,
    report: Option<Box<StopReport>>,
}

impl Exit {
    pub(crate) fn new(path: impl Into<Box<str>>, reason: ExitReason) -> Self {
        Self::of_incarnation(path, reason, 0)
    }

    pub(crate) fn of_incarnation(
        path: impl Into<Box<str>>,
        reason: ExitReason,
        generation: u32,
    ) -> Self {
        Self(Arc::new(Ended {
            path: path.into(),
            reason,
            generation,
            report: None,
        }))
    }

    /// With what went wrong; only just made, and so shared with nobody.
    pub(crate) fn with_report(mut self, report: Option<Box<StopReport>>) -> Self {
        if let Some(ended) = Arc::get_mut(&mut self.0) {
            ended.report = report;
        }
        self
    }

    /// For the end of a supervisor: who had to be killed on the way, who was stuck, and what was not handled.
    /// Empty for the end of an actor.
    #[must_use]
    pub fn report(&self) -> &StopReport {
        static EMPTY: StopReport = StopReport::EMPTY;
        self.0.report.as_deref().unwrap_or(&EMPTY)
    }

    /// Which incarnation has ended; 0 where none has, as when one did not start.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.0.generation
    }

    /// The actor, by its place in the tree, such as `App/sessions/session#7`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Why it ended.
    #[must_use]
    pub fn reason(&self) -> &ExitReason {
        &self.0.reason
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "actor `{}` ended: {}", self.0.path, self.0.reason)
    }
}

impl Error for Exit {}
