//! What a caller is told when it does not get its answer.

pub(crate) mod unanswered;

use std::convert::Infallible;
use std::error::Error;
use std::fmt;

use self::unanswered::{CallingSelf, Cycle, NoReply, Timeout};
use crate::exit::{Exit, ExitReason};
use crate::handle::any::AnyActorRef;
use crate::registry::error::NameTaken;
use crate::supervisor::check_childspecs::ChildSpecError;

/// Why a call has no answer.
///
/// `E` is the error that the handler itself may reply with; for a handler that returns no `Result` it
/// is [`Infallible`].
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<E = Infallible> {
    /// The handler answered with its own error; the actor is well.
    Reply(E),
    /// The actor ended before it answered.
    Exited(Exit),
    /// There is no actor to ask: it is down, or gone for good.
    NoProcess(NoProcess),
    /// The actor's mailbox was full: it was not taken, or had to give way to another message.
    Full(Full),
    /// The reply did not come in the time that [`Call::timeout`](crate::Call::timeout) gave it.
    Timeout(Timeout),
    /// The actor called itself.
    CallingSelf(CallingSelf),
    /// The call would close a cycle of actors that wait for one another.
    Cycle(Cycle),
    /// The handler dropped its [`ReplyTo`](crate::ReplyTo); the actor is well.
    NoReply(NoReply),
}

impl<E> CallError<E> {
    /// The handler's own error, if it was one.
    pub fn into_reply(self) -> Option<E> {
        match self {
            Self::Reply(error) => Some(error),
            _ => None,
        }
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // With its causes, where it can tell them: see `Failure`.
            Self::Reply(error) => write!(f, "{error:#}"),
            Self::Exited(exit) => write!(f, "no reply: {exit}"),
            Self::NoProcess(process) => process.fmt(f),
            Self::Full(full) => full.fmt(f),
            Self::Timeout(timeout) => timeout.fmt(f),
            Self::CallingSelf(call) => call.fmt(f),
            Self::Cycle(cycle) => cycle.fmt(f),
            Self::NoReply(call) => call.fmt(f),
        }
    }
}

// For every `E` that can be shown, so that `?` works for handlers that reply with a `String` or with
// `anyhow::Error`, which are no `Error` themselves. What caused a reply is told by the reply, what caused an end
// by the text.
impl<E: fmt::Debug + fmt::Display> Error for CallError<E> {}

/// Why a cast was not taken; nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum CastError {
    /// There is no actor to tell: it is down, or gone for good.
    NoProcess(NoProcess),
    /// The actor's mailbox is full.
    Full(Full),
    /// A `#[cast(wait)]` of an actor to itself, out of a handler: its mailbox is full, and nobody else makes room.
    CallingSelf(CallingSelf),
    /// A `#[cast(wait)]` whose wait for room would close a cycle of actors that wait for one another.
    Cycle(Cycle),
}

impl fmt::Display for CastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProcess(process) => process.fmt(f),
            Self::Full(full) => full.fmt(f),
            Self::CallingSelf(call) => call.fmt(f),
            Self::Cycle(cycle) => cycle.fmt(f),
        }
    }
}

impl Error for CastError {}

impl<E> From<CastError> for CallError<E> {
    fn from(error: CastError) -> Self {
        match error {
            CastError::NoProcess(process) => Self::NoProcess(process),
            CastError::Full(full) => Self::Full(full),
            CastError::CallingSelf(call) => Self::CallingSelf(call),
            CastError::Cycle(cycle) => Self::Cycle(cycle),
        }
    }
}

/// A mailbox with a bound had no room; see [`Overflow`](crate::Overflow).
#[derive(Clone, Debug)]
pub struct Full {
    path: Box<str>,
    capacity: usize,
}

impl Full {
    pub(crate) fn new(path: impl Into<Box<str>>, capacity: usize) -> Self {
        Self {
            path: path.into(),
            capacity,
        }
    }

    /// The actor, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How many messages may wait there.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.capacity
    }
}

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the mailbox of actor `{}` is full: {} messages wait",
            self.path, self.capacity
        )
    }
}

impl Error for Full {}

/// The actor does not run (OTP's `noproc`).
#[derive(Clone, Debug)]
pub struct NoProcess {
    path: Box<str>,
    for_good: bool,
    last: Option<ExitReason>,
}

impl NoProcess {
    pub(crate) fn new(path: impl Into<Box<str>>, for_good: bool, last: Option<ExitReason>) -> Self {
        Self {
            path: path.into(),
            for_good,
            last,
        }
    }

