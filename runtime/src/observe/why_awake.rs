//! Why an actor is awake.

use std::fmt;
use std::time::Duration;

use crate::config::after::{Effective, Source};
use crate::hibernate::switch::is_hibernation_on;
use crate::mailbox::{Look, Phase};

/// Why an actor does not sleep: the answer of [`ActorDoor::why_awake`](crate::ActorDoor::why_awake).
///
/// A large state is never the reason: it sleeps as any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyAwake {
    /// A handler runs, and messages wait behind it.
    Queue {
        /// How many.
        waiting: usize,
    },
    /// A handler runs, or is about to; nothing waits behind it.
    Running,
    /// It is suspended. Resumed, it handles what waits.
    Suspended {
        /// How many messages wait.
        waiting: usize,
    },
    /// It does not hibernate by itself, and no handler has asked for it.
    Disabled {
        /// Who said so.
        source: Source,
    },
    /// Hibernation is turned off for the whole process, by [`set_hibernation`](crate::set_hibernation).
    TurnedOff,
    /// A time-out is pending that takes the place of the idle time.
    Timeout {
        /// When it is over.
        left: Duration,
    },
    /// Messages come more often than it would have to be idle.
    Messages {
        /// How long it would have to be idle.
        hibernate_after: Duration,
        /// For how long at least there was no such pause.
        awake: Duration,
    },
    /// It is idle, and not yet for long enough.
    Idle {
        /// For how long, to some ticks of 10 ms.
        idle: Duration,
        /// How long until it hibernates, if nothing comes.
        left: Duration,
    },
}

impl WhyAwake {
    /// What a look at the mailbox means at `now`. `None`: it is not awake.
    pub(crate) fn of(look: &Look, idle: Effective, now: u64) -> Option<Self> {
        let waiting = look.waiting;
        match look.phase {
            Phase::Suspended => return Some(Self::Suspended { waiting }),
            Phase::Busy if waiting > 0 => return Some(Self::Queue { waiting }),
            Phase::Busy => return Some(Self::Running),
            Phase::Idle | Phase::Parked | Phase::Lent => {}
            _ => return None,
        }
        if !is_hibernation_on() {
            return Some(Self::TurnedOff);
        }
        let source = idle.source();
        let Some(hibernate_after) = idle.after().duration() else {
            return Some(Self::Disabled { source });
        };
        if let Some(until) = look.plain {
            let left = Duration::from_millis(until.saturating_sub(now));
            return Some(Self::Timeout { left });
        }
        // Without any activity noted, it begins now.
        let seen = look.seen.unwrap_or(now);
        let idle = Duration::from_millis(now.saturating_sub(seen));
        let awake = look
            .awake_since
            .map_or(0, |since| now.saturating_sub(since));
        let awake = Duration::from_millis(awake);
        if awake > hibernate_after {
            return Some(Self::Messages {
                hibernate_after,
                awake,
            });
        }
        let left = hibernate_after.saturating_sub(idle);
        Some(Self::Idle { idle, left })
    }
}

impl fmt::Display for WhyAwake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue { waiting } => write!(f, "a handler runs, {waiting} waiting"),
            Self::Running => f.write_str("a handler runs"),
            Self::Suspended { waiting } => write!(f, "suspended, {waiting} waiting"),
            Self::Disabled { source } => {
                write!(f, "does not hibernate by itself ({source})")
            }
            Self::TurnedOff => f.write_str("hibernation is turned off"),
            Self::Timeout { left } => write!(f, "a time-out is pending, {left:?} left"),
            Self::Messages {
                hibernate_after,
                awake,
            } => write!(
                f,
                "messages come more often than every {hibernate_after:?}: no such pause in {awake:?}"
            ),
            Self::Idle { idle, left } => {
                write!(f, "idle for {idle:?}, hibernates in {left:?}")
            }
        }
    }
}
