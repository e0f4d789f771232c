//! What is wrong with a configuration.

use std::error::Error;
use std::fmt;

use super::value::Mistake;
use crate::error::StartErrorKind;

/// What is wrong with a [`Config`](super::Config) that was read: all of it at once, each with its place and
/// what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    mistakes: Vec<String>,
}

impl ConfigError {
    pub(super) fn new(mistakes: Vec<String>) -> Self {
        Self { mistakes }
    }

    pub(super) fn of_value((message, help): Mistake) -> Self {
        Self::new(vec![format!("{message}: {help}")])
    }

    /// One text for each mistake, beginning with its place: `dormouse.conf:7`, or the name of the variable.
    pub fn mistakes(&self) -> impl Iterator<Item = &str> {
        self.mistakes.iter().map(String::as_str)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mistakes.join("\n"))
    }
}

impl Error for ConfigError {}

/// Why a [`Config`](super::Config) was not installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InstallError {
    /// The caller is not inside a tokio runtime.
    NoRuntime,
    /// The runtime was built without a timer.
    NoTimer,
    /// The runtime has a configuration already, be it that an actor was started without one.
    TooLate,
}

impl From<StartErrorKind> for InstallError {
    fn from(kind: StartErrorKind) -> Self {
        match kind {
            StartErrorKind::NoTimer => Self::NoTimer,
            _ => Self::NoRuntime,
        }
    }
}

impl fmt::Display for InstallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRuntime => {
                "a configuration is for a tokio runtime, and there is none here: call this inside of one, \
                 in an `async fn` that it runs or after `Runtime::enter`"
            }
            Self::NoTimer => "the tokio runtime has no timer: build it with `enable_time`",
            Self::TooLate => {
                "this runtime has a configuration already, or an actor was started without one: \
                 call `install` once, before the first actor, or `replace` at any time"
            }
        })
    }
}

impl Error for InstallError {}
