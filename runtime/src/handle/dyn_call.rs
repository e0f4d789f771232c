//! A call whose actor's type is forgotten.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::Never;
use super::reply_to::Answer;
use super::timeout::{CallTimeout, Replying};
use super::wait::Noted;
use crate::cell::reference::AnyCell;
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
    call: Box<dyn Replying<Value = T, Error = E> + Send + 'a>,
}

impl<'a, T: 'a, E: 'a> DynCall<'a, T, E> {
    /// A call, or what else waits for a reply of an actor.
    #[doc(hidden)]
    pub fn of(call: impl Replying<Value = T, Error = E> + Send + 'a) -> Self {
        Self {
            call: Box::new(call),
        }
    }

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
        Self::of(StandIn(Box::pin(call)))
    }

    /// Waits for the reply no longer than `after`, as [`Call::timeout`](crate::Call::timeout) does.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use dormouse::prelude::*;
    ///
    /// #[interface]
    /// trait Tool {
    ///     #[call]
    ///     async fn run(&mut self) -> u32;
    /// }
    ///
    /// #[actor]
    /// struct Slow;
    ///
    /// #[actor]
    /// impl Slow {
    ///     #[call(interface = Tool)]
    ///     async fn run(&mut self) -> u32 {
    ///         tokio::time::sleep(Duration::from_secs(60)).await;
    ///         42
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tool = ToolRef::from(Slow.spawn()?);
    /// let late = tool.run().timeout(Duration::from_millis(1)).await;
    /// assert!(matches!(late, Err(CallError::Timeout(_))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(self, after: Duration) -> CallTimeout<Self> {
        CallTimeout::new(self, after)
    }
}

impl<T, E> Replying for DynCall<'_, T, E> {
    type Value = T;
    type Error = E;

    fn poll_reply(&mut self, noted: Noted, context: &mut Context<'_>) -> Poll<Answer<T, E>> {
        self.call.poll_reply(noted, context)
    }

    fn take_reply(&mut self) -> Option<Answer<T, E>> {
        self.call.take_reply()
    }

    fn abandon(&mut self) {
        self.call.abandon();
    }

    fn callee(&self) -> Option<&AnyCell> {
        self.call.callee()
    }

    fn handler(&self) -> Option<&'static str> {
        self.call.handler()
    }
}

impl<T, E> Future for DynCall<'_, T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_reply(Noted::Yes, context)
    }
}

/// A future that replies in the place of an actor.
struct StandIn<'a, T, E>(Pin<Box<dyn Future<Output = Answer<T, E>> + Send + 'a>>);

impl<T, E> Replying for StandIn<'_, T, E> {
    type Value = T;
    type Error = E;

    fn poll_reply(&mut self, _: Noted, context: &mut Context<'_>) -> Poll<Answer<T, E>> {
        self.0.as_mut().poll(context)
    }

    fn take_reply(&mut self) -> Option<Answer<T, E>> {
        None
    }

    fn abandon(&mut self) {}

    fn callee(&self) -> Option<&AnyCell> {
        None
    }

    fn handler(&self) -> Option<&'static str> {
        None
    }
}

impl<T, E> fmt::Debug for DynCall<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynCall").finish_non_exhaustive()
    }
}
