//! The way back of a call.

use std::fmt;

use crate::cell::reply::{self, Receiver, Sender};
use crate::check::Policy;
use crate::dying::{self, Cause};
use crate::error::CallError;
use crate::error::unanswered::NoReply;
use crate::exit::ExitReason;
use crate::handle::Never;
use crate::observe::counts;
use crate::outcome::{Flow, Hibernate, Outcome};

/// What a caller gets.
pub(crate) type Answer<T, E> = Result<T, CallError<E>>;

/// Answers one call, now or later, from wherever it was taken to (OTP's `From`).
///
/// A `#[call]` with an argument of this type answers through it, and not by what it returns. The handle's
/// method has no such argument, and gives the caller `T` or `E`. So an actor can go on with other messages
/// while an answer is being made, pass the question on, or see that its caller has gone.
///
/// Dropped without an answer, it tells its caller so by [`CallError::NoReply`]; dropped because its actor
/// ends, whose state or queue it was in, by [`CallError::Exited`].
///
/// ```
/// use dormouse::prelude::*;
///
/// #[actor]
/// #[derive(Default)]
/// struct Gate {
///     waiting: Vec<ReplyTo<u32>>,
/// }
///
/// #[actor]
/// impl Gate {
///     /// Answers when the gate opens.
///     #[call]
///     fn pass(&mut self, reply: ReplyTo<u32>) {
///         self.waiting.push(reply);
///     }
///
///     #[cast]
///     fn open(&mut self) {
///         for (place, reply) in (1..).zip(self.waiting.drain(..)) {
///             reply.send(place);
///         }
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let gate = Gate::default().spawn()?;
/// let (one, other) = (gate.pass().send(), gate.pass().send());
/// gate.open()?;
/// assert_eq!((one.await?, other.await?), (1, 2));
/// # Ok(())
/// # }
/// ```
#[must_use = "dropped, it tells its caller that there is no answer"]
pub struct ReplyTo<T: 'static, E: 'static = Never> {
    sender: Option<Sender<Answer<T, E>>>,
}

impl<T: 'static, E: 'static> ReplyTo<T, E> {
    /// Answers. Where the caller has gone, the value is dropped.
    pub fn send(self, value: T) {
        self.answer(Ok(value));
    }

    /// Answers with a value, or with the handler's own error, which the caller gets as
    /// [`CallError::Reply`].
    pub fn send_result(self, result: Result<T, E>) {
        self.answer(result.map_err(CallError::Reply));
    }

    /// Whether the caller has gone: its call was dropped, or its time was over.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.sender.as_ref().is_none_or(Sender::is_closed)
    }

    /// Waits until the caller has gone: nobody needs the work any more.
    ///
    /// # Cancel safety
    ///
    /// It can be dropped and asked for again as often as one likes.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use dormouse::prelude::*;
    ///
    /// #[actor]
    /// #[derive(Default)]
    /// struct Miner {
    ///     given_up: u32,
    /// }
    ///
    /// #[actor]
    /// impl Miner {
    ///     #[call]
    ///     async fn mine(&mut self, mut reply: ReplyTo<u64>) {
    ///         let long_work = tokio::time::sleep(Duration::from_secs(3_600));
    ///         tokio::select! {
    ///             () = long_work => reply.send(42),
    ///             () = reply.closed() => self.given_up += 1,
    ///         }
    ///     }
    ///
    ///     #[call]
    ///     fn given_up(&self) -> u32 {
    ///         self.given_up
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let miner = Miner::default().spawn()?;
    /// assert!(miner.mine().timeout(Duration::from_millis(1)).await.is_err());
    /// assert_eq!(miner.given_up().await?, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn closed(&mut self) {
        if let Some(sender) = &mut self.sender {
            sender.closed().await;
        }
    }
}

// What generated code calls.
#[doc(hidden)]
impl<T: 'static, E: 'static> ReplyTo<T, E> {
    #[inline]
    pub(crate) fn new() -> (Self, Receiver<Answer<T, E>>) {
        let (sender, receiver) = reply::reply();
        (
            Self {
                sender: Some(sender),
            },
            receiver,
        )
    }

    /// The same for a handler that takes it, and may pass it on.
    #[inline]
    pub(crate) fn deferred() -> (Self, Receiver<Answer<T, E>>) {
        let (sender, receiver) = reply::deferred_reply();
        (
            Self {
                sender: Some(sender),
            },
            receiver,
        )
    }

