//! A supervisor whose children are declared: the planner decides, this carries out.
//!
//! Whoever brings an event, the runner of a child that crashed, a caller, a timer, hands it to the
//! planner under the lock and then does what the planner says, without the lock. There is no task and
//! no message; only a start that awaits gets a task of its own. While somebody is at it, others leave
//! their events and go.

mod added;
mod closing;
mod controls;
mod exits;
mod idle;
mod lives;
mod lookup;
mod nested;
mod partitions;
mod requests;
mod seats;
mod starts;
mod stops;

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use self::added::Added;
use self::controls::Controls;
use self::seats::Seats;
use super::Supervisor;
use super::child_spec::Newcomer;
use super::door::ChildInfo;
use super::life::{Life, Standing};
use super::node::lock_now;
use super::partitions::{PartitionCount, Partitions, Size};
use super::planner::{
    self, Action, Actions, Answer, CallId, ChildPlan, Event, Flags, Moment, Planner, Slot,
};
use super::seat::{Begun, Child, Control, Nested, Seat, Starting};
use super::spec::{AutoShutdown, ChildOptions, Restart, Strategy};
use crate::cell::reply::Promise;
use crate::dying;
use crate::exit::ExitReason;
use crate::handle::door::Status;
use crate::link::{Name, Parent, Place};
use crate::supervisor::fields::Fields;

/// What `#[supervisor]` with a static strategy writes.
#[doc(hidden)]
pub trait StaticSupervisor: Supervisor<Node = StaticNode<Self>> {
    /// The typed handles, by field.
    type Children: Send + Sync + 'static;
    const CHILDREN: &'static [ChildOptions];
    /// How many children there are of the one that is declared, if it stands for many.
    const PARTITIONS: Option<PartitionCount> = None;

    fn vacant(nursery: &mut Nursery<'_>) -> Self::Children;
    fn start_child<'a>(&'a self, index: usize, children: &'a Self::Children) -> Starting<'a>;

    /// How many of the partitions there are at the moment.
    fn size(children: &Self::Children) -> Option<&Size> {
        let _ = children;
        None
    }

    /// The name that a child is registered under, where it is made at run time.
    fn name(&self, index: usize) -> Option<Arc<str>> {
        let _ = index;
        None
    }
}

/// Makes the seats of the children, in the order of their fields.
#[doc(hidden)]
pub struct Nursery<'a> {
    place: &'a Place,
    parent: Weak<dyn Parent>,
    specs: &'static [ChildOptions],
    controls: Vec<Control>,
    /// What children of one type share, by type.
    templates: Vec<(TypeId, Box<dyn Any>)>,
}

impl Nursery<'_> {
    /// The seat of the next child.
    pub fn child<C: Child>(&mut self) -> C::Ref {
        let slot = u32::try_from(self.controls.len()).unwrap_or(0);
        let seat = C::Seat::vacant(self.template::<C>(), slot);
        self.controls.push(seat.control());
        C::handle(seat)
    }

    /// That of all children of this type, which are told apart by their slots.
    fn template<C: Child>(&mut self) -> &<C::Seat as Seat<C>>::Template {
        let of = TypeId::of::<C>();
        let known = self.templates.iter().position(|(other, _)| *other == of);
        let index = known.unwrap_or_else(|| {
            let template = C::Seat::template(Place {
                system: Arc::clone(&self.place.system),
                name: Name::Declared(self.specs),
                parent: Some(Weak::clone(&self.parent)),
                numbered: false,
            });
            self.templates.push((of, Box::new(template)));
            self.templates.len() - 1
        });
        match self.templates[index].1.downcast_ref() {
            Some(template) => template,
            None => unreachable!("templates are found by their type"),
        }
    }

    /// The seats of as many children as there are partitions.
    pub fn partitions<C: Child>(&mut self, count: Option<PartitionCount>) -> Partitions<C> {
        let place = Place {
            system: Arc::clone(&self.place.system),
            name: Name::One(
                self.specs
                    .first()
                    .map_or(Cow::Borrowed(""), |spec| spec.id.clone()),
            ),
            parent: Some(Weak::clone(&self.parent)),
            numbered: true,
        };
        let partitions = Partitions::new(&C::Seat::template(place), count);
        let seats = partitions.handles().iter().map(C::seat);
        self.controls.extend(seats.map(Seat::control));
        partitions
    }
}

impl fmt::Debug for Nursery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nursery").finish_non_exhaustive()
    }
}

/// How many children there are that were not added at run time.
fn declared<S: StaticSupervisor>() -> usize {
    S::PARTITIONS.map_or(S::CHILDREN.len(), PartitionCount::get)
}

/// A static supervisor at run time.
#[doc(hidden)]
pub struct StaticNode<S: StaticSupervisor> {
    this: Weak<Self>,
    place: Place,
    slot: u32,
    keepers: AtomicUsize,
    handles: S::Children,
    controls: Controls,
    core: Mutex<Core<S>>,
}

struct Core<S: StaticSupervisor> {
    life: Life<StaticNode<S>>,
    planner: Planner,
    config: Option<Fields<S>>,
    events: VecDeque<Event>,
    actions: VecDeque<Action>,
    /// Somebody carries out actions.
    busy: bool,
    seats: Seats,
    /// The children in the slots after the declared ones.
    added: Vec<Option<Added>>,
    begin: Option<Promise<Result<Begun, ExitReason>>>,
    calls: Vec<Waiting>,
    next_call: u32,
}

