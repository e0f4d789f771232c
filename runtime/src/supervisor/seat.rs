//! Where a child sits, whatever it is: the one view that supervisors have of actors and supervisors.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use crate::actor::{Actor, Step};
use crate::cell::reference::{AnyCell, CellRef, Table};
use crate::check::Travels;
use crate::config::StartOptions;
use crate::config::after::Effective;
use crate::declaration::DeclarationRef;
use crate::dying;
use crate::error::{CastError, NoProcess};
use crate::exit::{BoxError, Exit, ExitReason};
use crate::handle::ActorRef;
use crate::handle::door::{Memory, Status, Stopping};
use crate::info::any::Parcel;
use crate::link::{Identity, Link, Place};
use crate::mailbox::{self, Watcher};
use crate::observe::why_awake::WhyAwake;
use crate::schedule::activation;
use crate::supervisor::caught::{Caught, panicked};
use crate::supervisor::door::{ChildInfo, Counts};
use crate::supervisor::spec::Start;
use crate::supervisor::stop_report::Note;
use crate::tree::Node;

/// A future that begins a child.
#[doc(hidden)]
pub type Starting<'a> = Step<Pin<Box<dyn Future<Output = Result<Begun, ExitReason>> + Send + 'a>>>;

/// How a start went that did not fail.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    Running,
    Ignored,
}

/// What a supervisor can have below it: an actor, or another supervisor.
///
/// Written by the [`actor`](macro@crate::actor) and [`supervisor`](macro@crate::supervisor) attributes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an actor nor a supervisor",
    label = "needs `#[actor]` or `#[supervisor]` on its struct",
    note = "add `#[dormouse::actor]` to the struct, and to an `impl {Self}` block with its handlers",
    note = "a child of a supervisor may be one itself, with `#[dormouse::supervisor]`"
)]
pub trait Child: Sized + Travels + 'static {
    /// The typed handle.
    type Ref: Clone + Send + Sync + 'static;
    /// What the typed handle wraps.
    #[doc(hidden)]
    type Seat: Seat<Self>;
    #[doc(hidden)]
    const IS_SUPERVISOR: bool;
    /// What its attribute says, and those of all below it.
    #[doc(hidden)]
    const DECLARATION: DeclarationRef;
    /// The name that its type is registered under.
    const NAME: Option<&'static str> = None;

    #[doc(hidden)]
    fn seat(handle: &Self::Ref) -> &Self::Seat;
    #[doc(hidden)]
    fn handle(seat: Self::Seat) -> Self::Ref;
}

/// A place for the incarnations of one child, which outlives them all.
#[doc(hidden)]
pub trait Seat<S>: Clone + Send + Sync + 'static {
    /// What the seats of all children of one kind share.
    type Template: Clone + Send + Sync + 'static;

    fn template(place: Place) -> Self::Template;

    /// That of one actor for whose start something was said.
    fn started_with(template: &Self::Template, start: StartOptions) -> Self::Template {
        let _ = start;
        template.clone()
    }

    /// The same with what was said at the start of an actor.
    fn template_with(place: Place, start: StartOptions) -> Self::Template {
        let _ = start;
        Self::template(place)
    }

    fn vacant(template: &Self::Template, slot: u32) -> Self;

    /// Puts an incarnation in. Gives an error where none is wanted any more.
    fn begin(&self, state: S) -> Starting<'static>;

    fn control(&self) -> Control;

    fn identity(&self) -> Identity;
}

impl<A: Actor> Seat<A> for ActorRef<A> {
    type Template = Arc<Link>;

    fn template(place: Place) -> Arc<Link> {
        Self::template_with(place, StartOptions::new())
    }

    fn template_with(place: Place, start: StartOptions) -> Arc<Link> {
        Arc::new(Link::of(Table::of::<A>(), place, start))
    }

    fn started_with(template: &Arc<Link>, start: StartOptions) -> Arc<Link> {
        Self::template_with(template.place().clone(), start)
    }

    fn vacant(template: &Arc<Link>, slot: u32) -> Self {
        let cell = CellRef::<A>::new(Arc::clone(template));
        cell.any().head().set_slot(slot);
        Self::from_cell(&cell)
    }

    fn begin(&self, state: A) -> Starting<'static> {
        Step::Ready(
            match dying::catch_rarely(|| activation::install(self.cell(), state)) {
                Ok(Ok(())) => Ok(Begun::Running),
                Ok(Err(unwanted)) => {
                    // Stopped meanwhile; what its drop panics with is nobody's.
                    drop(dying::drop_quietly(unwanted));
                    Err(ExitReason::Shutdown)
                }
                Err(unwound) => Err(panicked(&unwound)),
            },
        )
    }

    fn control(&self) -> Control {
        Control::Actor(self.any().clone())
    }

    fn identity(&self) -> Identity {
        self.any().identity()
    }
}

/// A child without its type.
#[doc(hidden)]
#[derive(Clone)]
pub enum Control {
    Actor(AnyCell),
    Supervisor(Arc<dyn Nested>),
}

