//! Requests under way, each with a label.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use tokio::task::coop;

use super::Never;
use super::reply_to::Answer;
use super::request::Request;
use super::timeout::Replying as _;
use super::wait::{self, Noted};
use crate::error::CallError;

/// Requests under way, each with a label; their replies come in the order of their arrival.
///
/// As OTP's collections of request ids, with the names of tokio's `JoinSet`. Dropped, all of its requests are
/// abandoned: the handlers run, and their replies are dropped.
///
/// ```
/// use dormouse::Requests;
/// use dormouse::prelude::*;
///
/// #[actor]
/// struct Shard(u32);
///
/// #[actor]
/// impl Shard {
///     #[call]
///     fn size(&self) -> u32 {
///         self.0
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut sizes = Requests::new();
/// for number in 0..3 {
///     sizes.insert(number, Shard(10 * number).spawn()?.size().send());
/// }
/// while let Some((number, size)) = sizes.next().await {
///     assert_eq!(size?, 10 * number);
/// }
/// # Ok(())
/// # }
/// ```
pub struct Requests<L, T, E = Never> {
    requests: BTreeMap<u64, (L, Request<T, E>)>,
    last: u64,
    ready: Arc<Ready>,
}

type Next<L, T, E> = (L, Answer<T, E>);

impl<L, T, E> Requests<L, T, E> {
    /// No requests.
    #[must_use]
    pub fn new() -> Self {
        Self {
            requests: BTreeMap::new(),
            last: 0,
            ready: Arc::default(),
        }
    }

    /// How many are under way: those whose replies were not taken yet.
    #[must_use]
    pub fn len(&self) -> usize {
        self.requests.len()
    }

    /// Whether none is under way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// Adds a request. The label comes back with its reply, and need not be unlike the others.
    pub fn insert(&mut self, label: L, request: Request<T, E>) {
        self.last += 1;
        self.requests.insert(self.last, (label, request));
        self.ready.add(self.last);
    }

    /// The next reply, with the label of its request; `None` when no request is left.
    ///
    /// Below a deadline it is `tokio::time::timeout_at(deadline, requests.next())`; what has not come by then is
    /// kept, or given up by [`clear`](Self::clear).
    ///
    /// # Errors
    ///
    /// Those of the request. In a handler of the very actor that was asked, it is
    /// [`CallError::CallingSelf`] at once.
    ///
    /// # Cancel safety
    ///
    /// Dropped, no reply is lost.
    pub async fn next(&mut self) -> Option<(L, Result<T, CallError<E>>)> {
        let mut asked_self = false;
        poll_fn(|context| {
            let budget = ready!(coop::poll_proceed(context));
            let mut polled = self.poll_next(context);
            // Once is enough: a handler has no others than it began with.
            if polled.is_pending() && !std::mem::replace(&mut asked_self, true) {
                polled = self
                    .refuse_self()
                    .map_or(Poll::Pending, |own| Poll::Ready(Some(own)));
            }
            if polled.is_ready() {
                budget.made_progress();
            }
            polled
        })
        .await
    }

    /// A reply that is there; `None` where none has come.
    pub fn try_next(&mut self) -> Option<(L, Result<T, CallError<E>>)> {
        loop {
            let key = self.ready.take()?;
            let Some((_, request)) = self.requests.get_mut(&key) else {
                continue;
            };
            if let Some(answer) = request.try_response() {
                let (label, _) = self.requests.remove(&key)?;
                return Some((label, answer));
            }
            // Not polled yet: nothing would tell of its reply.
            let waker = self.ready.waker(key);
            let polled = request.poll_noted(Noted::Elsewhere, &mut Context::from_waker(&waker));
            if let Poll::Ready(answer) = polled {
                let (label, _) = self.requests.remove(&key)?;
                return Some((label, answer));
            }
        }
    }

    /// Abandons all requests.
    pub fn clear(&mut self) {
        self.requests.clear();
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Next<L, T, E>>> {
        if self.requests.is_empty() {
            return Poll::Ready(None);
        }
        drop(self.ready.set_waker(context.waker()));
        match self.try_next() {
            Some(next) => Poll::Ready(Some(next)),
            None => Poll::Pending,
        }
    }

    /// A request to the actor in whose handler this is asked.
    fn refuse_self(&mut self) -> Option<Next<L, T, E>> {
        let caller = wait::caller()?;
        let own = |(_, (_, request)): &(&u64, &(L, Request<T, E>))| request.is_to(&caller);
        let key = *self.requests.iter().find(own)?.0;
        let (label, request) = self.requests.remove(&key)?;
        let error = wait::calling_self(&caller, request.handler());
        Some((label, Err(error)))
    }
}

impl<L, T, E> Default for Requests<L, T, E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<L, T, E> fmt::Debug for Requests<L, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Requests")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// The requests whose replies may have come, in that order, and the task that waits for one.
#[derive(Default)]
struct Ready(Mutex<(VecDeque<u64>, Option<Waker>)>);

impl Ready {
    fn add(&self, key: u64) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.0.push_back(key);
        let waker = inner.1.take();
        drop(inner);
        // After the lock: wakers are the user's.
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn take(&self) -> Option<u64> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.0.pop_front()
    }

    /// Gives the waker that was there, to be dropped after the lock.
    fn set_waker(&self, waker: &Waker) -> Option<Waker> {
        let waker = waker.clone();
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.1.replace(waker)
    }

    fn waker(self: &Arc<Self>, key: u64) -> Waker {
        Waker::from(Arc::new(Entry {
            key,
            ready: Arc::clone(self),
        }))
    }
}

/// The waker of one request.
struct Entry {
    key: u64,
    ready: Arc<Ready>,
}

impl Wake for Entry {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ready.add(self.key);
    }
}
