//! A wait for a reply that ends after a time.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::Sleep;

use super::reply_to::Answer;
use super::wait::Noted;
use crate::cell::reference::AnyCell;
use crate::error::CallError;
use crate::error::unanswered::Timeout;

/// What waits for a reply: a call, or a request.
pub trait Replying: Unpin {
    #[doc(hidden)]
    type Value;

    #[doc(hidden)]
    type Error;

    #[doc(hidden)]
    fn poll_reply(
        &mut self,
        noted: Noted,
        context: &mut Context<'_>,
    ) -> Poll<Answer<Self::Value, Self::Error>>;

    /// The reply, where it is there already.
    #[doc(hidden)]
    fn take_reply(&mut self) -> Option<Answer<Self::Value, Self::Error>>;

    /// Waits no longer.
    #[doc(hidden)]
    fn abandon(&mut self);

    /// `None`: it is no actor, but a stand-in for one.
    #[doc(hidden)]
    fn callee(&self) -> Option<&AnyCell>;

    #[doc(hidden)]
    fn handler(&self) -> Option<&'static str>;
}

/// A call or a request with a time-out; made by [`Call::timeout`](crate::Call::timeout),
/// [`DynCall::timeout`](crate::DynCall::timeout) and [`Request::timeout`](crate::Request::timeout).
///
/// # Errors
///
/// [`CallError::Timeout`] when the time is over; else those of the call.
///
/// # Cancel safety
///
/// As that of the call or request in it.
#[must_use = "a call does nothing unless it is awaited"]
pub struct CallTimeout<C> {
    call: C,
    handler: Option<&'static str>,
    after: Duration,
    /// Made when there is something to wait for: a reply that is there at once costs no timer.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl<C: Replying> CallTimeout<C> {
    pub(crate) fn new(call: C, after: Duration) -> Self {
        Self {
            handler: call.handler(),
            call,
            after,
            sleep: None,
        }
    }

    /// The timer of the actor's own runtime: the caller may be anywhere.
    fn sleep(&mut self) -> Pin<&mut Sleep> {
        let (call, after) = (&self.call, self.after);
        self.sleep
            .get_or_insert_with(|| {
                let system = call.callee().map(|callee| callee.link().system());
                let _entered = system.map(|system| system.handle().enter());
                Box::pin(tokio::time::sleep(after))
            })
            .as_mut()
    }
}

impl<C: Replying> Future for CallTimeout<C> {
    type Output = Result<C::Value, CallError<C::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Poll::Ready(answer) = this.call.poll_reply(Noted::No, context) {
            return Poll::Ready(answer);
        }
        ready!(this.sleep().poll(context));
        // What came meanwhile still wins.
        let answer = this.call.take_reply().unwrap_or_else(|| {
            this.call.abandon();
            let timeout = Timeout::new(this.call.callee(), this.handler, this.after);
            Err(CallError::Timeout(timeout))
        });
        Poll::Ready(answer)
    }
}

impl<C> fmt::Debug for CallTimeout<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallTimeout")
            .field("handler", &self.handler)
            .field("after", &self.after)
            .finish_non_exhaustive()
    }
}
