//! What a handler says about afterwards: stay awake, hibernate, or stop.

use std::fmt;

use crate::exit::ExitReason;

/// A reply after which the actor hibernates, always.
///
/// As a return type it is the spec: whoever reads the handler knows. A message that already waits is
/// handled first (Erlang/OTP, `erlang:hibernate/0`).
///
/// ```
/// use dormouse::Hibernate;
///
/// fn store() -> Hibernate<usize> {
///     Hibernate(7)
/// }
/// assert_eq!(store().0, 7);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[must_use = "hibernation is what the handler returns; dropped, it does nothing"]
pub struct Hibernate<T = ()>(pub T);

/// A reply, and what is decided at run time about afterwards.
///
/// ```
/// use dormouse::{ExitReason, Outcome};
///
/// fn recall(last: bool) -> Outcome<u32> {
///     if last {
///         return Outcome::reply(0).then_stop(ExitReason::Normal);
///     }
///     Outcome::reply(1).hibernate()
/// }
/// assert_eq!(recall(false).into_reply(), Some(1));
/// ```
#[must_use = "an outcome is what the handler returns; dropped, it does nothing"]
pub struct Outcome<T = ()> {
    reply: Option<T>,
    flow: Flow,
}

impl<T> Outcome<T> {
    /// Replies with `value` and stays awake.
    pub fn reply(value: T) -> Self {
        Self {
            reply: Some(value),
            flow: Flow::Awake,
        }
    }

    /// Stops the actor without a reply: the caller's error carries the reason.
    pub fn stop(reason: ExitReason) -> Self {
        Self {
            reply: None,
            flow: Flow::Stop(reason, None),
        }
    }

    /// Then hibernates, unless a message already waits.
    pub fn hibernate(mut self) -> Self {
        if matches!(self.flow, Flow::Awake) {
            self.flow = Flow::Hibernate;
        }
        self
    }

    /// Then stops with `reason`. The reply is sent after the `#[stop]` hook has run, as in OTP.
    pub fn then_stop(mut self, reason: ExitReason) -> Self {
        self.flow = Flow::Stop(reason, None);
        self
    }

    /// The reply, for a unit test of a handler.
    pub fn into_reply(self) -> Option<T> {
        self.reply
    }

    /// Whether the actor hibernates afterwards.
    #[must_use]
    pub fn is_hibernate(&self) -> bool {
        matches!(self.flow, Flow::Hibernate)
    }

    /// The reason to stop with, if it stops.
    #[must_use]
    pub fn stop_reason(&self) -> Option<&ExitReason> {
        match &self.flow {
            Flow::Stop(reason, _) => Some(reason),
            _ => None,
        }
    }

    pub(crate) fn into_parts(self) -> (Option<T>, Flow) {
        (self.reply, self.flow)
    }
}

impl Outcome {
    /// Nothing to reply, and awake: what a cast says by default.
    pub fn awake() -> Self {
        Self::reply(())
    }
}

impl<T: Default> Default for Outcome<T> {
    fn default() -> Self {
        Self::reply(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Outcome<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("reply", &self.reply)
            .field("then", &self.flow)
            .finish()
    }
}

/// What an actor does after a message, as the runtime sees it.
#[must_use]
pub enum Flow {
    /// Goes on.
    Awake,
    /// Falls asleep, unless something waits.
    Hibernate,
    /// Ends with that reason; the second part sends the reply, after the hook.
    Stop(ExitReason, Option<Box<dyn FnOnce() + Send>>),
}

impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Awake => f.write_str("Awake"),
            Self::Hibernate => f.write_str("Hibernate"),
            Self::Stop(reason, _) => f.debug_tuple("Stop").field(reason).finish(),
        }
    }
}
