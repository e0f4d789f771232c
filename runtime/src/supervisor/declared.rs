//! A supervisor whose children are declared: the planner decides, this carries out.
//!
//! Whoever brings an event, the runner of a child that crashed, a caller, a timer, hands it to the
//! planner under the lock and then does what the planner says, without the lock. There is no task and
//! no message; only a start that awaits gets a task of its own. While somebody is at it, others leave
//! their events and go.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::task::AbortHandle;

use super::Supervisor;
use super::door::{ChildInfo, Counts};
use super::life::{Life, Standing};
use super::node::{GRACE, SupervisorNode, lock_now, tell};
use super::planner::{
    self, Action, Actions, Answer, CallId, ChildPlan, End, Event, Flags, Incarnation, Planner,
    Report, Request, Slot,
};
use super::seat::{Begun, Caught, Child, Control, Nested, Seat, Starting};
use super::spec::{ChildSpec, Restart, Shutdown, Strategy, SupervisorOptions};
use crate::actor::Step;
use crate::cell::reply::{self, Sender};
use crate::dying;
use crate::error::StartError;
use crate::exit::{Exit, ExitReason};
use crate::handle::door::Status;
use crate::link::{Parent, Place};
use crate::report;
use crate::tree::Node;

/// What `#[supervisor]` with a static strategy writes.
#[doc(hidden)]
pub trait StaticSupervisor: Supervisor<Node = StaticNode<Self>> + Sync {
    /// The typed handles, by field.
    type Children: Send + Sync + 'static;
    const CHILDREN: &'static [ChildSpec];

    fn vacant(nursery: &mut Nursery<'_>) -> Self::Children;
    fn start_child<'a>(&'a self, index: usize, children: &'a Self::Children) -> Starting<'a>;
}

/// Makes the seats of the children, in the order of their fields.
#[doc(hidden)]
pub struct Nursery<'a> {
    place: &'a Place,
    parent: Weak<dyn Parent>,
    specs: &'a [ChildSpec],
    controls: Vec<Control>,
}

impl Nursery<'_> {
    /// The seat of the next child.
    pub fn child<C: Child>(&mut self) -> C::Ref {
        let index = self.controls.len();
        let place = Place {
            system: Arc::clone(&self.place.system),
            name: self.specs.get(index).map_or("", |spec| spec.id),
            parent: Some(Weak::clone(&self.parent)),
            numbered: false,
        };
        let seat = C::Seat::vacant(&C::Seat::template(place), u32::try_from(index).unwrap_or(0));
        self.controls.push(seat.control());
        C::handle(seat)
    }
}

impl fmt::Debug for Nursery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nursery").finish_non_exhaustive()
    }
}

/// A static supervisor at run time.
#[doc(hidden)]
pub struct StaticNode<S: StaticSupervisor> {
    this: Weak<Self>,
    place: Place,
    slot: u32,
    keepers: AtomicUsize,
    handles: S::Children,
    controls: Box<[Control]>,
    core: Mutex<Core<S>>,
}

struct Core<S: StaticSupervisor> {
    life: Life<StaticNode<S>>,
    planner: Planner,
    config: Option<Arc<S>>,
    events: VecDeque<Event>,
    actions: VecDeque<Action>,
    /// Somebody carries out actions.
    busy: bool,
    seats: Box<[SeatState]>,
    begin: Option<Sender<Result<Begun, ExitReason>>>,
    calls: Vec<(CallId, Wanted, Sender<Answer>)>,
    next_call: u32,
}

/// What is known of a child beside what the planner knows.
#[derive(Default)]
struct SeatState {
    /// The planner's number for the latest start.
    number: u16,
    /// The generation that runs. An exit of another one is nobody's.
    generation: Option<u32>,
    /// A start is under way; an exit that comes before its success waits here.
    starting: bool,
    early: Option<planner::Exit>,
    abort: Option<AbortHandle>,
    reason: Option<ExitReason>,
}

/// What a caller wants of which child.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    Terminate(usize),
    Restart(usize),
}

