//! What whoever starts an actor says of it.

use super::after::HibernateAfter;
#[cfg(feature = "freeze")]
use super::freeze_after::FreezeAfter;

/// What whoever starts an actor says of it, above all configuration.
///
/// For [`Actor::spawn_with`](crate::Actor::spawn_with) and, where children are started by a template,
/// [`start_child_with`](crate::SupervisorDoor::start_child_with); a child with a specification of its own has
/// [`ChildSpec::hibernate_after`](crate::ChildSpec::hibernate_after).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StartOptions {
    hibernate_after: Option<HibernateAfter>,
    #[cfg(feature = "freeze")]
    freeze_after: Option<FreezeAfter>,
}

impl StartOptions {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            hibernate_after: None,
            #[cfg(feature = "freeze")]
            freeze_after: None,
        }
    }

    /// How long it may be idle before it hibernates by itself.
    #[must_use]
    pub fn hibernate_after(mut self, after: impl Into<HibernateAfter>) -> Self {
        self.hibernate_after = Some(after.into());
        self
    }

    /// How long it may sleep before its [`Freezable`](crate::Freezable) fields are frozen.
    #[cfg(feature = "freeze")]
    #[must_use]
    pub fn freeze_after(mut self, after: impl Into<FreezeAfter>) -> Self {
        self.freeze_after = Some(after.into());
        self
    }

    /// Whether nothing was said.
    pub(crate) fn is_empty(self) -> bool {
        self == Self::new()
    }

    #[cfg(feature = "freeze")]
    pub(crate) fn frozen(self) -> Option<FreezeAfter> {
        self.freeze_after
    }

    pub(crate) fn idle(self) -> Option<HibernateAfter> {
        self.hibernate_after
    }
}