/// A supervisor as the one above it sees it.
#[doc(hidden)]
pub trait Nested: Send + Sync {
    /// Asks for an orderly stop. Whether it ran.
    fn stop(&self, reason: ExitReason) -> bool;
    /// Asks for an orderly stop in which all actors handle what waits. Whether it ran.
    fn drain(&self, reason: ExitReason) -> bool;
    /// Ends it with all below it, by force. Whether it ran.
    fn kill(&self) -> bool;
    /// It does not run now; `for_good` says whether it may again, `exit` why.
    fn close(&self, for_good: bool, exit: &Exit);
    /// It does not run, and others stop before it may: calls to the children below it are refused until then.
    fn bar(&self, exit: &Exit);
    /// Calls may wait for its next incarnation again.
    fn unbar(&self);
    /// It may begin again.
    fn reopen(&self);
    fn slot(&self) -> u32;
    /// Its place in the tree.
    fn path(&self) -> String;
    /// The handles that keep it alive, if it is a root.
    fn root_keepers(&self) -> Option<&AtomicUsize>;
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
    fn status(&self) -> Status;
    fn generation(&self) -> u32;
    /// How its last incarnation ended.
    fn last_exit(&self) -> Option<ExitReason>;
    /// When it hibernates by itself.
    fn idle(&self) -> Effective;
    /// It falls asleep if it has been idle for long enough, or says when to look again.
    fn look(&self);
    fn type_name(&self) -> &'static str;
    fn snapshot(&self, name: String) -> Node;
    /// What lies below it, by the rest of its path.
    fn below(&self, rest: &str) -> Option<Control>;
    /// All children, for whoever asks it for them: that keeps it awake.
    fn which(&self) -> Vec<ChildInfo>;
    /// The same, for whoever only looks.
    fn children(&self) -> Vec<ChildInfo>;
    fn counts(&self) -> Counts;
    /// Registers somebody who waits for its end; gives how it ended when it does not run.
    ///
    /// # Errors
    ///
    /// When it does not run.
    fn watch_end(&self, watcher: Watcher) -> Result<(), Option<ExitReason>>;
}

impl Control {
    /// Asks for an orderly stop. Whether there was something to stop.
    pub(crate) fn stop(&self, reason: ExitReason) -> bool {
        match self {
            Self::Actor(cell) => cell.erased().stop_apart(reason),
            Self::Supervisor(node) => node.stop(reason),
        }
    }

    /// The same, once what waits is handled, for those that drain.
    pub(crate) fn stop_or_drain(&self, reason: ExitReason, drains: bool) -> bool {
        match self {
            _ if !drains => self.stop(reason),
            Self::Actor(cell) => cell.erased().drain(reason),
            Self::Supervisor(node) => node.drain(reason),
        }
    }

    pub(crate) fn kill(&self) -> bool {
        match self {
            Self::Actor(cell) => cell.erased().kill(),
            Self::Supervisor(node) => node.kill(),
        }
    }

    /// Refuses messages from now on.
    pub(crate) fn close(&self, for_good: bool, exit: &Exit) {
        match self {
            Self::Actor(cell) => {
                let lost = cell.erased().close(for_good, exit);
                crate::report::lost(exit, lost.others);
                if let Some(parent) = cell.link().parent().filter(|_| !lost.is_none()) {
                    parent.note(Note::unhandled(exit.path(), lost));
                }
            }
            Self::Supervisor(node) => node.close(for_good, exit),
        }
    }

    /// Refuses calls, and fails those that wait; what is no call waits on.
    pub(crate) fn bar(&self, exit: &Exit) {
        match self {
            Self::Actor(cell) => cell.erased().bar(exit),
            Self::Supervisor(node) => node.bar(exit),
        }
    }

    /// Lets calls wait again.
    pub(crate) fn unbar(&self) {
        match self {
            Self::Actor(cell) => cell.erased().unbar(),
            Self::Supervisor(node) => node.unbar(),
        }
    }

    /// May begin again after it was closed, though not for good.
    pub(crate) fn reopen(&self) {
        match self {
            Self::Actor(cell) => {
                cell.erased().reopen();
            }
            Self::Supervisor(node) => node.reopen(),
        }
    }

    pub(crate) fn identity(&self) -> Identity {
        match self {
            Self::Actor(cell) => cell.identity(),
            Self::Supervisor(node) => Identity(Arc::as_ptr(node).addr()),
        }
    }

    pub(crate) fn slot(&self) -> u32 {
        match self {
            Self::Actor(cell) => cell.head().slot(),
            Self::Supervisor(node) => node.slot(),
        }
    }

    /// What lies at the end of a path that goes on from here: nothing, or `/` and a name below.
    pub(crate) fn follow(self, rest: &str) -> Option<Self> {
        match self {
            found if rest.is_empty() => Some(found),
            Self::Actor(_) => None,
            Self::Supervisor(node) => node.below(rest.strip_prefix('/')?),
        }
    }

    pub(crate) fn path(&self) -> String {
        match self {
            Self::Actor(cell) => cell.link().path(cell.head().slot()),
            Self::Supervisor(node) => node.path(),
        }
    }