impl<S: StaticSupervisor> StaticNode<S> {
    fn core(&self) -> MutexGuard<'_, Core<S>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn handles(&self) -> &S::Children {
        &self.handles
    }

    fn new_planner() -> Planner {
        let flags = Flags {
            strategy: match S::OPTIONS.strategy {
                Strategy::OneForOne | Strategy::SimpleOneForOne => planner::Strategy::OneForOne,
            },
            intensity: S::OPTIONS.intensity,
            period: S::OPTIONS.period,
            auto_shutdown: planner::AutoShutdown::Never,
        };
        let plans = S::CHILDREN.iter().map(|spec| {
            ChildPlan::new(match spec.restart {
                Restart::Permanent => planner::Restart::Permanent,
                Restart::Transient => planner::Restart::Transient,
                Restart::Temporary => planner::Restart::Temporary,
            })
        });
        Planner::new(&flags, plans)
    }

    /// Leaves an event, and sees to it unless somebody does already.
    fn submit(&self, event: Event) {
        let mut core = self.core();
        core.events.push_back(event);
        if !self.place.system.is_open() && !matches!(event, Event::Begin) {
            // Nothing can be started any more, and so nothing is restarted.
            core.events.push_front(Event::Stop);
        }
        self.touch(&mut core);
        self.work(core);
    }

    fn work<'a>(&'a self, mut core: MutexGuard<'a, Core<S>>) {
        if std::mem::replace(&mut core.busy, true) {
            return;
        }
        loop {
            if let Some(action) = core.actions.pop_front() {
                drop(core);
                self.perform(action);
                core = self.core();
                continue;
            }
            let Some(event) = core.events.pop_front() else {
                core.busy = false;
                return;
            };
            let actions: Actions = core.planner.on(event, lock_now());
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
            Action::RetryLater(incarnation) => {
                // Behind what has come meanwhile.
                self.core().events.push_back(Event::Retry(incarnation));
            }
            Action::Up => self.up(),
            Action::Serve(call) => self.serve(call),
            Action::Added(..) => {}
            Action::Reply(call, answer) => self.reply(call, answer),
            Action::Down(slot) => self.close(slot, false),
            Action::Removed(slot) => self.close(slot, true),
            Action::Report(report) => self.report(report),
            Action::End(end) => self.finish(end),
        }
    }

    fn control(&self, slot: Slot) -> Option<&Control> {
        self.controls.get(slot.0 as usize)
    }

    fn spec(slot: Slot) -> Option<&'static ChildSpec> {
        S::CHILDREN.get(slot.0 as usize)
    }

    fn child_path(&self, slot: Slot) -> String {
        let id = Self::spec(slot).map_or("", |spec| spec.id);
        format!("{}/{id}", Parent::path(self))
    }

    fn start(&self, incarnation: Incarnation) {
        let Some(control) = self.control(incarnation.slot) else {
            return;
        };
        control.reopen();
        let (Some(node), Some(config)) = (self.this.upgrade(), self.begin_start(incarnation))
        else {
            return self.started(incarnation, Err(ExitReason::Shutdown));
        };
        let index = incarnation.slot.0 as usize;
        let mut start = StartTask {
            start: Caught::new(async move {
                match S::start_child(&config, index, &node.handles) {
                    Step::Ready(begun) => begun,
                    Step::Pending(begin) => begin.await,
                }
            }),
            node: self.this.upgrade(),
            incarnation,
        };
        let mut context = Context::from_waker(std::task::Waker::noop());
        if Pin::new(&mut start).poll(&mut context).is_pending() {
            let task = self.place.system.handle().spawn(start);
            let mut core = self.core();
            if let Some(seat) = core.seats.get_mut(index)
                && seat.starting
                && seat.number == incarnation.number
            {
                seat.abort = Some(task.abort_handle());
            }
        }
    }

    fn begin_start(&self, incarnation: Incarnation) -> Option<Arc<S>> {
        let mut core = self.core();
        let seat = core.seats.get_mut(incarnation.slot.0 as usize)?;
        seat.number = incarnation.number;
        seat.starting = true;
        seat.generation = None;
        seat.early = None;
        core.config.clone()
    }

    /// A start is over.
    fn started(&self, incarnation: Incarnation, result: Result<Begun, ExitReason>) {
        let generation = self
            .control(incarnation.slot)
            .map(|control| control.generation());
        let mut core = self.core();
        let Some(seat) = core.seats.get_mut(incarnation.slot.0 as usize) else {
            return;
        };
        if !seat.starting || seat.number != incarnation.number {
            return;
        }
        seat.starting = false;
        seat.abort = None;
        let early = seat.early.take();
        let event = match result {
            Ok(Begun::Running) => {
                if seat.generation.is_none() {
                    seat.generation = generation;
                }
                Event::Started(incarnation)
            }
            Ok(Begun::Ignored) => Event::Ignored(incarnation),
            Err(reason) => {
                seat.reason = Some(reason);
                Event::StartFailed(incarnation)
            }
        };
        core.events.push_back(event);
        if let Some(exit) = early {
            core.events.push_back(Event::Exited(incarnation, exit));
        }
        self.work(core);
    }

    /// Abandons a start: what it still brings is refused.
    fn cancel(&self, incarnation: Incarnation) {
        let abort = {
            let mut core = self.core();
            let Some(seat) = core.seats.get_mut(incarnation.slot.0 as usize) else {
                return;
            };
            if !seat.starting {
                return;
            }
            seat.abort.take()
        };
        if let Some(Control::Supervisor(node)) = self.control(incarnation.slot) {
            node.stop(ExitReason::Shutdown);
        }
        match abort {
            // Dropped at its next await; its end is then an event.
            Some(abort) => abort.abort(),
            None => self.started(incarnation, Err(ExitReason::Shutdown)),
        }
    }

    fn stop_child(&self, incarnation: Incarnation) {
        let slot = incarnation.slot;
        let (Some(control), Some(spec)) = (self.control(slot), Self::spec(slot)) else {
            return;
        };
        match spec.shutdown {
            Shutdown::BrutalKill => self.kill_child(incarnation),
            Shutdown::After(limit) => {
                // Where nothing is there to stop, its exit is on its way.
                control.stop(ExitReason::Shutdown);
                self.later(limit, incarnation, |node, incarnation| {
                    if node.runs(incarnation) {
                        report::killed(&node.child_path(incarnation.slot));
                        node.kill_child(incarnation);
                    }
                });
            }
            Shutdown::Infinity => {
                control.stop(ExitReason::Shutdown);
            }
        }
    }

    fn kill_child(&self, incarnation: Incarnation) {
        if let Some(control) = self.control(incarnation.slot) {
            control.kill();
            self.later(GRACE, incarnation, Self::leave);
        }
    }

    /// A killed child has not ended: its handler blocks its thread. A tree that ends leaves it behind.
    fn leave(&self, incarnation: Incarnation) {
        if !self.runs(incarnation) {
            return;
        }
        report::stuck(&self.child_path(incarnation.slot));
        let mut core = self.core();
        if !core.planner.is_ending() {
            // Never two incarnations: it is restarted when the handler returns.
            return;
        }
        if let Some(seat) = core.seats.get_mut(incarnation.slot.0 as usize) {
            seat.generation = None;
            seat.reason = Some(ExitReason::Killed);
        }
        core.events
            .push_back(Event::Exited(incarnation, planner::Exit::Failed));
        drop(core);
        self.close(incarnation.slot, true);
        let core = self.core();
        self.work(core);
    }

    /// Whether that incarnation is still there.
    fn runs(&self, incarnation: Incarnation) -> bool {
        self.core()
            .seats
            .get(incarnation.slot.0 as usize)
            .is_some_and(|seat| seat.number == incarnation.number && seat.generation.is_some())
    }

    fn later(
        &self,
        after: Duration,
        incarnation: Incarnation,
        then: impl FnOnce(&Self, Incarnation) + Send + 'static,
    ) {
        if let Some(node) = self.this.upgrade() {
            self.place
                .system
                .sweeper()
                .after(after, move || then(&node, incarnation));
        }
    }

    fn up(&self) {
        let begin = {
            let mut core = self.core();
            if core.life.standing == Standing::Starting {
                core.life.standing = Standing::Running;
            }
            core.begin.take()
        };
        if let Some(begin) = begin {
            begin.send(Ok(Begun::Running));
        }
    }

    /// Asks something of the planner; the answer comes when it is the caller's turn.
    pub(crate) fn call(&self, wanted: Wanted) -> reply::Receiver<Answer> {
        let (sender, receiver) = reply::reply();
        let mut core = self.core();
        if matches!(
            core.life.standing,
            Standing::Starting | Standing::Running | Standing::Stopping
        ) {
            let call = CallId(core.next_call);
            core.next_call = core.next_call.wrapping_add(1);
            core.calls.push((call, wanted, sender));
            drop(core);
            self.submit(Event::Call(call));
        } else {
            drop(core);
            sender.send(Answer::Ending);
        }
        receiver
    }

    fn serve(&self, call: CallId) {
        let mut core = self.core();
        let wanted = core
            .calls
            .iter()
            .find(|(id, _, _)| *id == call)
            .map(|(_, wanted, _)| *wanted);
        let slot = |index: usize| Slot(u32::try_from(index).unwrap_or(u32::MAX));
        let request = match wanted {
            Some(Wanted::Terminate(index)) => Request::Terminate(slot(index)),
            Some(Wanted::Restart(index)) => Request::Restart(slot(index)),
            None => Request::Nothing,
        };
        core.events.push_front(Event::Request(request));
    }

    fn reply(&self, call: CallId, answer: Answer) {
        let sender = {
            let mut core = self.core();
            let found = core.calls.iter().position(|(id, _, _)| *id == call);
            found.map(|index| core.calls.swap_remove(index).2)
        };
        if let Some(sender) = sender {
            sender.send(answer);
        }
    }

    fn close(&self, slot: Slot, for_good: bool) {
        let Some(control) = self.control(slot) else {
            return;
        };
        let ending = self.core().planner.is_ending();
        if ending && self.place.parent.is_some() {
            // The supervisor above may start this one again: queues wait for what it decides.
            return;
        }
        // Nothing starts the children of a root that has ended.
        let for_good = for_good || ending;
        let reason = {
            let core = self.core();
            core.seats
                .get(slot.0 as usize)
                .and_then(|seat| seat.reason.clone())
        };
        let exit = Exit::new(
            self.child_path(slot),
            reason.unwrap_or(ExitReason::Shutdown),
        );
        control.close(for_good, &exit);
    }

    fn report(&self, report: Report) {
        let (Report::Terminated(incarnation)
        | Report::StartFailed(incarnation)
        | Report::Stopped(incarnation)
        | Report::TooManyRestarts(incarnation)) = report;
        let slot = incarnation.slot;
        let path = self.child_path(slot);
        let reason = {
            let core = self.core();
            core.seats
                .get(slot.0 as usize)
                .and_then(|seat| seat.reason.clone())
        }
        .unwrap_or(ExitReason::Shutdown);
        match report {
            // A failure was reported when it happened.
            Report::Terminated(_) if reason.is_clean() => report::child_terminated(&path, &reason),
            Report::Terminated(_) => {}
            Report::StartFailed(_) => report::restart_failed(&path, &reason),
            Report::TooManyRestarts(_) => {
                let SupervisorOptions {
                    intensity, period, ..
                } = S::OPTIONS;
                report::gave_up(&Parent::path(self), intensity, period);
            }
            Report::Stopped(_) => {
                let expected = match Self::spec(slot) {
                    Some(spec) => match reason {
                        ExitReason::Shutdown => true,
                        ExitReason::Killed => spec.shutdown == Shutdown::BrutalKill,
                        _ => spec.restart != Restart::Permanent && reason.is_clean(),
                    },
                    None => true,
                };
                if !expected {
                    report::shutdown_error(&path, &reason);
                }
            }
        }
    }

    fn finish(&self, end: End) {
        let nested = self.place.parent.is_some();
        let (ended, begin, failure, config, calls) = {
            let mut core = self.core();
            let failure = match end {
                End::StartFailed(incarnation) => core
                    .seats
                    .get(incarnation.slot.0 as usize)
                    .and_then(|seat| seat.reason.clone())
                    .map(|reason| (incarnation.slot, reason)),
                _ => None,
            };
            if end == End::Killed {
                core.life.reason = Some(ExitReason::Killed);
            }
            core.planner = Self::new_planner();
            core.events.clear();
            let standing = if nested {
                Standing::Vacant
            } else {
                Standing::Gone
            };
            (
                core.life.end(standing),
                core.begin.take(),
                failure,
                core.config.take(),
                std::mem::take(&mut core.calls),
            )
        };
        for (_, _, sender) in calls {
            sender.send(Answer::Ending);
        }
        // The configuration is the user's, and so is its drop.
        drop(dying::drop_quietly(config));
        let began = begin.is_none();
        if let Some(begin) = begin {
            let reason = match failure {
                Some((slot, reason)) => {
                    let error = StartError::innermost(self.child_path(slot), reason);
                    ExitReason::failed(error)
                }
                None => ExitReason::Shutdown,
            };
            begin.send(Err(reason));
        }
        if began {
            tell(&self.place, self.slot, ended);
        } else {
            let exit = Exit::new(Parent::path(self), ended.reason.clone());
            for watcher in ended.watchers {
                watcher.send(exit.clone());
            }
        }
    }

    /// Somebody asked something: it is awake, and hibernates again after its idle time.
    fn touch(&self, core: &mut Core<S>) {
        let Some(after) = S::OPTIONS.hibernate_after else {
            return;
        };
        let now = self.place.system.sweeper().read_clock();
        if core.life.touch(now) {
            self.look_later(after);
        }
    }

    fn look_later(&self, after: Duration) {
        let node = Weak::clone(&self.this);
        self.place.system.sweeper().after(after, move || {
            if let Some(node) = node.upgrade() {
                node.look();
            }
        });
    }

    fn look(&self) {
        let Some(after) = S::OPTIONS.hibernate_after else {
            return;
        };
        let now = self.place.system.sweeper().read_clock();
        let limit = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        let mut core = self.core();
        match core.life.look(now, limit) {
            Some(wait) => self.look_later(Duration::from_millis(wait)),
            None if core.life.is_hibernated() => {
                core.planner.shrink(lock_now());
                core.events.shrink_to_fit();
                core.actions.shrink_to_fit();
                core.calls.shrink_to_fit();
            }
            None => {}
        }
    }

    pub(crate) fn index_of(id: &str) -> Option<usize> {
        S::CHILDREN.iter().position(|spec| spec.id == id)
    }

    fn has_process(status: Status) -> bool {
        matches!(status, Status::Idle | Status::Running | Status::Hibernated)
    }
}

