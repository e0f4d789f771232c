//! Administration of a supervisor whose children are started by a template: they are named by their handles.

use super::{ChildInfo, SupervisorDoor};
use crate::handle::door::Status;
use crate::supervisor::admin_error::{AdminError, AdminErrorKind};
use crate::supervisor::dynamic::{DynamicNode, DynamicSupervisor};
use crate::supervisor::seat::{Child, Seat};
use crate::supervisor::spec::ChildOptions;

impl<S: DynamicSupervisor> SupervisorDoor<'_, S, DynamicNode<S>> {
    /// Stops a child for good; it is not restarted. It is killed when its time is over (Erlang/OTP,
    /// `supervisor:terminate_child/2`).
    ///
    /// A child that has ended already is `Ok`, as in OTP.
    ///
    /// # Errors
    ///
    /// When the handle is of no child of this supervisor.
    pub async fn terminate_child(
        &self,
        child: &<S::Child as Child>::Ref,
    ) -> Result<(), AdminError> {
        let control = S::Child::seat(child).control();
        match self.supervisor().node().terminate(&control) {
            Some(ended) => {
                // Its end is what was asked for, however it came.
                let _ = ended.await;
                Ok(())
            }
            None if control.status() == Status::Gone => Ok(()),
            None => Err(self.refused(child)),
        }
    }

    /// What there is of a child (Erlang/OTP, `supervisor:which_child/2`).
    ///
    /// # Errors
    ///
    /// When the handle is of no child of this supervisor, or of one that has ended, or when the supervisor
    /// does not run.
    pub fn which_child(&self, child: &<S::Child as Child>::Ref) -> Result<ChildInfo, AdminError> {
        let control = S::Child::seat(child).control();
        let found = self.supervisor().node().which_child(&control);
        found.ok_or_else(|| self.refused(child))
    }

    /// What the template says, defaults included (Erlang/OTP, `supervisor:get_childspec/2`).
    ///
    /// # Errors
    ///
    /// When the handle is of no child of this supervisor, or of one that has ended, or when the supervisor
    /// does not run.
    pub fn get_childspec(
        &self,
        child: &<S::Child as Child>::Ref,
    ) -> Result<ChildOptions, AdminError> {
        self.which_child(child)?;
        Ok(S::CHILD)
    }

    fn refused(&self, child: &<S::Child as Child>::Ref) -> AdminError {
        let kind = match self.status() {
            Status::Down | Status::Gone => AdminErrorKind::NoProcess(self.no_process()),
            _ => AdminErrorKind::NotFound,
        };
        AdminError::new(S::Child::seat(child).control().path(), kind)
    }
}
