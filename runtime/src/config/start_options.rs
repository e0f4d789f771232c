//! What whoever starts an actor says of it.

use super::after::HibernateAfter;

/// What whoever starts an actor says of it, above all configuration.
///
/// For [`Actor::spawn_with`](crate::Actor::spawn_with) and, where children are started by a template,
/// [`start_child_with`](crate::SupervisorDoor::start_child_with); a child with a specification of its own has
/// [`ChildSpec::hibernate_after`](crate::ChildSpec::hibernate_after).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StartOptions {
    hibernate_after: Option<HibernateAfter>,
}

impl StartOptions {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            hibernate_after: None,
        }
    }

    /// How long it may be idle before it hibernates by itself.
    #[must_use]
    pub fn hibernate_after(mut self, after: impl Into<HibernateAfter>) -> Self {
        self.hibernate_after = Some(after.into());
        self
    }

    pub(crate) fn idle(self) -> Option<HibernateAfter> {
        self.hibernate_after
    }
}
