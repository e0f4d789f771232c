//! Starts that may panic.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::dying;
use crate::exit::ExitReason;
use crate::schedule::system::System;

/// The reason for a start that panicked.
pub(crate) fn panicked(unwound: &dying::Unwound) -> ExitReason {
    ExitReason::Panicked(unwound.describe(Some("start")))
}

/// A start whose panics become its failure, and which finds its own runtime round it: whoever restarts
/// something may be anywhere.
pub(crate) struct Caught<F> {
    start: Pin<Box<F>>,
    system: Option<Arc<System>>,
}

impl<F> Caught<F> {
    /// In whatever context it is polled.
    pub(crate) fn new(start: F) -> Self {
        Self {
            start: Box::pin(start),
            system: None,
        }
    }

    pub(crate) fn on(system: &Arc<System>, start: F) -> Self {
        Self {
            start: Box::pin(start),
            system: Some(Arc::clone(system)),
        }
    }
}

impl<F, T> Future for Caught<F>
where
    F: Future<Output = Result<T, ExitReason>>,
{
    type Output = Result<T, ExitReason>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let _entered = this.system.as_ref().map(|system| system.enter());
        match dying::catch_rarely(|| this.start.as_mut().poll(context)) {
            Ok(polled) => polled,
            Err(unwound) => Poll::Ready(Err(panicked(&unwound))),
        }
    }
}

impl<F> fmt::Debug for Caught<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caught").finish_non_exhaustive()
    }
}
