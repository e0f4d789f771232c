//! Administration of a supervisor whose children are started by a template: they are named by their handles.

use super::{ChildInfo, SupervisorDoor};
use crate::actor::Actor;
use crate::config::StartOptions;
use crate::error::StartError;
use crate::handle::door::Status;
use crate::supervisor::admin_error::{AdminError, AdminErrorKind};
use crate::supervisor::dynamic::{DynamicNode, DynamicSupervisor};
use crate::supervisor::seat::{Child, Seat};
use crate::supervisor::spec::ChildOptions;

impl<S: DynamicSupervisor> SupervisorDoor<'_, S, DynamicNode<S>> {
    /// Starts a child as `start_child` of the handle does, with options that stand above all
    /// [configuration](crate::Config). The arguments of the template are a tuple.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use dormouse::StartOptions;
    /// use dormouse::prelude::*;
    ///
    /// #[actor]
    /// struct Session {
    ///     user: String,
    /// }
    ///
    /// #[actor]
    /// impl Session {}
    ///
    /// #[supervisor(strategy = simple_one_for_one)]
    /// struct Sessions {
    ///     #[child(start = |user: String| Session { user })]
    ///     session: Session,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sessions = Sessions {}.start().await?;
    /// let options = StartOptions::new().hibernate_after(Duration::from_secs(5));
    /// let ada = sessions.supervisor().start_child_with(options, ("ada".to_owned(),)).await?;
    /// assert_eq!(ada.actor().hibernate_after().to_string(), "5s (start option)");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of `start_child`: when the supervisor does not run, or may have no more children, and when the child does not start.
    ///
    /// # Cancel safety
    ///
    /// As for `start_child`: dropped before it is done, the child is not started, or stopped again.
    pub async fn start_child_with(
        &self,
        options: StartOptions,
        arguments: S::Arguments,
    ) -> Result<<S::Child as Child>::Ref, StartError>
    where
        S::Child: Actor,
    {
        let node = self.supervisor().node();
        if options.is_empty() {
            return node.start_child(node.template(), arguments).await;
        }
        let template = <S::Child as Child>::Seat::started_with(node.template(), options);
        node.start_child(&template, arguments).await
    }

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
