//! The way back of a call, as generated code holds it.

use std::fmt;

use crate::cell::reply::{self, Receiver, Sender};
use crate::dying::{self, Cause};
use crate::error::{CallError, NoProcess};
use crate::exit::ExitReason;
use crate::handle::Never;
use crate::outcome::{Flow, Hibernate, Outcome};

/// What a caller gets.
pub(crate) type Answer<T, E> = Result<T, CallError<E>>;

/// Answers one call. Dropped without an answer, it tells the caller how the actor ended.
#[doc(hidden)]
pub struct ReplyTo<T: Send + 'static, E: Send + 'static = Never> {
    sender: Option<Sender<Answer<T, E>>>,
}

impl<T: Send + 'static, E: Send + 'static> ReplyTo<T, E> {
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

    #[inline]
    fn send(mut self, answer: Answer<T, E>) {
        if let Some(sender) = self.sender.take() {
            sender.send(answer);
        }
    }

    /// Whether the caller has gone.
    pub fn is_closed(&self) -> bool {
        self.sender.as_ref().is_none_or(Sender::is_closed)
    }

    #[inline]
    pub fn plain(self, value: T) -> Flow {
        self.send(Ok(value));
        Flow::Awake
    }

    #[inline]
    pub fn plain_result(self, value: Result<T, E>) -> Flow {
        self.send(value.map_err(CallError::Reply));
        Flow::Awake
    }

    #[inline]
    pub fn hibernate(self, value: Hibernate<T>) -> Flow {
        self.send(Ok(value.0));
        Flow::Hibernate
    }

    #[inline]
    pub fn hibernate_result(self, value: Hibernate<Result<T, E>>) -> Flow {
        self.send(value.0.map_err(CallError::Reply));
        Flow::Hibernate
    }

    #[inline]
    pub fn outcome(self, value: Outcome<T>) -> Flow {
        let (reply, flow) = value.into_parts();
        self.then(reply.map(Ok), flow)
    }

    #[inline]
    pub fn outcome_result(self, value: Outcome<Result<T, E>>) -> Flow {
        let (reply, flow) = value.into_parts();
        self.then(reply.map(|value| value.map_err(CallError::Reply)), flow)
    }

    /// `Err` of an outer `Result` is a reply.
    #[inline]
    pub fn error(self, error: E) -> Flow {
        self.send(Err(CallError::Reply(error)));
        Flow::Awake
    }

    fn then(self, answer: Option<Answer<T, E>>, flow: Flow) -> Flow {
        match (flow, answer) {
            // Sent after the hook has run, even if that fails (OTP, `{stop, Reason, Reply, State}`).
            (Flow::Stop(reason, _), answer) => {
                let exit = reason.clone();
                Flow::Stop(
                    reason,
                    Some(Box::new(move || match answer {
                        Some(answer) => self.send(answer),
                        None => self.stopped(exit),
                    })),
                )
            }
            (flow, Some(answer)) => {
                self.send(answer);
                flow
            }
            (flow, None) => flow,
        }
    }

    /// The handler stopped its actor without a reply.
    fn stopped(self, reason: ExitReason) {
        match dying::exit() {
            Some(exit) => self.send(Err(CallError::Exited(exit))),
            None => self.send(Err(CallError::Exited(crate::exit::Exit::new("", reason)))),
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Drop for ReplyTo<T, E> {
    #[inline]
    fn drop(&mut self) {
        let Some(sender) = self.sender.take() else {
            return;
        };
        unanswered(sender);
    }
}

#[cold]
fn unanswered<T: Send + 'static, E: Send + 'static>(sender: Sender<Answer<T, E>>) {
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
        // A message that was never sent: nobody can be waiting but the one who drops it.
        sender.send(Err(CallError::NoProcess(NoProcess::new("", true, None))));
    }
}

impl<T: Send + 'static, E: Send + 'static> fmt::Debug for ReplyTo<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyTo").finish_non_exhaustive()
    }
}
