//! The actor as its own handler sees it.

pub(crate) mod hibernate;
pub(crate) mod monitors;
pub(crate) mod next;
pub(crate) mod timers;

use std::fmt;

use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::error::CastError;
use crate::handle::ActorRef;
use crate::handle::weak::WeakRef;
use crate::info::{self, Receive};

/// The actor as its own handler sees it: an optional argument of every handler.
///
/// ```
/// use dormouse::prelude::*;
///
/// #[actor]
/// struct Named;
///
/// #[actor]
/// impl Named {
///     #[call]
///     fn path(&self, context: &Context<Self>) -> String {
///         context.path()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(Named.spawn()?.path().await?, "Named");
/// # Ok(())
/// # }
/// ```
///
/// For unit tests of handlers there is a `TestContext`, with the feature `test-util`.
pub struct Context<A: Actor> {
    cell: CellRef<A>,
}

impl<A: Actor> Context<A> {
    pub(crate) fn new(cell: CellRef<A>) -> Self {
        Self { cell }
    }

    /// The actor's own handle, to be given to others.
    ///
    /// Kept in its own state it would keep an actor alive that was started alone.
    #[must_use]
    pub fn handle(&self) -> A::Ref {
        A::handle_from(ActorRef::from_cell(&self.cell))
    }

    /// Sends `value` to this actor itself, behind what waits already.
    ///
    /// # Errors
    ///
    /// When the actor was left behind as stuck meanwhile; the value is dropped.
    pub fn send<T>(&self, value: T) -> Result<(), CastError>
    where
        A: Receive<T>,
    {
        info::send(&self.cell, value)
    }

    /// The actor's place in the tree.
    #[must_use]
    pub fn path(&self) -> String {
        let head = self.cell.any().head();
        head.link().path(head.slot())
    }

    /// The actor's own handle, to be kept in its state or by others: it keeps nobody alive.
    #[must_use]
    pub fn downgrade(&self) -> WeakRef<A> {
        WeakRef::new(&self.cell)
    }

    /// Which incarnation this is: 1 for the first, one more with each restart.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.cell.mailbox().generation()
    }
}

impl<A: Actor> fmt::Debug for Context<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}
