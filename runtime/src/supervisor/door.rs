//! `handle.supervisor()`: OTP's administration of one supervisor.

mod dynamic;
mod fixed;
pub(crate) mod lacking;
mod partitions;
mod specified;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use super::flags::SupervisorFlags;
use super::seat::{Control, Nested};
use super::spec::{ChildOptions, Restart};
use super::{Supervisor, SupervisorRef};
use crate::config::after::Effective;
use crate::error::NoProcess;
use crate::handle::any::AnyActorRef;
use crate::handle::door::{Memory, Status, Stopping};
use crate::handle::weak::WeakSupervisorRef;
use crate::link::Parent;
use crate::mailbox;
use crate::observe::actor_info::ActorInfo;

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
    options: ChildOptions,
    status: Status,
    generation: u32,
    control: Control,
}

impl ChildInfo {
    pub(crate) fn new(
        path: String,
        id: Option<Cow<'static, str>>,
        options: ChildOptions,
        control: Control,
    ) -> Self {
        Self {
            path,
            id,
            options,
            status: control.status(),
            generation: control.generation(),
            control,
        }
    }

    pub(crate) fn control(&self) -> &Control {
        &self.control
    }

    fn into_options(self) -> ChildOptions {
        self.options
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

    /// A handle to it; [`AnyActorRef::downcast`] gives the typed one.
    #[must_use]
    pub fn handle(&self) -> AnyActorRef {
        AnyActorRef::new(self.control.clone())
    }

    /// Without a process for now, whatever its handle says.
    pub(crate) fn down(self) -> Self {
        Self {
            status: Status::Down,
            ..self
        }
    }

    /// Where it stands.
    ///
    /// [`Status::Down`] is a child without a process: it was terminated, it had finished, its start was
    /// [ignored](crate::Start::Ignore), or it waits until another child of its group has started again. Such
    /// a child can be started, or deleted, by name.
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
        self.options.restart
    }

    /// Whether it is a supervisor.
    #[must_use]
    pub fn is_supervisor(&self) -> bool {
        self.options.is_supervisor
    }
}

/// OTP's administration of one supervisor.
///
/// `N` says which kind of supervisor it is: what makes no sense for a strategy does not exist.
pub struct SupervisorDoor<'a, S: Supervisor, N = <S as Supervisor>::Node> {
    supervisor: &'a SupervisorRef<S>,
    kind: PhantomData<fn() -> N>,
}

impl<'a, S: Supervisor, N> SupervisorDoor<'a, S, N> {
    pub(super) fn supervisor(&self) -> &'a SupervisorRef<S> {
        self.supervisor
    }

    pub(crate) fn new(supervisor: &'a SupervisorRef<S>) -> Self {
        Self {
            supervisor,
            kind: PhantomData,
        }
    }

    /// What is said of a supervisor that does not run.
    fn no_process(&self) -> NoProcess {
        let last = match self.status() {
            Status::Down | Status::Gone => {
                self.supervisor.node().watch_end(mailbox::watcher().0).err()
            }
            _ => None,
        };
        self.supervisor.no_process(last.flatten())
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

    /// The flags that hold for it, stated or not.
    #[must_use]
    pub fn flags(&self) -> SupervisorFlags {
        SupervisorFlags {
            hibernate_after: self.hibernate_after().after().duration(),
            ..S::OPTIONS.into()
        }
    }

    /// When it hibernates by itself, and who said so.
    #[must_use]
    pub fn hibernate_after(&self) -> Effective {
        self.supervisor.node().idle()
    }

    /// All that is known of the supervisor itself at a glance.
    #[must_use]
    pub fn info(&self) -> ActorInfo {
        ActorInfo::of(&Control::Supervisor(self.supervisor.shared()))
    }

    /// What lies at that place in the tree: this supervisor, or anything below it. Looking wakes nobody.
    ///
    /// The path is one that [`path`](Self::path), an exit or an event names, such as
    /// `App/sessions/session#7`. The number of a child on demand is that of its place: when it has ended for
    /// good, a later child may have it.
    ///
    /// ```
    /// use dormouse::prelude::*;
    ///
    /// #[actor]
    /// #[derive(Default)]
    /// struct Store;
    ///
    /// #[actor]
    /// impl Store {}
    ///
    /// #[supervisor]
    /// struct App {
    ///     #[child]
    ///     store: Store,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let app = App {}.start().await?;
    /// let any = app.supervisor().find("App/store").ok_or("not there")?;
    /// assert_eq!(any.downcast::<StoreRef>(), Ok(app.store()));
    /// assert!(app.supervisor().find("App/shop").is_none());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn find(&self, path: &str) -> Option<AnyActorRef> {
        let rest = path.strip_prefix(self.path().as_str())?;
        let control = Control::Supervisor(self.supervisor.shared()).follow(rest)?;
        AnyActorRef::upgrade(control)
    }

    /// A handle that does not keep the tree alive.
    #[must_use]
    pub fn downgrade(&self) -> WeakSupervisorRef<S> {
        self.supervisor.downgrade()
    }

    /// Waits for the end of the incarnation that runs now, without asking for it: a root ends by itself when
    /// its children fail too often.
    #[must_use]
    pub fn stopped(&self) -> Stopping {
        self.supervisor.ended()
    }

    /// Stops the supervisor and all below it, in reverse order of the start, as `stop()` of the handle does; but each actor
    /// takes no messages any more, handles those that wait, and then stops. What is not done within the
    /// child's `shutdown` time is killed.
    ///
    /// So it goes with children that have the option `drain` whenever they are stopped for good.
    ///
    /// The drain is asked for at once, whether or not the future is awaited.
    pub fn drain(&self) -> Stopping {
        self.supervisor.drain()
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

impl<S: Supervisor, N> fmt::Debug for SupervisorDoor<'_, S, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SupervisorDoor")
            .field("path", &self.path())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