    /// One that has been used.
    pub(super) fn answered() -> Self {
        Self { sender: None }
    }

    #[inline]
    pub(super) fn answer(mut self, answer: Answer<T, E>) {
        if let Some(sender) = self.sender.take() {
            sender.send(answer);
        }
    }

    #[inline]
    pub fn plain(self, value: T) -> Flow {
        self.answer(Ok(value));
        Flow::Awake
    }

    #[inline]
    pub fn plain_result(self, value: Result<T, E>) -> Flow {
        self.answer(value.map_err(CallError::Reply));
        Flow::Awake
    }

    #[inline]
    pub fn hibernate(self, value: Hibernate<T>) -> Flow {
        self.answer(Ok(value.0));
        Flow::Hibernate
    }

    #[inline]
    pub fn hibernate_result(self, value: Hibernate<Result<T, E>>) -> Flow {
        if value.0.is_err() {
            counts::hibernates_with_error();
        }
        self.answer(value.0.map_err(CallError::Reply));
        Flow::Hibernate
    }

    #[inline]
    pub fn outcome<P: Policy>(self, value: Outcome<T, P>) -> Flow
    where
        T: Send,
        E: Send,
    {
        let (reply, flow) = value.into_parts();
        self.then(reply.map(Ok), flow)
    }

    #[inline]
    pub fn outcome_result<P: Policy>(self, value: Outcome<Result<T, E>, P>) -> Flow
    where
        T: Send,
        E: Send,
    {
        let (reply, flow) = value.into_parts();
        if matches!((&reply, &flow), (Some(Err(_)), Flow::Hibernate)) {
            counts::hibernates_with_error();
        }
        self.then(reply.map(|value| value.map_err(CallError::Reply)), flow)
    }

    /// `Err` of an outer `Result` is a reply.
    #[inline]
    pub fn error(self, error: E) -> Flow {
        self.answer(Err(CallError::Reply(error)));
        Flow::Awake
    }

    /// The same, of a handler that hibernates: with an error, too.
    #[inline]
    pub fn error_hibernate(self, error: E) -> Flow {
        counts::hibernates_with_error();
        self.answer(Err(CallError::Reply(error)));
        Flow::Hibernate
    }

    /// The same, of a handler that decides at run time, and here has not.
    #[inline]
    pub fn error_outcome<P: Policy>(self, error: E) -> Flow {
        self.answer(Err(CallError::Reply(error)));
        if P::HIBERNATES {
            counts::hibernates_with_error();
            Flow::Hibernate
        } else {
            Flow::Awake
        }
    }

    fn then(self, answer: Option<Answer<T, E>>, flow: Flow) -> Flow
    where
        T: Send,
        E: Send,
    {
        match (flow, answer) {
            // Sent after the hook has run, even if that fails (OTP, `{stop, Reason, Reply, State}`).
            (Flow::Stop(reason, _), answer) => {
                let exit = reason.clone();
                Flow::Stop(
                    reason,
                    Some(Box::new(move || match answer {
                        Some(answer) => self.answer(answer),
                        None => self.stopped(exit),
                    })),
                )
            }
            (flow, Some(answer)) => {
                self.answer(answer);
                flow
            }
            (flow, None) => flow,
        }
    }

    /// The handler stopped its actor without a reply.
    fn stopped(self, reason: ExitReason) {
        match dying::exit() {
            Some(exit) => self.answer(Err(CallError::Exited(exit))),
            None => self.answer(Err(CallError::Exited(crate::exit::Exit::new("", reason)))),
        }
    }
}

impl<T: 'static, E: 'static> Drop for ReplyTo<T, E> {
    #[inline]
    fn drop(&mut self) {
        let Some(sender) = self.sender.take() else {
            return;
        };
        unanswered(sender);
    }
}

#[cold]
fn unanswered<T: 'static, E: 'static>(sender: Sender<Answer<T, E>>) {
    if let Some(cause) = dying::cause() {
        sender.send(Err(match cause {
            Cause::Ended(exit) => CallError::Exited(exit),
            Cause::Full(full) => CallError::Full(full),
        }));
    } else if dying::is_unwinding() {
        dying::leave_orphan(Box::new(move |exit| {
            sender.send(Err(CallError::Exited(exit)));
        }));
    } else {
        // Its place is filled in by who waits.
        sender.send(Err(CallError::NoReply(NoReply::default())));
    }
}

impl<T: 'static, E: 'static> fmt::Debug for ReplyTo<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyTo").finish_non_exhaustive()
    }
}