impl<S: StaticSupervisor> SupervisorNode<S> for StaticNode<S> {
    fn vacant(place: Place, slot: u32) -> Arc<Self> {
        Arc::new_cyclic(|this: &Weak<Self>| {
            let parent: Weak<dyn Parent> = Weak::<Self>::clone(this);
            let mut nursery = Nursery {
                place: &place,
                parent,
                specs: S::CHILDREN,
                controls: Vec::new(),
            };
            let handles = S::vacant(&mut nursery);
            let controls = nursery.controls.into_boxed_slice();
            let seats = controls.iter().map(|_| SeatState::default()).collect();
            Self {
                this: Weak::clone(this),
                slot,
                keepers: AtomicUsize::new(0),
                handles,
                controls,
                core: Mutex::new(Core {
                    life: Life::new(),
                    planner: Self::new_planner(),
                    config: None,
                    events: VecDeque::new(),
                    actions: VecDeque::new(),
                    busy: false,
                    seats,
                    begin: None,
                    calls: Vec::new(),
                    next_call: 0,
                }),
                place,
            }
        })
    }

    fn begin(&self, config: S) -> Starting<'static> {
        let Some(node) = self.this.upgrade() else {
            return Step::Ready(Err(ExitReason::Shutdown));
        };
        let (sender, receiver) = reply::reply();
        {
            let mut core = self.core();
            if !core.life.begin(node) {
                return Step::Ready(Err(ExitReason::Shutdown));
            }
            core.config = Some(Arc::new(config));
            core.begin = Some(sender);
        }
        self.submit(Event::Begin);
        Step::Pending(Box::pin(receiver))
    }

    fn place(&self) -> (&Place, u32) {
        (&self.place, self.slot)
    }

    fn keepers(&self) -> &AtomicUsize {
        &self.keepers
    }

    fn nested(&self) -> Option<Arc<dyn Nested>> {
        Some(self.this.upgrade()?)
    }
}

