//! Process groups, as users see them (Erlang/OTP, `pg`).

use std::fmt;
use std::sync::Arc;

use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::error::StartError;
use crate::handle::ActorRef;
use crate::handle::any::AnyActorRef;
use crate::registry::groups::{Change, Watch};
use crate::schedule::system::System;
use crate::supervisor::seat::Control;

/// A process group: any number of actors, of any types, under one name (Erlang/OTP, `pg`).
///
/// An actor joins and leaves by [`ActorDoor::join`](crate::ActorDoor::join) and
/// [`ActorDoor::leave`](crate::ActorDoor::leave). It leaves by itself when it ends, before anybody who waits for
/// its end is told; over a restart it stays, as its handle does. A group is there while it has members, and
/// keeps none of them alive. Groups belong to a tokio runtime, and here it is the caller's: where there is
/// none, a group has no members.
///
/// ```
/// use dormouse::Group;
/// use dormouse::prelude::*;
///
/// #[actor]
/// #[derive(Default)]
/// struct Session {
///     heard: u32,
/// }
///
/// #[actor]
/// impl Session {
///     #[cast]
///     fn hear(&mut self, _text: String) {
///         self.heard += 1;
///     }
///
///     #[call]
///     fn heard(&self) -> u32 {
///         self.heard
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (ada, bob) = (Session::default().spawn()?, Session::default().spawn()?);
/// ada.actor().join("lobby")?;
/// bob.actor().join("lobby")?;
///
/// let lobby = Group::named("lobby");
/// assert_eq!(lobby.members::<Session>(), [ada.clone(), bob.clone()]);
/// let reached = lobby.broadcast::<Session, _>(|session| session.hear("hello".to_owned()));
/// assert_eq!(reached, 2);
/// assert_eq!(ada.heard().await?, 1);
///
/// bob.stop().await?;
/// assert_eq!(lobby.members::<Session>(), [ada]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Group {
    name: Arc<str>,
}

impl Group {
    /// The group of that name, whether or not it has members.
    pub fn named(name: impl AsRef<str>) -> Self {
        Self {
            name: Arc::from(name.as_ref()),
        }
    }

    /// The groups that have members, in no order.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let names = here().map_or_else(Vec::new, |system| system.registry().groups());
        names.into_iter().map(|name| Self { name }).collect()
    }

    /// The name of the group.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The members that are an `A`, in the order in which they joined.
    #[must_use]
    pub fn members<A: Actor>(&self) -> Vec<A::Ref> {
        let cells = self.cells();
        let actors = cells
            .into_iter()
            .filter_map(|cell| CellRef::from_any(cell).ok());
        actors
            .filter_map(|cell| ActorRef::<A>::upgrade(&cell))
            .map(A::handle_from)
            .collect()
    }

    /// The members of all types, in the order in which they joined.
    #[must_use]
    pub fn all_members(&self) -> Vec<AnyActorRef> {
        let cells = self.cells().into_iter();
        cells
            .filter_map(|cell| AnyActorRef::upgrade(Control::Actor(cell)))
            .collect()
    }

    /// Does `send` for each member that is an `A`, such as a cast. How many it succeeded for.
    ///
    /// The members are those of one moment; nobody waits for anybody.
    pub fn broadcast<A: Actor, E>(&self, mut send: impl FnMut(&A::Ref) -> Result<(), E>) -> usize {
        let members = self.members::<A>();
        members.iter().filter(|member| send(member).is_ok()).count()
    }

    /// Watches who joins and leaves (Erlang/OTP, `pg:monitor/1`).
    ///
    /// # Errors
    ///
    /// When the caller is not inside a tokio runtime with a timer.
    pub fn monitor(&self) -> Result<GroupMonitor, StartError> {
        let refused = |kind| StartError::refused(self.name(), kind);
        let system = System::current().map_err(refused)?;
        let (members, watch) = system.registry().monitor(&self.name);
        Ok(GroupMonitor {
            system,
            group: self.clone(),
            members,
            watch,
        })
    }

    fn cells(&self) -> Vec<AnyCell> {
        here().map_or_else(Vec::new, |system| system.registry().members(&self.name))
    }
}

/// Without a runtime, or without an actor on it, there are no groups.
fn here() -> Option<Arc<System>> {
    System::find().ok().flatten()
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Group").field(&self.name).finish()
    }
}

/// Whoever watches a group. It keeps no member alive; dropped, it watches no more.
pub struct GroupMonitor {
    system: Arc<System>,
    group: Group,
    members: Vec<AnyCell>,
    watch: Arc<Watch>,
}

/// A change of a group's members.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GroupChange {
    /// It has joined.
    Joined(AnyActorRef),
    /// It has left, or has ended.
    Left(AnyActorRef),
}

impl GroupMonitor {
    /// The group.
    #[must_use]
    pub fn group(&self) -> &Group {
        &self.group
    }

    /// The members when the watch began; every change since then is told.
    #[must_use]
    pub fn members(&self) -> Vec<AnyActorRef> {
        let cells = self.members.iter().cloned();
        cells
            .map(|cell| AnyActorRef::new(Control::Actor(cell)))
            .collect()
    }

    /// Waits for the next change.
    ///
    /// # Cancel safety
    ///
    /// Dropped before it is done, it has taken no change.
    pub async fn changed(&mut self) -> GroupChange {
        told(self.watch.next().await)
    }

    /// The next change, if there is one already.
    pub fn try_changed(&mut self) -> Option<GroupChange> {
        self.watch.try_next().map(told)
    }
}

fn told((change, cell): (Change, AnyCell)) -> GroupChange {
    let member = AnyActorRef::new(Control::Actor(cell));
    match change {
        Change::Joined => GroupChange::Joined(member),
        Change::Left => GroupChange::Left(member),
    }
}

impl Drop for GroupMonitor {
    fn drop(&mut self) {
        // The registry has a weak one: from here on nobody is told.
        self.watch = Arc::default();
        self.system.registry().demonitor(&self.group.name);
    }
}

impl fmt::Debug for GroupMonitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupMonitor")
            .field("group", &self.group.name)
            .finish_non_exhaustive()
    }
}
