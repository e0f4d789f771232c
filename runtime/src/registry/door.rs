//! What names and groups an actor has, as its door tells and changes it.

use std::sync::Arc;

use super::Registry;
use super::error::RegisterError;
use super::names::Refused;
use crate::actor::Actor;
use crate::error::NoProcess;
use crate::handle::door::ActorDoor;

impl<A: Actor> ActorDoor<'_, A> {
    /// Gives the actor a name, by which [`Actor::whereis`] finds it on this tokio runtime.
    ///
    /// The name does not keep the actor alive. It stays over restarts, and is free again when the actor has
    /// ended, before anybody who waits for the end is told. An actor may have several names; a name that it
    /// has already is fine.
    ///
    /// # Errors
    ///
    /// When another actor has the name, and when this one has ended.
    pub fn register(&self, name: impl AsRef<str>) -> Result<(), RegisterError> {
        let name = Arc::from(name.as_ref());
        match self.registry().register(&name, self.cell().any()) {
            Ok(_) => Ok(()),
            Err(Refused::Taken(taken)) => Err(RegisterError::NameTaken(taken)),
            Err(Refused::Closed) => Err(RegisterError::NoProcess(NoProcess::of(self.cell()))),
        }
    }

    /// Takes a name off the actor. Whether it had that name.
    pub fn unregister(&self, name: &str) -> bool {
        self.registry().unregister(name, self.cell().any())
    }

    /// The names of the actor, the oldest first.
    #[must_use]
    pub fn names(&self) -> Vec<Arc<str>> {
        self.registry().names(self.cell().any())
    }

    /// Makes the actor a member of the [`Group`](crate::Group) of that name; a member already, it stays one
    /// (Erlang/OTP, `pg:join/2`).
    ///
    /// # Errors
    ///
    /// When the actor has ended.
    pub fn join(&self, group: impl AsRef<str>) -> Result<(), NoProcess> {
        let group = Arc::from(group.as_ref());
        match self.registry().join(&group, self.cell().any()) {
            Ok(_) => Ok(()),
            Err(_) => Err(NoProcess::of(self.cell())),
        }
    }

    /// Takes the actor out of the group of that name. Whether it was a member (Erlang/OTP, `pg:leave/2`).
    pub fn leave(&self, group: &str) -> bool {
        self.registry().leave(group, self.cell().any())
    }

    /// The names of the actor's groups, in the order in which it joined them.
    #[must_use]
    pub fn groups(&self) -> Vec<Arc<str>> {
        self.registry().groups_of(self.cell().any())
    }

    fn registry(&self) -> &Registry {
        self.cell().link().system().registry()
    }
}
