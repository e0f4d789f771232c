//! A call whose actor's type is forgotten.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::Never;
use crate::error::CallError;

/// A call through an [`interface`](macro@crate::interface): a future of the handler's reply.
///
/// It is a [`Call`](crate::Call) in a box, and does what that does.
///
/// # Errors
///
/// Those of [`Call`](crate::Call).
///
/// # Cancel safety
///
/// That of [`Call`](crate::Call).
#[must_use = "a call does nothing unless it is awaited"]
pub struct DynCall<'a, T, E = Never> {
    call: Pin<Box<dyn Future<Output = Result<T, CallError<E>>> + Send + 'a>>,
}

impl<'a, T, E> DynCall<'a, T, E> {
    /// Any future of such a reply: for a stand-in in a test, which implements the interface itself.
    ///
    /// ```
    /// use dormouse::DynCall;
    /// use dormouse::prelude::*;
    ///
    /// #[interface]
    /// trait Clock {
    ///     #[call]
    ///     fn now(&self) -> u32;
    /// }
    ///
    /// #[derive(Debug)]
    /// struct Noon;
    ///
    /// impl Clock for Noon {
    ///     fn now(&self) -> DynCall<'_, u32> {
    ///         DynCall::new(async { Ok(12) })
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let clock = ClockRef::from(Noon);
    /// assert_eq!(clock.now().await?, 12);
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(call: impl Future<Output = Result<T, CallError<E>>> + Send + 'a) -> Self {
        Self {
            call: Box::pin(call),
        }
    }
}

impl<T, E> Future for DynCall<'_, T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.call.as_mut().poll(context)
    }
}

impl<T, E> fmt::Debug for DynCall<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynCall").finish_non_exhaustive()
    }
}
