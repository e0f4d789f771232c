//! How long somebody may sleep before what can be is frozen.

use std::fmt;
use std::time::Duration;

use super::value;

/// How long an actor may sleep before its [`Freezable`](crate::Freezable) fields are frozen.
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::FreezeAfter;
///
/// assert_eq!(FreezeAfter::from(Duration::from_secs(600)).to_string(), "10m");
/// assert_eq!(FreezeAfter::Off.to_string(), "off");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FreezeAfter {
    /// They are not frozen.
    Off,
    /// After that time asleep.
    Asleep(Duration),
}

impl FreezeAfter {
    /// The time asleep, unless it is off.
    #[must_use]
    pub const fn duration(self) -> Option<Duration> {
        match self {
            Self::Off => None,
            Self::Asleep(time) => Some(time),
        }
    }
}

impl From<Duration> for FreezeAfter {
    fn from(time: Duration) -> Self {
        Self::Asleep(time)
    }
}

impl From<Option<Duration>> for FreezeAfter {
    fn from(time: Option<Duration>) -> Self {
        time.map_or(Self::Off, Self::Asleep)
    }
}

impl fmt::Display for FreezeAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.pad("off"),
            Self::Asleep(time) => f.pad(&value::shown(*time)),
        }
    }
}
