//! A supervisor whose children are all of one kind and come and go at run time.
//!
//! Children are started in the caller's context and entered in sharded tables; idle ones are ended in
//! the stopper's. Only a restart takes the supervisor's lock, for the restart limiter.

mod idle;
mod kind;
mod limits;
mod lookup;
mod nested;
mod pauses;
mod race;
mod reserved;
mod restarts;
mod specified;
mod starts;
mod stops;
mod terminate;

pub use self::kind::{Kind, Specified, Templated};

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use self::pauses::Patient;
use self::race::Waiting;
use super::Supervisor;
use super::life::Life;
use super::seat::{Child, Control, Nested};
use super::spec::{ChildOptions, Start};
use super::table::Children;
use super::window::Window;
use crate::actor::Step;
use crate::dying;
use crate::exit::{BoxError, Exit, ExitReason};
use crate::link::{Identity, Parent, Place};

/// What `#[supervisor(strategy = simple_one_for_one)]` writes.
#[doc(hidden)]
pub trait DynamicSupervisor: Supervisor<Node = DynamicNode<Self>> {
    type Child: Child;
    /// What `start_child` takes, as a tuple.
    type Arguments: Send + 'static;
    /// What of it a restart needs: all of it, or nothing for temporary children.
    type Kept: Send + 'static;
    const CHILD: ChildOptions;

    fn keep(arguments: &Self::Arguments) -> Self::Kept;
    fn again(kept: &Self::Kept) -> Option<Self::Arguments>;
    fn start_child<'a>(
        &'a self,
        arguments: Self::Arguments,
    ) -> Step<impl Future<Output = Result<Start<Self::Child>, BoxError>> + Send + 'a>;

    /// The name that the child with these arguments is registered under.
    fn name(&self, arguments: &Self::Arguments) -> Option<Arc<str>> {
        let _ = arguments;
        Self::CHILD.registered.as_deref().map(Arc::from)
    }
}

/// What `#[supervisor(dynamic)]` writes: each child has a specification of its own.
#[doc(hidden)]
pub trait SpecSupervisor: Supervisor<Node = DynamicNode<Self, Specified>> {}

type HandleOf<S> = <<S as DynamicSupervisor>::Child as Child>::Ref;

/// A dynamic supervisor at run time.
#[doc(hidden)]
pub struct DynamicNode<S: Supervisor, K: Kind<S> = Templated> {
    this: Weak<Self>,
    place: Place,
    slot: u32,
    keepers: AtomicUsize,
    shared: K::Shared,
    children: Children<S, K::Seat, K::Kept>,
    /// Counted only where there is a limit.
    taken: AtomicUsize,
    /// It fell asleep, and may have been woken since: for those that nothing puts to sleep, and that take no lock
    /// for a start.
    asleep: AtomicBool,
    core: Mutex<Core<S, K>>,
}

struct Core<S: Supervisor, K: Kind<S>> {
    life: Life<DynamicNode<S, K>>,
    window: Window,
    /// Children with a back-off that have failed.
    patient: Option<Box<Patient>>,
    /// Starts that wait.
    starting: Waiting,
}

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    fn core(&self) -> MutexGuard<'_, Core<S, K>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place in the tree of the child that is there.
    fn place_of(&self, slot: u32) -> String {
        let control = self.children.with(slot, |entry| K::control(&entry.seat));
        control.map_or_else(|| Parent::path(self), |control| control.path())
    }

    /// Takes a child out for good. `last` is known where that ended just now, or did not start.
    fn remove(&self, which: Which, last: Option<Last>) {
        let Some((entry, start)) = self.children.remove(which.slot, Self::same(which)) else {
            return;
        };
        // Nobody waits for its start any more, which is dropped.
        drop(start);
        if K::backoff(&entry.kept).is_some() {
            self.lose_patience(which.slot);
        }
        let control = K::control(&entry.seat);
        let Last { reason, generation } = last.unwrap_or_else(|| Last::of(&control));
        let reason = reason.explained_by(self.core().life.reason.as_ref());
        let exit = Exit::of_incarnation(control.path(), reason, generation);
        control.close(true, &exit);
        // What it kept is the user's, and so is its drop.
        drop(dying::drop_quietly(entry.kept));
        if S::OPTIONS.max_children.is_some() {
            self.taken.fetch_sub(1, Ordering::AcqRel);
        }
        if !self.children.is_open() {
            self.finish_when_empty();
        }
    }

    /// Does something in this life, unless it is over by then.
    fn later(&self, after: Duration, then: impl FnOnce(&Self) + Send + 'static) {
        let generation = self.core().life.generation;
        let node = Weak::clone(&self.this);
        self.place.system.sweeper().after(after, move || {
            if let Some(node) = node.upgrade()
                && node.core().life.generation == generation
            {
                then(&node);
            }
        });
    }

    fn same(which: Which) -> impl Fn(&K::Seat) -> bool {
        move |seat| K::identity(seat) == which.child
    }
}

/// One child. Its slot alone is another's once it was removed.
#[derive(Clone, Copy, Debug)]
struct Which {
    slot: u32,
    child: Identity,
}

impl Which {
    /// Means that child for as long as a handle of it is kept.
    fn of(control: &Control) -> Self {
        Self {
            slot: control.slot(),
            child: control.identity(),
        }
    }
}

/// How a child ended, or why it did not start.
#[derive(Clone, Debug)]
struct Last {
    reason: ExitReason,
    /// 0: it did not start.
    generation: u32,
}

impl Last {
    /// The last incarnation that there was.
    fn of(control: &Control) -> Self {
        Self {
            reason: control.last_exit().unwrap_or(ExitReason::Shutdown),
            generation: control.generation(),
        }
    }

    fn not_started(reason: ExitReason) -> Self {
        Self {
            reason,
            generation: 0,
        }
    }
}

impl<S: Supervisor, K: Kind<S>> fmt::Debug for DynamicNode<S, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicNode")
            .field("name", &S::OPTIONS.name)
            .field("status", &Nested::status(self))
            .finish_non_exhaustive()
    }
}
