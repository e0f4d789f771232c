//! Administration of a static supervisor: its children have names.

use std::sync::Arc;

use super::{ChildInfo, SupervisorDoor};
use crate::error::{NoProcess, StartError, StartErrorKind};
use crate::exit::ExitReason;
use crate::handle::door::Status;
use crate::supervisor::admin_error::{AdminError, AdminErrorKind};
use crate::supervisor::check_childspecs::check;
use crate::supervisor::child_spec::{ChildSpec, NewChild, Newcomer};
use crate::supervisor::declared::{StaticNode, StaticSupervisor, Told, Wanted};
use crate::supervisor::planner::Answer;
use crate::supervisor::seat::Child;
use crate::supervisor::spec::{ChildOptions, Restart};

impl<S: StaticSupervisor> SupervisorDoor<'_, S, StaticNode<S>> {
    /// Adds a child and starts it (Erlang/OTP, `supervisor:start_child/2`).
    ///
    /// It stands at the end of the order, and takes part in all that the declared children take part in:
    /// restarts, shutdown, counts. It does not come back when the supervisor itself is started anew. A child
    /// whose start gives [`Start::Ignore`](crate::Start::Ignore) is kept, without a process: its handle
    /// works once [`restart_child`](Self::restart_child) has started it.
    ///
    /// # Errors
    ///
    /// When there is a child of that name, when this one does not start, and when the supervisor does not
    /// run: nothing is kept of it then. Neither is of a `temporary` child that ignores its start.
    ///
    /// # Cancel safety
    ///
    /// Nothing is asked for before the first poll. Dropped later, the child is started all the same, as in OTP: the
    /// supervisor starts it, and a caller only waits for the answer. A dynamic supervisor's `start_child` is otherwise:
    /// there the start is the caller's, and dropped with it.
    ///
    /// # Examples
    ///
    /// See [`ChildSpec`].
    pub async fn start_child<C: Child>(&self, spec: ChildSpec<C>) -> Result<C::Ref, StartError> {
        let node = self.supervisor().node();
        let (options, child) = spec.into_parts();
        let path = node.path_of(&options.id);
        if let Err(error) = check(&options, Some(S::OPTIONS.auto_shutdown)) {
            return Err(StartError::refused(path, StartErrorKind::BadSpec(error)));
        }
        let temporary = options.restart == Restart::Temporary;
        let child = Arc::new(child);
        let newcomer: Arc<dyn Newcomer> = Arc::<NewChild<C>>::clone(&child);
        let told = node.call(Wanted::Start(options, newcomer)).await;
        let kind = match told.answer {
            Answer::Ignored if temporary => StartErrorKind::Ignored,
            Answer::Started | Answer::Ignored => match child.handle() {
                Some(handle) => return Ok(handle),
                None => StartErrorKind::NotRunning,
            },
            Answer::StartFailed => {
                let reason = told.reason.unwrap_or(ExitReason::Shutdown);
                return Err(StartError::innermost(path, reason));
            }
            Answer::AlreadyPresent => StartErrorKind::AlreadyPresent,
            Answer::AlreadyStarted => match told.child {
                Some(child) => StartErrorKind::AlreadyStarted(child.handle()),
                None => StartErrorKind::AlreadyPresent,
            },
            _ => StartErrorKind::NotRunning,
        };
        Err(StartError::refused(path, kind))
    }

    /// Stops a child; it stays down until it is restarted by name. A child that is down is `Ok`. A
    /// `temporary` child is gone for good (Erlang/OTP, `supervisor:terminate_child/2`).
    ///
    /// # Errors
    ///
    /// When no child has that name, or the supervisor does not run.
    ///
    /// # Cancel safety
    ///
    /// Nothing is asked for before the first poll. Dropped later, the child is stopped all the same.
    pub async fn terminate_child(&self, id: &str) -> Result<(), AdminError> {
        let told = self.ask(Wanted::Terminate(id.into())).await;
        match told.answer {
            Answer::Ending => Err(self.gone(id)),
            Answer::NotFound => Err(self.refused(id, AdminErrorKind::NotFound)),
            _ => Ok(()),
        }
    }

    /// Starts a child that is down; gives what it is then (Erlang/OTP, `supervisor:restart_child/2`).
    ///
    /// A child that ignores its start is `Ok`, and stays down.
    ///
    /// # Errors
    ///
    /// When no child has that name, when it runs or is about to be restarted, when it does not start, or
    /// when the supervisor does not run.
    ///
    /// # Cancel safety
    ///
    /// Nothing is asked for before the first poll. Dropped later, the child is started all the same.
    pub async fn restart_child(&self, id: &str) -> Result<ChildInfo, AdminError> {
        let Told {
            answer,
            child,
            reason,
        } = self.ask(Wanted::Restart(id.into())).await;
        let kind = match answer {
            Answer::Started | Answer::Ignored => match child {
                Some(child) => return Ok(child),
                None => AdminErrorKind::NotFound,
            },
            Answer::StartFailed => {
                AdminErrorKind::StartFailed(reason.unwrap_or(ExitReason::Shutdown))
            }
            other => return Err(self.refusal(id, other)),
        };
        Err(self.refused(id, kind))
    }

    /// Forgets a child that is down: its name is free, and its handle is gone for good (Erlang/OTP,
    /// `supervisor:delete_child/2`).
    ///
    /// A declared child that was deleted is back when the supervisor itself is started anew.
    ///
    /// # Errors
    ///
    /// When no child has that name, when it runs or is about to be restarted, or when the supervisor does
    /// not run.
    ///
    /// # Cancel safety
    ///
    /// Nothing is asked for before the first poll. Dropped later, the child is deleted all the same.
    pub async fn delete_child(&self, id: &str) -> Result<(), AdminError> {
        match self.ask(Wanted::Delete(id.into())).await.answer {
            Answer::Done => Ok(()),
            other => Err(self.refusal(id, other)),
        }
    }

    /// The child of that name (Erlang/OTP, `supervisor:which_child/2`).
    ///
    /// # Errors
    ///
    /// When no child has that name, or the supervisor does not run.
    pub fn which_child(&self, id: &str) -> Result<ChildInfo, AdminError> {
        self.running(id)?;
        let found = self.supervisor().node().which_child(id);
        found.ok_or_else(|| self.refused(id, AdminErrorKind::NotFound))
    }

    /// What the specification of a child says, defaults included (Erlang/OTP, `supervisor:get_childspec/2`).
    ///
    /// # Errors
    ///
    /// When no child has that name, or the supervisor does not run.
    pub fn get_childspec(&self, id: &str) -> Result<ChildOptions, AdminError> {
        self.running(id)?;
        let found = self.supervisor().node().childspec(id);
        found.ok_or_else(|| self.refused(id, AdminErrorKind::NotFound))
    }

    async fn ask(&self, wanted: Wanted) -> Told {
        self.supervisor().node().call(wanted).await
    }

    fn running(&self, id: &str) -> Result<(), AdminError> {
        match self.status() {
            Status::Down | Status::Gone => Err(self.gone(id)),
            _ => Ok(()),
        }
    }

    fn refusal(&self, id: &str, answer: Answer) -> AdminError {
        self.refused(
            id,
            match answer {
                Answer::NotFound => AdminErrorKind::NotFound,
                Answer::Restarting => AdminErrorKind::Restarting,
                Answer::Ending => return self.gone(id),
                _ => AdminErrorKind::Running,
            },
        )
    }

    fn refused(&self, id: &str, kind: AdminErrorKind) -> AdminError {
        AdminError::new(self.supervisor().node().path_of(id), kind)
    }

    fn gone(&self, id: &str) -> AdminError {
        let process: NoProcess = self.no_process();
        self.refused(id, AdminErrorKind::NoProcess(process))
    }
}
