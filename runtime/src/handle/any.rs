//! A handle whose actor's type is forgotten.

use std::any::type_name;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::ActorRef;
use super::door::{Status, Stopping};
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::compact::{Compact, Compaction, Measure};
use crate::error::{CastError, NoProcess};
use crate::exit::ExitReason;
use crate::info::Info;
use crate::link::{self, ALONE};
use crate::mailbox;
use crate::observe::actor_info::ActorInfo;
use crate::report;
use crate::supervisor::seat::Control;
use crate::supervisor::{Supervisor, SupervisorRef};

/// A handle to any actor or supervisor, whatever its type.
///
/// Made from every typed handle by `From`; [`AnyActorRef::downcast`] gives that back. Two are equal when
/// they are to the same actor. It keeps alive what its typed handle would: an actor that was started
/// alone, and the tree below a root.
///
/// ```
/// use dormouse::AnyActorRef;
/// use dormouse::prelude::*;
///
/// #[actor]
/// struct Quiet;
///
/// #[actor]
/// impl Quiet {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let quiet = Quiet.spawn()?;
/// let any = AnyActorRef::from(&quiet);
/// assert_eq!(any.path(), "Quiet");
/// assert_eq!(any.downcast::<QuietRef>(), Ok(quiet));
/// # Ok(())
/// # }
/// ```
pub struct AnyActorRef {
    control: Control,
}

impl AnyActorRef {
    /// Counts as a handle wherever handles are counted.
    pub(crate) fn new(control: Control) -> Self {
        match &control {
            Control::Actor(cell) if cell.head().slot() == ALONE => cell.link().add_keeper(),
            Control::Actor(_) => {}
            Control::Supervisor(node) => {
                if let Some(keepers) = node.root_keepers() {
                    keepers.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        Self { control }
    }

    /// Unless it has ended for good, or is about to because the last of its handles has gone.
    pub(crate) fn upgrade(control: Control) -> Option<Self> {
        if control.status() == Status::Gone {
            return None;
        }
        let kept = match &control {
            Control::Actor(cell) => cell.head().slot() != ALONE || cell.link().keep_on(),
            Control::Supervisor(node) => node.root_keepers().is_none_or(link::keep_on),
        };
        kept.then_some(Self { control })
    }

    pub(crate) fn control(&self) -> &Control {
        &self.control
    }

    /// The place in the tree, such as `App/sessions/session#7`.
    #[must_use]
    pub fn path(&self) -> String {
        self.control.path()
    }

    /// Where it stands. Asking wakes nobody.
    #[must_use]
    pub fn status(&self) -> Status {
        self.control.status()
    }

    /// Which incarnation runs: 0 before the first start, one more with each start and restart.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.control.generation()
    }

    /// All that is known of it at a glance.
    #[must_use]
    pub fn info(&self) -> ActorInfo {
        ActorInfo::of(&self.control)
    }

    /// Whether it is a supervisor.
    #[must_use]
    pub fn is_supervisor(&self) -> bool {
        matches!(self.control, Control::Supervisor(_))
    }

    /// The typed handle, where it is one; otherwise gives this one back.
    ///
    /// # Errors
    ///
    /// When the actor is of another type.
    pub fn downcast<H: TryFrom<Self, Error = Self>>(self) -> Result<H, Self> {
        H::try_from(self)
    }

    /// Sends `value` to the [`#[info]`](macro@crate::info) handler of its type.
    ///
    /// Where there is none, and to a supervisor, it is dropped with a warning, and the actor lives.
    ///
    /// # Errors
    ///
    /// When the actor is down or gone, and when its mailbox is full, as for a cast; the value is dropped.
    pub fn send<T: Send + 'static>(&self, value: T) -> Result<(), CastError> {
        let mut info = Some(Info::new(value));
        self.control.send(&mut info).unwrap_or_else(|| {
            report::unexpected_info(&self.path(), self.control.type_name(), type_name::<T>());
            Ok(())
        })
    }

    /// Stops it with `reason`: an actor after the handler that runs, a supervisor after its children. Its
    /// supervisor restarts it where its restart type says so.
    ///
    /// The stop is asked for at once, whether or not the future is awaited.
    pub fn stop(&self, reason: ExitReason) -> Stopping {
        self.end(|control| control.stop(reason))
    }

    /// Ends it by force, a supervisor with all below it; no `#[stop]` hook runs.
    pub fn kill(&self) -> Stopping {
        self.end(Control::kill)
    }

    /// Waits for the end of the incarnation that runs now; between two of them, for the end of the next one.
    pub fn stopped(&self) -> Stopping {
        self.end(|_| true)
    }

    fn end(&self, ask: impl FnOnce(&Control) -> bool) -> Stopping {
        let (watcher, receiver) = mailbox::watcher();
        if let Err(last) = self.control.watch(watcher) {
            return Stopping::new(Err(self.no_process(last)));
        }
        if !ask(&self.control) {
            return Stopping::new(Err(self.no_process(None)));
        }
        Stopping::new(Ok(receiver))
    }

    fn no_process(&self, last: Option<ExitReason>) -> NoProcess {
        NoProcess::new(self.path(), self.status() == Status::Gone, last)
    }
}

impl Clone for AnyActorRef {
    fn clone(&self) -> Self {
        Self::new(self.control.clone())
    }
}

impl Drop for AnyActorRef {
    fn drop(&mut self) {
        match &self.control {
            Control::Actor(cell) => {
                if cell.head().slot() == ALONE && cell.link().remove_keeper() {
                    cell.erased().stop(ExitReason::Shutdown);
                }
            }
            Control::Supervisor(node) => {
                if let Some(keepers) = node.root_keepers()
                    && keepers.fetch_sub(1, Ordering::AcqRel) == 1
                {
                    node.stop(ExitReason::Shutdown);
                }
            }
        }
    }
}

impl PartialEq for AnyActorRef {
    fn eq(&self, other: &Self) -> bool {
        self.control.identity() == other.control.identity()
    }
}

impl Eq for AnyActorRef {}

impl Hash for AnyActorRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.control.identity().0.hash(state);
    }
}

