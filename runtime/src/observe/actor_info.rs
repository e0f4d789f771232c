//! All that is known of one actor at a glance.

use std::fmt;

use super::why_awake::WhyAwake;
use crate::config::after::Effective;
use crate::handle::door::{Memory, Status};
use crate::supervisor::seat::Control;

/// All that is known of one actor or supervisor, as it was when it was asked for. Asking wakes nobody.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::WhyAwake;
///
/// #[actor(hibernate_after = "30s")]
/// struct Session;
///
/// #[actor]
/// impl Session {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let session = Session.spawn()?;
/// let info = session.actor().info();
/// assert_eq!(info.path(), "Session");
/// assert!(matches!(info.why_awake(), Some(WhyAwake::Idle { .. })));
/// println!("{info}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ActorInfo {
    path: String,
    type_name: &'static str,
    status: Status,
    is_suspended: bool,
    generation: u32,
    queue_len: usize,
    memory: Memory,
    hibernate_after: Effective,
    why_awake: Option<WhyAwake>,
}

impl ActorInfo {
    pub(crate) fn of(control: &Control) -> Self {
        Self {
            path: control.path(),
            type_name: control.type_name(),
            status: control.status(),
            is_suspended: control.is_suspended(),
            generation: control.generation(),
            queue_len: control.queue_len(),
            memory: control.memory(),
            hibernate_after: control.idle(),
            why_awake: control.why_awake(),
        }
    }

    /// Its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name of its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// Whether it is suspended, awake or asleep: messages wait, and it handles none. Never so of a supervisor.
    #[must_use]
    pub fn is_suspended(&self) -> bool {
        self.is_suspended
    }

    /// Which incarnation runs: 0 before the first start, one more with each start and restart.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// How many messages wait, not counting the one that is being handled; none wait for a supervisor.
    #[must_use]
    pub fn queue_len(&self) -> usize {
        self.queue_len
    }

    /// What it costs, in bytes, by part.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// When it hibernates by itself, and who said so.
    #[must_use]
    pub fn hibernate_after(&self) -> Effective {
        self.hibernate_after
    }

    /// Why it is awake. `None`: it is not; and for a supervisor.
    #[must_use]
    pub fn why_awake(&self) -> Option<WhyAwake> {
        self.why_awake
    }
}

/// Three lines; of an actor that is awake a fourth, which says why.
impl fmt::Display for ActorInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suspended = if self.is_suspended { "suspended, " } else { "" };
        write!(
            f,
            "{} [{}] {suspended}{}",
            self.path, self.type_name, self.status
        )?;
        write!(f, ", incarnation {}", self.generation)?;
        if self.queue_len > 0 {
            write!(f, ", {} waiting", self.queue_len)?;
        }
        write!(f, "\n  memory: {}", self.memory)?;
        write!(f, "\n  hibernates by itself: {}", self.hibernate_after)?;
        match self.why_awake {
            Some(why) => write!(f, "\n  awake: {why}"),
            None => Ok(()),
        }
    }
}
