//! What a handler says about afterwards: stay awake, hibernate, or stop.

use std::fmt;
use std::marker::PhantomData;

use crate::check::{May, Policy};
use crate::exit::ExitReason;
use crate::info::next::{Next, Then};

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
///
/// `P` is the actor's `hibernate` policy: where that has decided already whether to hibernate, handlers that
/// may stop return `Outcome<T, Never>` or `Outcome<T, Always>`. The first has no `hibernate`, the second
/// hibernates unless it stops.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::Never;
///
/// #[actor(hibernate = never)]
/// struct Line;
///
/// #[actor]
/// impl Line {
///     #[call]
///     fn hang_up(&self) -> Outcome<&'static str, Never> {
///         Outcome::reply("bye").then_stop(ExitReason::Normal)
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let line = Line.spawn()?;
/// assert_eq!(line.hang_up().await?, "bye");
/// assert!(line.hang_up().await.is_err());
/// # Ok(())
/// # }
/// ```
#[must_use = "an outcome is what the handler returns; dropped, it does nothing"]
pub struct Outcome<T = (), P = May> {
    reply: Option<T>,
    flow: Flow,
    policy: PhantomData<fn() -> P>,
}

impl<T, P> Outcome<T, P> {
    fn new(reply: Option<T>, flow: Flow) -> Self {
        Self {
            reply,
            flow,
            policy: PhantomData,
        }
    }

    /// Replies with `value` and stays awake, unless the policy says otherwise.
    pub fn reply(value: T) -> Self {
        Self::new(Some(value), Flow::Awake)
    }

    /// Stops the actor without a reply: the caller's error carries the reason.
    pub fn stop(reason: ExitReason) -> Self {
        Self::new(None, Flow::Stop(reason, None))
    }

    /// Then does what `next` says: a time-out, [`Context::timeout`](crate::Context::timeout), or a step that
    /// comes before all messages, [`Context::continue_with`](crate::Context::continue_with).
    ///
    /// One thing comes next: a later one takes the place of an earlier one. A stop stays a stop.
    pub fn then(mut self, next: impl Into<Next>) -> Self {
        let hibernate = match &self.flow {
            Flow::Awake => false,
            Flow::Hibernate => true,
            Flow::Then(then) => then.hibernate,
            Flow::Stop(..) => return self,
        };
        let next = next.into();
        self.flow = Flow::Then(Box::new(Then { hibernate, next }));
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
        match &self.flow {
            Flow::Hibernate => true,
            Flow::Then(then) => then.hibernate,
            Flow::Awake | Flow::Stop(..) => false,
        }
    }

    /// The reason to stop with, if it stops.
    #[must_use]
    pub fn stop_reason(&self) -> Option<&ExitReason> {
        match &self.flow {
            Flow::Stop(reason, _) => Some(reason),
            _ => None,
        }
    }

    pub(crate) fn into_parts(self) -> (Option<T>, Flow)
    where
        P: Policy,
    {
        let flow = if P::HIBERNATES {
            self.flow.asleep()
        } else {
            self.flow
        };
        (self.reply, flow)
    }
}

impl<T> Outcome<T> {
    /// Then hibernates, unless a message already waits.
    pub fn hibernate(mut self) -> Self {
        self.flow = self.flow.asleep();
        self
    }
}

impl<P> Outcome<(), P> {
    /// Nothing to reply, and awake: what a cast says by default.
    pub fn awake() -> Self {
        Self::reply(())
    }
}

impl<T: Default, P> Default for Outcome<T, P> {
    fn default() -> Self {
        Self::reply(T::default())
    }
}

impl<T: fmt::Debug, P> fmt::Debug for Outcome<T, P> {
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
    /// Does something before the next message, or later.
    Then(Box<Then>),
    /// Ends with that reason; the second part sends the reply, after the hook.
    Stop(ExitReason, Option<Box<dyn FnOnce() + Send>>),
}

impl Flow {
    /// The same, asleep unless it stops.
    fn asleep(self) -> Self {
        match self {
            Self::Awake => Self::Hibernate,
            Self::Then(mut then) => {
                then.hibernate = true;
                Self::Then(then)
            }
            flow => flow,
        }
    }
}

impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Awake => f.write_str("Awake"),
            Self::Hibernate => f.write_str("Hibernate"),
            Self::Then(then) => f.debug_tuple("Then").field(then).finish(),
            Self::Stop(reason, _) => f.debug_tuple("Stop").field(reason).finish(),
        }
    }
}
