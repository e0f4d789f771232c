//! Supervisors: who starts what, in which order, and what happens when it fails.

pub(crate) mod admin_error;
pub(crate) mod backoff;
mod caught;
pub(crate) mod check_childspecs;
pub(crate) mod child_spec;
pub(crate) mod declared;
pub(crate) mod door;
pub(crate) mod dynamic;
pub(crate) mod fields;
pub(crate) mod flags;
mod kept_options;
mod life;
pub(crate) mod node;
pub(crate) mod partitions;
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "some of what can be asked of it is asked by tests alone"
    )
)]
mod planner;
pub(crate) mod seat;
pub(crate) mod spec;
pub(crate) mod stop_report;
mod table;
mod window;

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use self::child_spec::ChildSpec;
use self::declared::{StaticNode, StaticSupervisor};
use self::door::SupervisorDoor;
use self::dynamic::{DynamicNode, DynamicSupervisor, SpecSupervisor};
use self::fields::Fields;
use self::node::SupervisorNode;
use self::partitions::{PartitionSupervisor, Partitioned};
use self::seat::{Begun, Child, Control, Nested, Seat, Starting};
use self::spec::SupervisorOptions;
use crate::actor::Step;
use crate::error::{NoProcess, StartError, StartErrorKind};
use crate::exit::ExitReason;
use crate::handle::door::{Status, Stopping};
use crate::handle::weak::WeakSupervisorRef;
use crate::link::{self, ALONE, Identity, Place};
use crate::mailbox;
use crate::schedule::system::System;
use crate::tree::Tree;

/// A struct with `#[supervisor]`: a declared part of the tree.
///
/// Written by the [`supervisor`](macro@crate::supervisor) attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a supervisor",
    label = "needs `#[supervisor]` on its definition",
    note = "add `#[dormouse::supervisor]` to its struct, with a `#[child]` for each child; an actor is started without one by `spawn()`"
)]
pub trait Supervisor: Sized + Send + 'static {
    /// The typed handle, such as `AppRef`.
    type Ref: Clone + Send + Sync + 'static;

    #[doc(hidden)]
    type Node: SupervisorNode<Self>;

    #[doc(hidden)]
    const OPTIONS: SupervisorOptions;

    #[doc(hidden)]
    fn wrap(supervisor: SupervisorRef<Self>) -> Self::Ref;

    #[doc(hidden)]
    fn share(self) -> Fields<Self>;

    /// Starts this supervisor and all below it, as the root of a tree.
    ///
    /// Children start one after the other, in the order of their fields. The tree lives until it is
    /// stopped, until it gives up, or until the last handle of this root is dropped, which stops it.
    ///
    /// # Errors
    ///
    /// When a child does not start: those before it have been stopped again, in reverse order. And when
    /// the caller is not inside a tokio runtime with a timer.
    ///
    /// # Cancel safety
    ///
    /// Dropped before it is done, what has been started is stopped again.
    #[cfg_attr(
        panic = "abort",
        deprecated(
            note = "this profile has `panic = \"abort\"`: the first panic ends the process, so no supervisor restarts what panicked\n\nhelp: leave `panic = \"abort\"` out of the profile; or say that this is meant: `#[allow(deprecated)]`"
        )
    )]
    fn start(self) -> impl Future<Output = Result<Self::Ref, StartError>> + Send {
        async move {
            let name = Self::OPTIONS.name;
            let system = System::current().map_err(|kind| StartError::refused(name, kind))?;
            let node = Self::Node::vacant(Place::root(system, name), ALONE);
            let supervisor = SupervisorRef::<Self>::new(node);
            supervisor
                .node
                .place()
                .0
                .system
                .roots()
                .add(&supervisor.shared());
            let begun = match supervisor.node.begin(self) {
                Step::Ready(begun) => begun,
                Step::Pending(begin) => begin.await,
            };
            match begun {
                Ok(Begun::Running) => Ok(Self::wrap(supervisor)),
                Ok(Begun::Ignored) => Err(StartError::refused(name, StartErrorKind::Ignored)),
                Err(reason) => Err(StartError::innermost(name, reason)),
            }
        }
    }
}

/// The untyped part of a supervisor's handle, inside each `AppRef`.
///
/// Handles of a root keep its tree alive; handles of supervisors below it do not.
pub struct SupervisorRef<S: Supervisor> {
    node: Arc<S::Node>,
}

impl<S: Supervisor> SupervisorRef<S> {
    fn new(node: Arc<S::Node>) -> Self {
        if node.place().0.parent.is_none() {
            node.keepers().fetch_add(1, Ordering::Relaxed);
        }
        Self { node }
    }

    /// The node without its type.
    pub(crate) fn shared(&self) -> Arc<dyn Nested> {
        let node: Arc<S::Node> = Arc::clone(&self.node);
        node
    }

    pub(crate) fn from_any(node: Arc<dyn Any + Send + Sync>) -> Option<Self> {
        node.downcast::<S::Node>().ok().map(Self::new)
    }

    /// A handle, unless it has ended for good, or is about to because the last handle of the root has gone.
    pub(crate) fn upgrade(node: Arc<S::Node>) -> Option<Self> {
        if node.status() == Status::Gone {
            return None;
        }
        let root = node.place().0.parent.is_none();
        (!root || link::keep_on(node.keepers())).then_some(Self { node })
    }

