//! What users hold: typed handles, and what they do.

pub(crate) mod again;
pub(crate) mod any;
pub(crate) mod call;
pub(crate) mod cast;
pub(crate) mod debugging;
pub(crate) mod door;
pub(crate) mod dyn_call;
pub(crate) mod on_crash;
pub(crate) mod reply_to;
pub(crate) mod request;
pub(crate) mod requests;
pub(crate) mod route;
pub(crate) mod timeout;
mod wait;
pub(crate) mod weak;

use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use self::call::Call;
use self::cast::Cast;
use self::door::{ActorDoor, Stopping};
use self::reply_to::ReplyTo;
use self::route::{Route, Single};
use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::error::{CastError, NoProcess};
use crate::exit::ExitReason;
use crate::mailbox::Phase;
use crate::mailbox::bound::Patience;
use crate::schedule::{activation, offers};

/// The untyped part of a handle, inside each `SessionRef`.
///
/// `R` is the route that a message takes: [`Single`] to the one actor. A handle stays valid across
/// crash, restart and hibernation of its actor.
pub struct ActorRef<A, R: Route = Single> {
    target: R::Target<A>,
    actor: PhantomData<fn() -> A>,
}

impl<A: Actor> ActorRef<A> {
    pub(crate) fn from_cell(cell: &CellRef<A>) -> Self {
        Self {
            target: route::One::new(cell.clone()),
            actor: PhantomData,
        }
    }

    /// A handle, unless the actor has ended for good, or is about to because its last handle has gone.
    pub(crate) fn upgrade(cell: &CellRef<A>) -> Option<Self> {
        if cell.mailbox().phase() == Phase::Gone {
            return None;
        }
        Some(Self {
            target: route::One::upgrade(cell.clone())?,
            actor: PhantomData,
        })
    }
}

impl<A> ActorRef<A> {
    pub(crate) fn any(&self) -> &AnyCell {
        self.target.any()
    }
}

impl<A: Actor> ActorRef<A> {
    pub(crate) fn cell(&self) -> &CellRef<A> {
        Single::pick(&self.target)
    }
}

impl<A: Actor, R: Route> ActorRef<A, R> {
    /// Builds a call; nothing is sent before it is polled.
    #[doc(hidden)]
    #[inline]
    pub fn call<T, E>(&self, build: impl FnOnce(ReplyTo<T, E>) -> A::Message) -> Call<'_, A, T, E>
    where
        T: 'static,
        E: 'static,
    {
        let (reply, response) = ReplyTo::new();
        Call::new(R::pick(&self.target), build(reply), response)
    }

    /// The same where the handler answers through its [`ReplyTo`].
    #[doc(hidden)]
    #[inline]
    pub fn call_deferred<T, E>(
        &self,
        build: impl FnOnce(ReplyTo<T, E>) -> A::Message,
    ) -> Call<'_, A, T, E>
    where
        T: 'static,
        E: 'static,
    {
        let (reply, response) = ReplyTo::deferred();
        Call::new(R::pick(&self.target), build(reply), response)
    }

    /// Sends a message.
    ///
    /// # Errors
    ///
    /// When the actor is down or gone, and when its mailbox is full; the message is dropped.
    #[doc(hidden)]
    #[inline(always)]
    pub fn cast(&self, message: A::Message) -> Result<(), CastError> {
        let cell = R::pick(&self.target);
        if offers::is_first::<A>(&message) {
            return send_marked(cell, message);
        }
        match cell.mailbox().push_to_awake(message) {
            None => Ok(()),
            Some(message) => send(cell, message),
        }
    }

    /// Sends a message, and waits for room where its actor's mailbox says so.
    #[doc(hidden)]
    #[inline]
    pub fn cast_waiting(&self, message: A::Message) -> Cast<'_, A> {
        Cast::new(R::pick(&self.target), message)
    }

    /// Stops the actor, after the handler that runs.
    #[doc(hidden)]
    pub fn stop(&self) -> Stopping {
        self.door().stop(ExitReason::Normal)
    }

    /// Inspection and administration of this actor.
    #[doc(hidden)]
    pub fn door(&self) -> ActorDoor<'_, A> {
        ActorDoor::new(R::pick(&self.target))
    }

    /// The tree below this handle: one line, for an actor.
    #[doc(hidden)]
    pub fn tree(&self) -> crate::tree::Tree {
        self.door().tree()
    }
}

/// Refuses where the runtime has gone, and the actor with it, though nobody has told it yet.
pub(crate) fn with_a_runtime<A: Actor>(cell: &CellRef<A>) -> Result<(), CastError> {
    if cell.link().system().is_open() {
        return Ok(());
    }
    cell.any().erased().kill();
    Err(CastError::NoProcess(NoProcess::of(cell)))
}

/// Sends a message that nobody waits for, in the way of a cast.
pub(crate) fn cast<A: Actor>(cell: &CellRef<A>, message: A::Message) -> Result<(), CastError> {
    if offers::is_first::<A>(&message) {
        return send_marked(cell, message);
    }
    send(cell, message)
}

/// A cast that may have to wake its actor.
#[inline(never)]
fn send<A: Actor>(cell: &CellRef<A>, message: A::Message) -> Result<(), CastError> {
    with_a_runtime(cell)?;
    match queue(cell, message) {
        None => Ok(()),
        Some(message) => send_marked(cell, message),
    }
}

/// The short way into the queue. Gives a message back that must take the other.
#[inline]
fn queue<A: Actor>(cell: &CellRef<A>, message: A::Message) -> Option<A::Message> {
    match cell.offer(message) {
        Ok(None) => None,
        Ok(Some(held)) => {
            activation::spawn(held);
            None
        }
        Err(message) => Some(message),
    }
}

#[cold]
#[inline(never)]
fn send_marked<A: Actor>(cell: &CellRef<A>, message: A::Message) -> Result<(), CastError> {
    // Who cannot wait never stands in line.
    offers::send(cell, message, Patience::None).map(drop)
}

impl<A, R: Route> Clone for ActorRef<A, R> {
    #[inline]
    fn clone(&self) -> Self {
        Self {
            target: self.target.clone(),
            actor: PhantomData,
        }
    }
}

impl<A, R: Route> fmt::Debug for ActorRef<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        R::describe(&self.target, f)
    }
}

impl<A, R: Route> PartialEq for ActorRef<A, R> {
    fn eq(&self, other: &Self) -> bool {
        R::identity(&self.target) == R::identity(&other.target)
    }
}

impl<A, R: Route> Eq for ActorRef<A, R> {}

impl<A, R: Route> Hash for ActorRef<A, R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        R::identity(&self.target).hash(state);
    }
}

/// The error type of a handler that cannot fail.
pub(crate) type Never = Infallible;
