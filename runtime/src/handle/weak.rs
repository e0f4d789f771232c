//! Handles that keep nobody alive.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Weak};

use super::ActorRef;
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::link::Parent;
use crate::supervisor::{Supervisor, SupervisorRef};

/// A handle that never keeps its actor alive.
///
/// Made by [`ActorDoor::downgrade`](crate::ActorDoor::downgrade). An actor that was started alone ends with
/// its last handle, and weak ones do not count; so one may stand in the actor's own state. Like
/// [`std::sync::Weak`] it keeps the memory of the actor's cell, but nothing that the state owned.
///
/// ```
/// use dormouse::prelude::*;
///
/// #[actor]
/// struct Counter;
///
/// #[actor]
/// impl Counter {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let counter = Counter.spawn()?;
/// let weak = counter.actor().downgrade();
/// assert_eq!(weak.upgrade(), Some(counter.clone()));
/// drop(counter);
/// assert_eq!(weak.upgrade(), None);
/// # Ok(())
/// # }
/// ```
pub struct WeakRef<A: Actor> {
    cell: CellRef<A>,
}

impl<A: Actor> WeakRef<A> {
    pub(crate) fn new(cell: &CellRef<A>) -> Self {
        Self { cell: cell.clone() }
    }

    /// A handle, unless the actor has ended for good.
    ///
    /// Children are kept by their supervisors: of one that is down there is a handle, as long as it may be
    /// started again.
    #[must_use]
    pub fn upgrade(&self) -> Option<A::Ref> {
        ActorRef::upgrade(&self.cell).map(A::handle_from)
    }
}

impl<A: Actor> Clone for WeakRef<A> {
    fn clone(&self) -> Self {
        Self::new(&self.cell)
    }
}

impl<A: Actor> fmt::Debug for WeakRef<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self.cell.head();
        f.debug_tuple("WeakRef")
            .field(&format_args!("{}", head.link().path(head.slot())))
            .finish()
    }
}

impl<A: Actor> PartialEq for WeakRef<A> {
    fn eq(&self, other: &Self) -> bool {
        self.cell.any().address() == other.cell.any().address()
    }
}

impl<A: Actor> Eq for WeakRef<A> {}

impl<A: Actor> Hash for WeakRef<A> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.cell.any().address().hash(state);
    }
}

/// A handle that never keeps a tree alive.
///
/// Made by [`SupervisorDoor::downgrade`](crate::SupervisorDoor::downgrade): a tree stops with the last handle
/// of its root, and weak ones do not count.
pub struct WeakSupervisorRef<S: Supervisor> {
    node: Weak<S::Node>,
}

impl<S: Supervisor> WeakSupervisorRef<S> {
    pub(crate) fn new(node: &Arc<S::Node>) -> Self {
        Self {
            node: Arc::downgrade(node),
        }
    }

    /// A handle, unless the supervisor has ended for good.
    #[must_use]
    pub fn upgrade(&self) -> Option<S::Ref> {
        SupervisorRef::upgrade(self.node.upgrade()?).map(S::wrap)
    }
}

impl<S: Supervisor> Clone for WeakSupervisorRef<S> {
    fn clone(&self) -> Self {
        Self {
            node: Weak::clone(&self.node),
        }
    }
}

impl<S: Supervisor> fmt::Debug for WeakSupervisorRef<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.node.upgrade().map(|node| node.path());
        f.debug_tuple("WeakSupervisorRef")
            .field(&format_args!("{}", path.as_deref().unwrap_or("gone")))
            .finish()
    }
}

impl<S: Supervisor> PartialEq for WeakSupervisorRef<S> {
    fn eq(&self, other: &Self) -> bool {
        Weak::ptr_eq(&self.node, &other.node)
    }
}

impl<S: Supervisor> Eq for WeakSupervisorRef<S> {}

impl<S: Supervisor> Hash for WeakSupervisorRef<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.node.as_ptr().hash(state);
    }
}