    pub(crate) fn downgrade(&self) -> WeakSupervisorRef<S> {
        WeakSupervisorRef::new(&self.node)
    }

    pub(crate) fn node(&self) -> &S::Node {
        &self.node
    }

    /// Stops the supervisor and all below it, in reverse order of the start.
    #[doc(hidden)]
    pub fn stop(&self) -> Stopping {
        let ended = self.ended();
        if !self.node.stop(ExitReason::Shutdown)
            && matches!(self.node.status(), Status::Starting | Status::Restarting)
        {
            // Between two lives: what is yet to begin is not what was to be stopped.
            return Stopping::new(Err(self.no_process(None)));
        }
        ended
    }

    /// The same, once the actors have handled what waits.
    pub(crate) fn drain(&self) -> Stopping {
        let ended = self.ended();
        if !self.node.drain(ExitReason::Shutdown)
            && matches!(self.node.status(), Status::Starting | Status::Restarting)
        {
            return Stopping::new(Err(self.no_process(None)));
        }
        ended
    }

    /// Its end, when it comes.
    pub(crate) fn ended(&self) -> Stopping {
        let (watcher, receiver) = mailbox::watcher();
        Stopping::new(match self.node.watch_end(watcher) {
            Ok(()) => Ok(receiver),
            Err(last) => Err(self.no_process(last)),
        })
    }

    pub(crate) fn no_process(&self, last: Option<ExitReason>) -> NoProcess {
        let path = crate::link::Parent::path(&*self.node);
        NoProcess::new(path, self.is_gone(), last)
    }

    /// Whether it has ended for good, or is about to.
    fn is_gone(&self) -> bool {
        match self.node.status() {
            Status::Gone => true,
            // It stops: a supervisor is in no other way busy.
            Status::Running => {
                let parent = &self.node.place().0.parent;
                let above = parent.as_ref().map(|parent| parent.upgrade());
                above.is_none_or(|above| above.is_none_or(|above| above.ends_for_good()))
            }
            _ => false,
        }
    }

    /// The tree below this handle as it is now.
    #[doc(hidden)]
    #[must_use]
    pub fn tree(&self) -> Tree
    where
        S: Child,
    {
        let (place, slot) = self.node.place();
        Tree::of::<S>(self.node.snapshot(place.name(slot).to_owned()))
    }

    /// OTP's administration.
    #[doc(hidden)]
    #[must_use]
    pub fn door(&self) -> SupervisorDoor<'_, S> {
        SupervisorDoor::new(self)
    }
}

impl<S: StaticSupervisor<Node = StaticNode<S>>> SupervisorRef<S> {
    /// The typed handles of the children.
    #[doc(hidden)]
    #[must_use]
    pub fn handles(&self) -> &S::Children {
        self.node.handles()
    }
}

impl<S: PartitionSupervisor> SupervisorRef<S> {
    /// Administration of partitions.
    #[doc(hidden)]
    #[must_use]
    pub fn door_of_partitions(&self) -> SupervisorDoor<'_, S, Partitioned> {
        SupervisorDoor::new(self)
    }
}

impl<S: DynamicSupervisor<Node = DynamicNode<S>>> SupervisorRef<S> {
    /// Starts a child in the caller's context.
    #[doc(hidden)]
    pub fn start_child(
        &self,
        arguments: S::Arguments,
    ) -> impl Future<Output = Result<<S::Child as Child>::Ref, StartError>> + Send + '_ {
        self.node.start_child(self.node.template(), arguments)
    }
}

impl<S: SpecSupervisor> SupervisorRef<S> {
    /// Starts a child with a specification of its own in the caller's context.
    #[doc(hidden)]
    pub fn start_spec<C: Child>(
        &self,
        spec: ChildSpec<C>,
    ) -> impl Future<Output = Result<C::Ref, StartError>> + Send + '_ {
        self.node.start_spec(spec)
    }
}

impl<S: Supervisor> Clone for SupervisorRef<S> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.node))
    }
}

impl<S: Supervisor> Drop for SupervisorRef<S> {
    fn drop(&mut self) {
        let root = self.node.place().0.parent.is_none();
        if root && self.node.keepers().fetch_sub(1, Ordering::AcqRel) == 1 {
            self.node.stop(ExitReason::Shutdown);
        }
    }
}

impl<S: Supervisor> fmt::Debug for SupervisorRef<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SupervisorRef")
            .field(&format_args!("{}", crate::link::Parent::path(&*self.node)))
            .finish()
    }
}

impl<S: Supervisor> PartialEq for SupervisorRef<S> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.node, &other.node)
    }
}

impl<S: Supervisor> Eq for SupervisorRef<S> {}

impl<S: Supervisor> Hash for SupervisorRef<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.node).hash(state);
    }
}

impl<S: Supervisor> Seat<S> for SupervisorRef<S> {
    type Template = Place;

    fn template(place: Place) -> Place {
        place
    }

    fn vacant(template: &Place, slot: u32) -> Self {
        Self::new(S::Node::vacant(template.clone(), slot))
    }

    fn begin(&self, state: S) -> Starting<'static> {
        self.node.begin(state)
    }

    fn control(&self) -> Control {
        // The seat itself keeps the node, so that the upgrade behind this cannot fail.
        match self.node.nested() {
            Some(node) => Control::Supervisor(node),
            None => unreachable!("a supervisor is kept by its handle"),
        }
    }

    fn identity(&self) -> Identity {
        node::identity(&*self.node)
    }
}