impl fmt::Debug for AnyActorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyActorRef")
            .field(&format_args!("{}", self.path()))
            .finish()
    }
}

/// A handle in an actor's state owns no memory.
impl Compact for AnyActorRef {
    fn compact(&mut self, _: &mut Compaction) {}
    fn measure(&self, _: &mut Measure) {}
}

impl<A: Actor> From<&ActorRef<A>> for AnyActorRef {
    fn from(actor: &ActorRef<A>) -> Self {
        Self::new(Control::Actor(actor.any().clone()))
    }
}

impl<A: Actor> TryFrom<AnyActorRef> for ActorRef<A> {
    type Error = AnyActorRef;

    fn try_from(any: AnyActorRef) -> Result<Self, AnyActorRef> {
        match any.control() {
            Control::Actor(cell) => CellRef::from_any(cell.clone())
                .map(|cell| Self::from_cell(&cell))
                .map_err(|_| any),
            Control::Supervisor(_) => Err(any),
        }
    }
}

impl<S: Supervisor> From<&SupervisorRef<S>> for AnyActorRef {
    fn from(supervisor: &SupervisorRef<S>) -> Self {
        Self::new(Control::Supervisor(supervisor.shared()))
    }
}

impl<S: Supervisor> TryFrom<AnyActorRef> for SupervisorRef<S> {
    type Error = AnyActorRef;

    fn try_from(any: AnyActorRef) -> Result<Self, AnyActorRef> {
        let node = match any.control() {
            Control::Supervisor(node) => Arc::clone(node).into_any(),
            Control::Actor(_) => return Err(any),
        };
        Self::from_any(node).ok_or(any)
    }
}

impl From<&Self> for AnyActorRef {
    fn from(any: &Self) -> Self {
        any.clone()
    }
}
