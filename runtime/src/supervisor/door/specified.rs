//! Administration of a dynamic supervisor whose children have specifications of their own: they are named
//! by their handles, since several may have the same id.

use super::{ChildInfo, SupervisorDoor};
use crate::handle::any::AnyActorRef;
use crate::handle::door::Status;
use crate::supervisor::admin_error::{AdminError, AdminErrorKind};
use crate::supervisor::dynamic::{DynamicNode, SpecSupervisor, Specified};
use crate::supervisor::spec::ChildOptions;

impl<S: SpecSupervisor> SupervisorDoor<'_, S, DynamicNode<S, Specified>> {
    /// Stops a child for good; it is not restarted. It is killed when its time is over (Elixir,
    /// `DynamicSupervisor.terminate_child/2`).
    ///
    /// A child that has ended already is `Ok`, as in OTP; one that is being restarted is not started again.
    ///
    /// # Errors
    ///
    /// When the handle is of no child of this supervisor.
    ///
    /// # Cancel safety
    ///
    /// Nothing is asked for before the first poll. Dropped later, the child is stopped all the same.
    pub async fn terminate_child(&self, child: impl Into<AnyActorRef>) -> Result<(), AdminError> {
        let child = child.into();
        match self.supervisor().node().terminate(child.control()) {
            Some(ended) => {
                // Its end is what was asked for, however it came.
                let _ = ended.await;
                Ok(())
            }
            None if child.status() == Status::Gone => Ok(()),
            None => Err(self.refused(&child)),
        }
    }

    /// What there is of a child.
    ///
    /// # Errors
    ///
    /// When the handle is of no child of this supervisor, or of one that has ended, or when the supervisor
    /// does not run.
    pub fn which_child(&self, child: impl Into<AnyActorRef>) -> Result<ChildInfo, AdminError> {
        let child = child.into();
        let found = self.supervisor().node().which_child(child.control());
        found.ok_or_else(|| self.refused(&child))
    }

    /// What the specification of a child says, defaults included.
    ///
    /// # Errors
    ///
    /// When the handle is of no child of this supervisor, or of one that has ended, or when the supervisor
    /// does not run.
    pub fn get_childspec(&self, child: impl Into<AnyActorRef>) -> Result<ChildOptions, AdminError> {
        Ok(self.which_child(child)?.into_options())
    }

    fn refused(&self, child: &AnyActorRef) -> AdminError {
        let kind = match self.status() {
            Status::Down | Status::Gone => AdminErrorKind::NoProcess(self.no_process()),
            _ => AdminErrorKind::NotFound,
        };
        AdminError::new(child.path(), kind)
    }
}
