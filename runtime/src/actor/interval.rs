//! Handlers that the clock calls.

use std::time::Duration;

/// One `#[every]` handler.
#[doc(hidden)]
#[derive(Debug)]
pub struct Interval<M> {
    period: Duration,
    message: fn(u32) -> M,
}

impl<M> Interval<M> {
    #[must_use]
    pub const fn new(period: Duration, message: fn(u32) -> M) -> Self {
        Self { period, message }
    }

    pub(crate) const fn period(&self) -> Duration {
        self.period
    }

    pub(crate) fn message(&self, generation: u32) -> M {
        (self.message)(generation)
    }
}