/// What a caller wants of the child of which name.
pub(crate) enum Wanted {
    Start(ChildOptions, Arc<dyn Newcomer>),
    Terminate(Box<str>),
    Restart(Box<str>),
    Delete(Box<str>),
}

/// A caller whose turn is to come, or who waits for the answer.
struct Waiting {
    call: CallId,
    wanted: Wanted,
    /// The child that it is about, once it was looked up.
    slot: Option<Slot>,
    /// Why that did not start.
    reason: Option<ExitReason>,
    promise: Promise<Told>,
}

/// What a caller is told.
pub(crate) struct Told {
    pub(crate) answer: Answer,
    /// The child as it is now.
    pub(crate) child: Option<ChildInfo>,
    /// Why it did not start.
    pub(crate) reason: Option<ExitReason>,
}

impl<S: StaticSupervisor> StaticNode<S> {
    fn core(&self) -> MutexGuard<'_, Core<S>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn handles(&self) -> &S::Children {
        &self.handles
    }

    fn new_planner() -> Planner {
        let options = S::OPTIONS;
        let flags = Flags {
            strategy: match options.strategy {
                Strategy::OneForOne | Strategy::SimpleOneForOne => planner::Strategy::OneForOne,
                Strategy::OneForAll => planner::Strategy::OneForAll,
                Strategy::RestForOne => planner::Strategy::RestForOne,
            },
            intensity: options.intensity,
            period: options.period,
            auto_shutdown: match options.auto_shutdown {
                AutoShutdown::Never => planner::AutoShutdown::Never,
                AutoShutdown::AnySignificant => planner::AutoShutdown::AnySignificant,
                AutoShutdown::AllSignificant => planner::AutoShutdown::AllSignificant,
            },
        };
        // The partitions are many of one kind.
        let specs = || S::CHILDREN.iter().cycle().take(declared::<S>());
        let mut planner = Planner::new(&flags, specs().map(Self::plan));
        for (slot, options) in (0..).map(Slot).zip(specs()) {
            if let Some(backoff) = options.backoff {
                planner.back_off(slot, backoff);
            }
        }
        planner
    }

    fn plan(options: &ChildOptions) -> ChildPlan {
        let plan = ChildPlan::new(match options.restart {
            Restart::Permanent => planner::Restart::Permanent,
            Restart::Transient => planner::Restart::Transient,
            Restart::Temporary => planner::Restart::Temporary,
        });
        if options.significant {
            plan.significant()
        } else {
            plan
        }
    }

    /// Leaves an event, and sees to it unless somebody does already.
    fn submit(&self, event: Event) {
        let mut core = self.core();
        self.enqueue(&mut core, event);
        self.work(core);
    }

    fn enqueue(&self, core: &mut Core<S>, event: Event) {
        self.touch(core);
        core.events.push_back(event);
        if !self.place.system.is_open() && !matches!(event, Event::Begin) {
            // Nothing can be started any more, and so nothing is restarted.
            core.events.push_front(Event::Stop);
        }
    }

    fn work<'a>(&'a self, mut core: MutexGuard<'a, Core<S>>) {
        if std::mem::replace(&mut core.busy, true) {
            return;
        }
        loop {
            if let Some(action) = core.actions.pop_front() {
                drop(core);
                // Whatever the user's code does in there, the next action is carried out.
                drop(dying::catch_rarely(|| self.perform(action)));
                core = self.core();
                continue;
            }
            let Some(event) = core.events.pop_front() else {
                core.busy = false;
                return;
            };
            let at = Moment {
                now: lock_now(),
                random: self.place.system.random(),
            };
            let actions: Actions = core.planner.on(event, at);
            if core.planner.is_ending()
                && matches!(core.life.standing, Standing::Starting | Standing::Running)
            {
                core.life.standing = Standing::Stopping;
            }
            core.actions.extend(actions);
        }
    }

    fn perform(&self, action: Action) {
        match action {
            Action::Start(incarnation) => self.start(incarnation),
            Action::CancelStart(incarnation) => self.cancel(incarnation),
            Action::Stop(incarnation) => self.stop_child(incarnation),
            Action::Kill(incarnation) => {
                self.cancel(incarnation);
                self.kill_child(incarnation);
            }
            // Behind what has come meanwhile.
            Action::RetryLater(incarnation, Duration::ZERO) => {
                self.core().events.push_back(Event::Retry(incarnation));
            }
            Action::RetryLater(incarnation, pause) => {
                self.later(pause, incarnation, |node, incarnation| {
                    node.submit(Event::Retry(incarnation));
                });
            }
            Action::Bar(slot) => self.bar_child(slot),
            Action::Unbar(slot) => self.unbar_child(slot),
            Action::Up => self.up(),
            Action::Serve(call) => self.serve(call),
            Action::Added(call, slot) => self.enter(call, slot),
            Action::Reply(call, answer) => self.reply(call, answer),
            Action::Down(slot) => self.close(slot, false),
            Action::Removed(slot) => {
                self.close(slot, true);
                self.forget(slot);
            }
            Action::Report(report) => self.report(report),
            Action::End(end) => self.finish(end),
        }
    }

    fn child_path(&self, slot: Slot) -> String {
        self.path_of(&self.id(slot))
    }

    fn has_process(status: Status) -> bool {
        matches!(status, Status::Idle | Status::Running | Status::Hibernated)
    }
}

impl<S: StaticSupervisor> fmt::Debug for StaticNode<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticNode")
            .field("name", &S::OPTIONS.name)
            .field("status", &Nested::status(self))
            .finish_non_exhaustive()
    }
}
