//! What comes after a message, said by its handler: a time-out, or a step before all other messages.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use tokio::time::Instant;

use super::tie::Tie;

/// A time-out, made by [`Context::timeout`](crate::Context::timeout), for [`Outcome::then`](crate::Outcome::then).
#[must_use = "a time-out begins when the handler returns it, by `Outcome::then`"]
pub struct After {
    step: Box<dyn Any + Send>,
    plain: bool,
}

impl After {
    pub(crate) fn new<M: Send + 'static>(at: Instant, message: M, tie: Arc<Tie>) -> Self {
        Self {
            step: Box::new(Step::Timeout { at, message, tie }),
            plain: false,
        }
    }

    /// As Erlang's time-out by an integer: while it is pending the actor does not hibernate by itself, and what
    /// waits in the queue comes first even where the time is zero.
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }
}

impl fmt::Debug for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("After")
            .field("plain", &self.plain)
            .finish_non_exhaustive()
    }
}

/// A step before all other messages, made by [`Context::continue_with`](crate::Context::continue_with), for
/// [`Outcome::then`](crate::Outcome::then).
#[must_use = "a step is made when the handler returns it, by `Outcome::then`"]
pub struct Continue {
    step: Box<dyn Any + Send>,
}

impl Continue {
    pub(crate) fn new<M: Send + 'static>(message: M) -> Self {
        Self {
            step: Box::new(Step::Continue { message }),
        }
    }
}

impl fmt::Debug for Continue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Continue").finish_non_exhaustive()
    }
}

/// What may come next: an [`After`] or a [`Continue`].
#[must_use = "it is done when the handler returns it, by `Outcome::then`"]
pub struct Next {
    step: Box<dyn Any + Send>,
    plain: bool,
}

impl From<After> for Next {
    fn from(timeout: After) -> Self {
        Self {
            step: timeout.step,
            plain: timeout.plain,
        }
    }
}

impl From<Continue> for Next {
    fn from(next: Continue) -> Self {
        Self {
            step: next.step,
            plain: false,
        }
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").finish_non_exhaustive()
    }
}

/// What comes next, and whether the actor sleeps meanwhile.
#[derive(Debug)]
pub struct Then {
    pub(crate) hibernate: bool,
    pub(crate) next: Next,
}

impl Then {
    /// The step of an actor with messages `M`. `None`: it was made by the context of another.
    pub(crate) fn into_step<M: 'static>(self) -> Option<(Step<M>, bool)> {
        let step = self.next.step.downcast::<Step<M>>().ok()?;
        Some((*step, self.next.plain))
    }
}

/// What comes next, as the runtime sees it.
pub(crate) enum Step<M> {
    Continue {
        message: M,
    },
    Timeout {
        at: Instant,
        message: M,
        tie: Arc<Tie>,
    },
}