    /// The actor, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it will never come back. If not, `restart_child` brings it back under the same handle.
    #[must_use]
    pub fn is_for_good(&self) -> bool {
        self.for_good
    }

    /// How it ended, where that is still known.
    #[must_use]
    pub fn last_exit(&self) -> Option<&ExitReason> {
        self.last.as_ref()
    }
}

impl fmt::Display for NoProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.for_good { "gone" } else { "down" };
        write!(f, "actor `{}` is {state}", self.path)?;
        if let Some(last) = &self.last {
            write!(f, " ({last})")?;
        }
        Ok(())
    }
}

impl Error for NoProcess {}

/// Why something did not start: which child, and the reason.
///
/// For a supervisor this is OTP's `failed_to_start_child`: the children that ran before it have been
/// stopped again, in reverse order.
#[derive(Clone, Debug)]
pub struct StartError {
    path: Box<str>,
    kind: StartErrorKind,
}

/// The kinds of a [`StartError`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StartErrorKind {
    /// Its `start` returned an error or panicked, or a child below it did not start.
    Failed(ExitReason),
    /// Its `start` gave [`Start::Ignore`](crate::Start::Ignore); nothing is kept of it.
    Ignored,
    /// The supervisor has as many children as `max_children` allows.
    MaxChildren(usize),
    /// A child of that name runs: this one (OTP's `already_started`).
    AlreadyStarted(AnyActorRef),
    /// There is a child of that name that does not run; `restart_child` starts it, and `delete_child` makes
    /// its name free (OTP's `already_present`).
    AlreadyPresent,
    /// Its specification breaks a rule (OTP's `start_spec`).
    BadSpec(ChildSpecError),
    /// The supervisor does not run.
    NotRunning,
    /// Another actor has the name that it is to be registered under; its `start` did not run (OTP's
    /// `already_started`).
    NameTaken(NameTaken),
    /// The caller is not inside a tokio runtime.
    NoRuntime,
    /// The caller's tokio runtime was built without a timer.
    NoTimer,
}

impl StartError {
    pub(crate) fn new(path: impl Into<Box<str>>, reason: ExitReason) -> Self {
        Self::refused(path, StartErrorKind::Failed(reason))
    }

    pub(crate) fn refused(path: impl Into<Box<str>>, kind: StartErrorKind) -> Self {
        Self {
            path: path.into(),
            kind,
        }
    }

    /// What came of a child's start. That it could not have its name it says itself, whether or not it was
    /// started by somebody else.
    pub(crate) fn of_child(path: impl Into<Box<str>>, reason: ExitReason) -> Self {
        if let ExitReason::Failed(failure) = &reason
            && let Some(taken) = NameTaken::of(failure.error())
        {
            return Self::refused(path, StartErrorKind::NameTaken(taken));
        }
        Self::new(path, reason)
    }

    /// The innermost start that failed, where the reason is such an error itself.
    pub(crate) fn innermost(path: impl Into<Box<str>>, reason: ExitReason) -> Self {
        if let ExitReason::Failed(failure) = &reason
            && let Some(inner) = failure.error().downcast_ref::<Self>()
        {
            return inner.clone();
        }
        Self::of_child(path, reason)
    }

    /// The child that did not start, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What kind of refusal it is.
    #[must_use]
    pub fn kind(&self) -> &StartErrorKind {
        &self.kind
    }

    /// The reason of a start that failed.
    #[must_use]
    pub fn reason(&self) -> Option<&ExitReason> {
        match &self.kind {
            StartErrorKind::Failed(reason) => Some(reason),
            _ => None,
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` did not start: ", self.path)?;
        match &self.kind {
            StartErrorKind::Failed(reason) => reason.fmt(f),
            StartErrorKind::Ignored => f.write_str("its start was ignored"),
            StartErrorKind::MaxChildren(limit) => {
                write!(f, "its supervisor has {limit} children, which is its limit")
            }
            StartErrorKind::AlreadyStarted(_) => f.write_str("a child of that name runs already"),
            StartErrorKind::AlreadyPresent => {
                f.write_str("there is a child of that name, which does not run")
            }
            StartErrorKind::BadSpec(error) => error.fmt(f),
            StartErrorKind::NotRunning => f.write_str("its supervisor does not run"),
            StartErrorKind::NameTaken(taken) => taken.fmt(f),
            StartErrorKind::NoRuntime => {
                f.write_str("there is no tokio runtime here; start it from within one")
            }
            StartErrorKind::NoTimer => {
                f.write_str("the tokio runtime here has no timer; build it with `enable_time`")
            }
        }
    }
}

impl Error for StartError {}