impl<S: StaticSupervisor> Nested for StaticNode<S> {
    fn stop(&self, reason: ExitReason) -> bool {
        {
            let mut core = self.core();
            match core.life.standing {
                Standing::Starting | Standing::Running => {}
                Standing::Stopping => return true,
                Standing::Vacant | Standing::Down | Standing::Gone => return false,
            }
            core.life.reason.get_or_insert(reason);
        }
        self.submit(Event::Stop);
        true
    }

    fn kill(&self) -> bool {
        if !matches!(
            self.core().life.standing,
            Standing::Starting | Standing::Running | Standing::Stopping
        ) {
            return false;
        }
        self.submit(Event::Kill);
        true
    }

    fn close(&self, for_good: bool) {
        let reasons: Vec<_> = {
            let mut core = self.core();
            core.life.close(for_good);
            core.seats.iter().map(|seat| seat.reason.clone()).collect()
        };
        for (index, (control, reason)) in (0..).zip(self.controls.iter().zip(reasons)) {
            let reason = reason.unwrap_or(ExitReason::Shutdown);
            let exit = Exit::new(self.child_path(Slot(index)), reason);
            control.close(for_good, &exit);
        }
    }

    fn reopen(&self) {
        self.core().life.reopen();
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for info in self.which() {
            counts.specs += 1;
            counts.active += usize::from(Self::has_process(info.status()));
            if info.is_supervisor() {
                counts.supervisors += 1;
            } else {
                counts.workers += 1;
            }
        }
        counts
    }

