//! `handle.supervisor()`: OTP's administration of one supervisor.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use super::declared::{StaticNode, StaticSupervisor, Wanted};
use super::dynamic::{DynamicNode, DynamicSupervisor};
use super::planner::Answer;
use super::seat::{Child, Control, Nested, Seat};
use super::spec::{ChildOptions, Restart};
use super::{Supervisor, SupervisorRef};
use crate::handle::door::{Memory, Status, Stopping};
use crate::link::Parent;

/// How many children a supervisor has (Erlang/OTP, `supervisor:count_children/1`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Child specifications; 1 for a dynamic supervisor.
    pub specs: usize,
    /// Children that run, asleep or awake.
    pub active: usize,
    /// Children that are supervisors, running or not.
    pub supervisors: usize,
    /// Children that are actors, running or not.
    pub workers: usize,
}

/// One child (Erlang/OTP, `supervisor:which_children/1`).
#[derive(Clone, Debug)]
pub struct ChildInfo {
    path: String,
    id: Option<Cow<'static, str>>,
    spec: ChildOptions,
    status: Status,
    generation: u32,
    control: Control,
}

impl ChildInfo {
    pub(crate) fn new(
        path: String,
        id: Option<Cow<'static, str>>,
        spec: ChildOptions,
        control: Control,
    ) -> Self {
        Self {
            path,
            id,
            spec,
            status: control.status(),
            generation: control.generation(),
            control,
        }
    }

    /// Its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its name among the children of its supervisor. Children that are started by a template have none of
    /// their own.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// Which incarnation runs.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// What it costs now, in bytes; for a supervisor, without its children.
    #[must_use]
    pub fn memory(&self) -> Memory {
        self.control.memory()
    }

    /// When it is restarted.
    #[must_use]
    pub fn restart(&self) -> Restart {
        self.spec.restart
    }

    /// Whether it is a supervisor.
    #[must_use]
    pub fn is_supervisor(&self) -> bool {
        self.spec.is_supervisor
    }
}

/// The handle that was given is of no child of this supervisor (OTP's `not_found`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFound(());

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such child of this supervisor")
    }
}

impl std::error::Error for NotFound {}

/// Why an administration call was refused (Erlang/OTP, `supervisor`, the functions of these names).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AdminError {
    /// There is no child of that name.
    NotFound,
    /// The child runs.
    Running,
    /// The child is about to be restarted.
    Restarting,
    /// The child did not start; the event that was reported says why.
    StartFailed,
    /// The supervisor does not run.
    NoProcess,
}

impl fmt::Display for AdminError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "no child of this supervisor has that name",
            Self::Running => "the child runs",
            Self::Restarting => "the child is about to be restarted",
            Self::StartFailed => "the child did not start",
            Self::NoProcess => "the supervisor does not run",
        })
    }
}

impl std::error::Error for AdminError {}

/// OTP's administration of one supervisor.
///
/// `N` says which kind of supervisor it is: what makes no sense for a strategy does not exist.
pub struct SupervisorDoor<'a, S: Supervisor, N = <S as Supervisor>::Node> {
    supervisor: &'a SupervisorRef<S>,
    kind: PhantomData<fn() -> N>,
}

impl<'a, S: Supervisor, N> SupervisorDoor<'a, S, N> {
    pub(crate) fn new(supervisor: &'a SupervisorRef<S>) -> Self {
        Self {
            supervisor,
            kind: PhantomData,
        }
    }

    /// Where the supervisor stands. Asking does not wake it.
    #[must_use]
    pub fn status(&self) -> Status {
        self.supervisor.node().status()
    }

    /// Which incarnation runs.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.supervisor.node().generation()
    }

    /// The supervisor's place in the tree.
    #[must_use]
    pub fn path(&self) -> String {
        Parent::path(self.supervisor.node())
    }

    /// Waits for the end of the incarnation that runs now, without asking for it: a root ends by itself when
    /// its children fail too often.
    #[must_use]
    pub fn stopped(&self) -> Stopping {
        self.supervisor.ended()
    }

    /// All children: of a static supervisor the newest first, as OTP lists them, of a dynamic one in no
    /// order.
    #[must_use]
    pub fn which_children(&self) -> Vec<ChildInfo> {
        self.supervisor.node().which()
    }

    /// How many children there are.
    #[must_use]
    pub fn count_children(&self) -> Counts {
        self.supervisor.node().counts()
    }
}

impl<S: StaticSupervisor> SupervisorDoor<'_, S, StaticNode<S>> {
    /// Stops a child; it stays down until it is restarted by name. A child that is down is `Ok`.
    ///
    /// # Errors
    ///
    /// When no child has that name, or the supervisor ends.
    pub async fn terminate_child(&self, id: &str) -> Result<(), AdminError> {
        match self.ask(id, Wanted::Terminate).await? {
            Answer::Ending => Err(AdminError::NoProcess),
            Answer::NotFound => Err(AdminError::NotFound),
            _ => Ok(()),
        }
    }

    /// Starts a child that is down.
    ///
    /// # Errors
    ///
    /// When no child has that name, when it runs or is about to be restarted, when it does not start, or
    /// when the supervisor ends.
    pub async fn restart_child(&self, id: &str) -> Result<(), AdminError> {
        match self.ask(id, Wanted::Restart).await? {
            Answer::Started | Answer::Ignored | Answer::Done => Ok(()),
            Answer::Running | Answer::AlreadyStarted | Answer::AlreadyPresent => {
                Err(AdminError::Running)
            }
            Answer::Restarting => Err(AdminError::Restarting),
            Answer::StartFailed => Err(AdminError::StartFailed),
            Answer::NotFound => Err(AdminError::NotFound),
            Answer::Ending => Err(AdminError::NoProcess),
        }
    }

    async fn ask(&self, id: &str, wanted: fn(usize) -> Wanted) -> Result<Answer, AdminError> {
        let index = StaticNode::<S>::index_of(id).ok_or(AdminError::NotFound)?;
        Ok(self.supervisor.node().call(wanted(index)).await)
    }
}

impl<S: DynamicSupervisor> SupervisorDoor<'_, S, DynamicNode<S>> {
    /// Stops a child for good; it is not restarted. It is killed when its time is over.
    ///
    /// A child that has ended already is `Ok`, as in OTP.
    ///
    /// # Errors
    ///
    /// When the handle is of no child of this supervisor.
    pub async fn terminate_child(&self, child: &<S::Child as Child>::Ref) -> Result<(), NotFound> {
        let control = S::Child::seat(child).control();
        match self.supervisor.node().terminate(child) {
            Some(ended) => {
                // Its end is what was asked for, however it came.
                let _ = ended.await;
                Ok(())
            }
            None if control.status() == Status::Gone => Ok(()),
            None => Err(NotFound(())),
        }
    }
}

impl<S: Supervisor, N> fmt::Debug for SupervisorDoor<'_, S, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SupervisorDoor")
            .field("path", &self.path())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
