//! How long somebody may be idle before it hibernates by itself, and who said so.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::value;

/// How long an actor or a supervisor may be idle before it hibernates by itself.
///
/// As text it is `off`, `0`, or a whole number with one of the units `ms`, `s`, `m` and `h`.
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::HibernateAfter;
///
/// let after: HibernateAfter = "30s".parse()?;
/// assert_eq!(after, HibernateAfter::from(Duration::from_secs(30)));
/// assert_eq!("off".parse(), Ok(HibernateAfter::Off));
/// assert_eq!(after.to_string(), "30s");
/// # Ok::<(), dormouse::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HibernateAfter {
    /// It does not hibernate by itself. A handler may still ask for it.
    Off,
    /// After that time in which nothing came; zero: as soon as nothing waits.
    Idle(Duration),
}

impl HibernateAfter {
    /// The idle time, unless it is off.
    #[must_use]
    pub const fn duration(self) -> Option<Duration> {
        match self {
            Self::Off => None,
            Self::Idle(time) => Some(time),
        }
    }
}

impl From<Duration> for HibernateAfter {
    fn from(time: Duration) -> Self {
        Self::Idle(time)
    }
}

impl From<Option<Duration>> for HibernateAfter {
    fn from(time: Option<Duration>) -> Self {
        time.map_or(Self::Off, Self::Idle)
    }
}

impl fmt::Display for HibernateAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.pad("off"),
            Self::Idle(time) => f.pad(&value::shown(*time)),
        }
    }
}

/// # Errors
///
/// When it is neither `off` nor a duration.
impl FromStr for HibernateAfter {
    type Err = super::ConfigError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        value::after(text).map_err(super::ConfigError::of_value)
    }
}

/// Who said when an actor or a supervisor hibernates, or is frozen, lowest first: each overrides those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Source {
    /// Nobody: an actor does not hibernate by itself and is not frozen; a static supervisor hibernates after 1 s, a dynamic one not.
    Default,
    /// Its attribute, `#[actor(hibernate_after = "30s")]`.
    Attribute,
    /// What the [`Config`](super::Config) says of all.
    Config,
    /// What the `Config` says of its type.
    Section,
    /// Whoever started it.
    Start,
    /// Its attribute, `#[actor(hibernate = never)]`, which nothing overrides.
    Policy,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Default => "default",
            Self::Attribute => "attribute",
            Self::Config => "config",
            Self::Section => "section",
            Self::Start => "start option",
            Self::Policy => "hibernate = never",
        })
    }
}

/// What holds for an actor or a supervisor, and who said so.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::{Source, StartOptions};
/// use std::time::Duration;
///
/// #[actor(hibernate_after = "30s")]
/// struct Session;
///
/// #[actor]
/// impl Session {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let session = Session.spawn()?;
/// let idle = session.actor().hibernate_after();
/// assert_eq!(idle.after().duration(), Some(Duration::from_secs(30)));
/// assert_eq!(idle.to_string(), "30s (attribute)");
///
/// let options = StartOptions::new().hibernate_after(Duration::from_secs(5));
/// let session = Session.spawn_with(options)?;
/// assert_eq!(session.actor().hibernate_after().source(), Source::Start);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective<T = HibernateAfter> {
    after: T,
    source: Source,
}

impl<T: Copy> Effective<T> {
    pub(crate) const fn new(after: T, source: Source) -> Self {
        Self { after, source }
    }

    /// The value.
    #[must_use]
    pub const fn after(&self) -> T {
        self.after
    }

    /// Who said so.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }
}

impl<T: fmt::Display> fmt::Display for Effective<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.after, self.source)
    }
}
