//! Exit reasons as events tell them: an actor may have said that parts of its own are to stay out of logs.

use std::fmt;
use std::sync::Arc;

use super::{Caught, Exit, ExitReason, Failure, Panic};

impl ExitReason {
    /// The same, told in events in these words.
    pub(crate) fn shown_as(self, shown: &str) -> Self {
        match self {
            Self::Failed(failure) => {
                Self::Failed(failure.with(|failed| failed.shown = Some(shown.into())))
            }
            Self::Panicked(panic) => {
                let mut caught = Caught::clone(&panic.0);
                caught.shown = Some(shown.into());
                Self::Panicked(Panic(Arc::new(caught)))
            }
            other => other,
        }
    }
}

/// A reason as events tell it.
#[derive(Debug)]
pub(crate) struct Told<'a>(pub(crate) &'a ExitReason);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ExitReason::Failed(failure) => write_failure(failure, f),
            ExitReason::Panicked(Panic(caught)) => match &caught.shown {
                Some(shown) => f.write_str(shown),
                None => self.0.fmt(f),
            },
            ExitReason::ReachedMaxRestartIntensity(gave_up) => {
                f.write_str("shutdown: ")?;
                gave_up.write(f, &Told(gave_up.reason()))
            }
            other => other.fmt(f),
        }
    }
}

fn write_failure(failure: &Failure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(shown) = &failure.0.shown {
        return f.write_str(shown);
    }
    failure.write_place(f)?;
    // The end of another actor, which this one was linked with.
    match failure.error().downcast_ref::<Exit>() {
        Some(exit) => write!(f, "actor `{}` ended: {}", exit.path(), Told(exit.reason())),
        None => write!(f, "{failure}"),
    }
}