    /// The name of its type, for events.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Actor(cell) => cell.erased().type_name(),
            Self::Supervisor(node) => node.type_name(),
        }
    }

    pub(crate) fn idle(&self) -> Effective {
        match self {
            Self::Actor(cell) => cell.erased().idle(),
            Self::Supervisor(node) => node.idle(),
        }
    }

    /// `None`: it is not awake, or a supervisor.
    pub(crate) fn why_awake(&self) -> Option<WhyAwake> {
        match self {
            Self::Actor(cell) => cell.erased().why_awake(),
            Self::Supervisor(_) => None,
        }
    }

    pub(crate) fn queue_len(&self) -> usize {
        match self {
            Self::Actor(cell) => cell.erased().queue_len(),
            Self::Supervisor(_) => 0,
        }
    }

    /// Sends a value whose type is not known, `Option<Info<_>>`. `None`: nobody takes it, as no supervisor does.
    pub(crate) fn send(&self, value: &mut dyn Parcel) -> Option<Result<(), CastError>> {
        match self {
            Self::Actor(cell) => cell.erased().send(value),
            Self::Supervisor(node) => match node.status() {
                status @ (Status::Down | Status::Gone) => {
                    let process = NoProcess::new(node.path(), status == Status::Gone, None);
                    Some(Err(CastError::NoProcess(process)))
                }
                _ => None,
            },
        }
    }

    /// Registers somebody who waits for the end of the incarnation; gives how the last one ended when
    /// there will be none.
    pub(crate) fn watch(&self, watcher: Watcher) -> Result<(), Option<ExitReason>> {
        match self {
            Self::Actor(cell) => cell.erased().watch(watcher),
            Self::Supervisor(node) => node.watch_end(watcher),
        }
    }

    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Actor(cell) => cell.erased().status(),
            Self::Supervisor(node) => node.status(),
        }
    }

    /// Supervisors can't be.
    pub(crate) fn is_suspended(&self) -> bool {
        match self {
            Self::Actor(cell) => cell.erased().is_suspended(),
            Self::Supervisor(_) => false,
        }
    }

    /// How its last incarnation ended, while that is remembered.
    pub(crate) fn last_exit(&self) -> Option<ExitReason> {
        match self {
            Self::Actor(cell) => cell.erased().last_exit(),
            Self::Supervisor(node) => node.last_exit(),
        }
    }

    pub(crate) fn generation(&self) -> u32 {
        match self {
            Self::Actor(cell) => cell.erased().generation(),
            Self::Supervisor(node) => node.generation(),
        }
    }

    pub(crate) fn memory(&self) -> Memory {
        match self {
            Self::Actor(cell) => cell.erased().memory(),
            Self::Supervisor(node) => Memory::of_supervisor(node.snapshot(String::new()).bytes),
        }
    }

    /// The end of the incarnation that is there now.
    pub(crate) fn ended(&self) -> Stopping {
        let (watcher, receiver) = mailbox::watcher();
        Stopping::new(match self.watch(watcher) {
            Ok(()) => Ok(receiver),
            Err(last) => Err(NoProcess::new("", false, last)),
        })
    }

    pub(crate) fn snapshot(&self, name: String) -> Node {
        match self {
            Self::Actor(cell) => Node::actor(name, cell.erased()),
            Self::Supervisor(node) => node.snapshot(name),
        }
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Actor(_) => "Actor",
            Self::Supervisor(_) => "Supervisor",
        })
    }
}

/// Starts a child by an expression that awaits nothing.
#[doc(hidden)]
pub fn start_now<'a, C: Child>(
    handle: &C::Ref,
    start: impl FnOnce() -> Result<Start<C>, BoxError>,
) -> Starting<'a> {
    match dying::catch_rarely(start) {
        Ok(Ok(Start::Ready(state))) => match C::seat(handle).begin(state) {
            Step::Ready(begun) => Step::Ready(begun),
            Step::Pending(begin) => Step::Pending(begin),
        },
        Ok(Ok(Start::Ignore)) => Step::Ready(Ok(Begun::Ignored)),
        Ok(Err(error)) => Step::Ready(Err(ExitReason::failed(error))),
        Err(unwound) => Step::Ready(Err(panicked(&unwound))),
    }
}

/// Starts a child by an expression that awaits.
#[doc(hidden)]
pub fn start_later<'a, C: Child>(
    handle: &'a C::Ref,
    start: impl Future<Output = Result<Start<C>, BoxError>> + Send + 'a,
) -> Starting<'a> {
    Step::Pending(Box::pin(Caught::new(async move {
        match start.await {
            Ok(Start::Ready(state)) => match C::seat(handle).begin(state) {
                Step::Ready(begun) => begun,
                Step::Pending(begin) => begin.await,
            },
            Ok(Start::Ignore) => Ok(Begun::Ignored),
            Err(error) => Err(ExitReason::failed(error)),
        }
    })))
}

/// The index of a child that the declaration does not have; the runtime never asks for one.
#[doc(hidden)]
#[must_use]
pub fn no_such_child<'a>(index: usize) -> Starting<'a> {
    Step::Ready(Err(ExitReason::failed(format!(
        "there is no child {index}"
    ))))
}