    fn which(&self) -> Vec<ChildInfo> {
        let order = {
            let mut core = self.core();
            self.touch(&mut core);
            core.planner.in_order()
        };
        let mut children: Vec<_> = order
            .into_iter()
            .filter_map(|slot| {
                let (spec, control) = (Self::spec(slot)?, self.control(slot)?);
                Some(ChildInfo::new(
                    self.child_path(slot),
                    Some(spec.id),
                    *spec,
                    control.clone(),
                ))
            })
            .collect();
        children.reverse();
        children
    }

    fn watch_end(&self, watcher: Sender<Exit>) -> Result<(), Option<ExitReason>> {
        self.core().life.watch(watcher)
    }

    fn slot(&self) -> u32 {
        self.slot
    }

    fn status(&self) -> Status {
        self.core().life.status()
    }

    fn generation(&self) -> u32 {
        self.core().life.generation
    }

    fn snapshot(&self, name: String) -> Node {
        let (status, generation) = {
            let core = self.core();
            (core.life.status(), core.life.generation)
        };
        let own = size_of::<Self>()
            + self.controls.len() * (size_of::<Control>() + size_of::<SeatState>());
        Node {
            name,
            kind: S::OPTIONS.strategy.name(),
            status: Some(status),
            generation,
            waiting: 0,
            bytes: own,
            note: String::new(),
            children: S::CHILDREN
                .iter()
                .zip(&self.controls)
                .map(|(spec, control)| control.snapshot(spec.id.to_owned()))
                .collect(),
        }
    }
}

impl<S: StaticSupervisor> Parent for StaticNode<S> {
    fn child_exited(&self, slot: u32, generation: u32, reason: ExitReason) {
        let exit = if reason.is_clean() {
            planner::Exit::Clean
        } else {
            planner::Exit::Failed
        };
        let incarnation = {
            let mut core = self.core();
            let Some(seat) = core.seats.get_mut(slot as usize) else {
                return;
            };
            if seat.starting {
                // It runs, and has ended, before its start was told.
                seat.early = Some(exit);
                seat.reason = Some(reason);
                return;
            }
            if seat.generation != Some(generation) {
                // It was left behind as stuck, and has ended after all.
                return;
            }
            seat.generation = None;
            seat.reason = Some(reason);
            Incarnation {
                slot: Slot(slot),
                number: seat.number,
            }
        };
        self.submit(Event::Exited(incarnation, exit));
    }

    fn path(&self) -> String {
        self.place.path(self.slot)
    }
}

/// A start that awaits. Dropped unfinished, aborted or with its runtime, it has failed.
struct StartTask<S: StaticSupervisor, F> {
    start: Caught<F>,
    node: Option<Arc<StaticNode<S>>>,
    incarnation: Incarnation,
}

impl<S, F> Future for StartTask<S, F>
where
    S: StaticSupervisor,
    F: Future<Output = Result<Begun, ExitReason>>,
{
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match Pin::new(&mut self.start).poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(result) => {
                if let Some(node) = self.node.take() {
                    node.started(self.incarnation, result);
                }
                Poll::Ready(())
            }
        }
    }
}

impl<S: StaticSupervisor, F> Drop for StartTask<S, F> {
    fn drop(&mut self) {
        if let Some(node) = self.node.take() {
            node.started(self.incarnation, Err(ExitReason::Shutdown));
        }
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
