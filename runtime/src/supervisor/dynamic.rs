//! A supervisor whose children are all of one kind and come and go at run time.
//!
//! Children are started in the caller's context and entered in sharded tables; idle ones are ended in
//! the stopper's. Only a restart takes the supervisor's lock, for the restart limiter.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::Supervisor;
use super::door::{ChildInfo, Counts};
use super::life::{Ended, Life, Standing};
use super::node::{GRACE, SupervisorNode, lock_now, tell};
use super::seat::{Begun, Caught, Child, Nested, Seat, Starting, panicked};
use super::spec::{ChildSpec, Restart, Shutdown, Start};
use super::table::Children;
use super::window::Window;
use crate::actor::Step;
use crate::cell::reply::Sender;
use crate::dying;
use crate::error::{StartError, StartErrorKind};
use crate::exit::{BoxError, Exit, ExitReason};
use crate::handle::door::{Status, Stopping};
use crate::link::{Parent, Place};
use crate::report;
use crate::tree::Node;

/// What `#[supervisor(strategy = simple_one_for_one)]` writes.
#[doc(hidden)]
pub trait DynamicSupervisor: Supervisor<Node = DynamicNode<Self>> + Sync {
    type Child: Child;
    /// What `start_child` takes, as a tuple.
    type Arguments: Send + 'static;
    /// What of it a restart needs: all of it, or nothing for temporary children.
    type Kept: Send + 'static;
    const CHILD: ChildSpec;

    fn keep(arguments: &Self::Arguments) -> Self::Kept;
    fn again(kept: &Self::Kept) -> Option<Self::Arguments>;
    fn start_child<'a>(
        &'a self,
        arguments: Self::Arguments,
    ) -> Step<impl Future<Output = Result<Start<Self::Child>, BoxError>> + Send + 'a>;
}

type SeatOf<S> = <<S as DynamicSupervisor>::Child as Child>::Seat;
type TemplateOf<S> = <SeatOf<S> as Seat<<S as DynamicSupervisor>::Child>>::Template;
type HandleOf<S> = <<S as DynamicSupervisor>::Child as Child>::Ref;

/// A dynamic supervisor at run time.
#[doc(hidden)]
pub struct DynamicNode<S: DynamicSupervisor> {
    this: Weak<Self>,
    place: Place,
    slot: u32,
    keepers: AtomicUsize,
    template: TemplateOf<S>,
    children: Children<S, SeatOf<S>, S::Kept>,
    /// Counted only where there is a limit.
    taken: AtomicUsize,
    core: Mutex<Core<S>>,
}

struct Core<S: DynamicSupervisor> {
    life: Life<DynamicNode<S>>,
    window: Window,
}

impl<S: DynamicSupervisor> DynamicNode<S> {
    fn core(&self) -> MutexGuard<'_, Core<S>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a child in the caller's context.
    pub(crate) async fn start_child(
        &self,
        arguments: S::Arguments,
    ) -> Result<HandleOf<S>, StartError> {
        let Some((shard, config)) = self.children.config() else {
            return Err(self.refused(StartErrorKind::NotRunning));
        };
        let reserved = self.reserve()?;
        if S::OPTIONS.hibernate_after.is_some() {
            self.touch();
        }
        let kept = S::keep(&arguments);
        let step = dying::catch(|| S::start_child(&config, arguments))
            .map_err(|unwound| panicked(&unwound));
        let started = match step {
            Ok(Step::Ready(started)) => started.map_err(ExitReason::failed),
            Ok(Step::Pending(start)) => {
                Caught::new(async { start.await.map_err(ExitReason::failed) }).await
            }
            Err(reason) => Err(reason),
        };
        let state = match started {
            Ok(Start::Ready(state)) => state,
            Ok(Start::Ignore) => return Err(self.refused(StartErrorKind::Ignored)),
            Err(reason) => return Err(StartError::new(self.child_path(), reason)),
        };
        let entered = self.children.insert(shard, kept, |slot| {
            SeatOf::<S>::vacant(&self.template, slot)
        });
        let Ok((slot, seat)) = entered else {
            return Err(self.refused(StartErrorKind::NotRunning));
        };
        let entered = Entered {
            node: self,
            slot: Some(slot),
        };
        let begun = match seat.begin(state) {
            Step::Ready(begun) => begun,
            Step::Pending(begin) => begin.await,
        };
        if let Err(reason) = begun {
            drop(entered);
            return Err(StartError::new(self.place_of(slot), reason));
        }
        entered.keep();
        reserved.keep();
        Ok(S::Child::handle(seat))
    }

    fn reserve(&self) -> Result<Reserved<'_, S>, StartError> {
        let Some(limit) = S::OPTIONS.max_children else {
            return Ok(Reserved { node: None });
        };
        if self.taken.fetch_add(1, Ordering::AcqRel) >= limit {
            self.taken.fetch_sub(1, Ordering::AcqRel);
            return Err(self.refused(StartErrorKind::MaxChildren(limit)));
        }
        Ok(Reserved { node: Some(self) })
    }

    fn refused(&self, kind: StartErrorKind) -> StartError {
        StartError::refused(self.child_path(), kind)
    }

    fn child_path(&self) -> String {
        format!("{}/{}", Parent::path(self), S::CHILD.id)
    }

    fn place_of(&self, slot: u32) -> String {
        format!("{}#{slot}", self.child_path())
    }

    /// Takes a child out for good.
    fn remove(&self, slot: u32, reason: ExitReason) {
        let Some(entry) = self.children.remove(slot) else {
            return;
        };
        let exit = Exit::new(self.place_of(slot), reason);
        entry.seat.control().close(true, &exit);
        // What it kept is the user's, and so is its drop.
        drop(dying::drop_quietly(entry.kept));
        if S::OPTIONS.max_children.is_some() {
            self.taken.fetch_sub(1, Ordering::AcqRel);
        }
        if !self.children.is_open() {
            self.finish_when_empty();
        }
    }

    /// Starts a child again, as often as the limiter lets it while its start fails.
    fn restart(&self, slot: u32) {
        loop {
            if !self.admit() {
                self.give_up(slot);
                return;
            }
            let Some(config) = self.children.config_of(slot) else {
                return self.remove(slot, ExitReason::Shutdown);
            };
            let again = self
                .children
                .with(slot, |entry| (S::again(&entry.kept), entry.seat.clone()));
            let Some((Some(arguments), seat)) = again else {
                return self.remove(slot, ExitReason::Shutdown);
            };
            let mut start = Caught::new(async move {
                let started = match S::start_child(&config, arguments) {
                    Step::Ready(started) => started,
                    Step::Pending(start) => start.await,
                };
                match started.map_err(ExitReason::failed)? {
                    Start::Ready(state) => match seat.begin(state) {
                        Step::Ready(begun) => begun,
                        Step::Pending(begin) => begin.await,
                    },
                    Start::Ignore => Ok(Begun::Ignored),
                }
            });
            match super::node::poll_once(&mut start) {
                Some(result) => {
                    if self.restarted(slot, result) {
                        return;
                    }
                }
                None => {
                    if let Some(node) = self.this.upgrade() {
                        self.place.system.spawn(async move {
                            let result = start.await;
                            if !node.restarted(slot, result) {
                                node.restart(slot);
                            }
                        });
                    }
                    return;
                }
            }
        }
    }

    /// Whether that was the end of it; if not, it is tried again.
    fn restarted(&self, slot: u32, result: Result<Begun, ExitReason>) -> bool {
        match result {
            Ok(Begun::Running) => {
                self.children.set_restarting(slot, false);
                true
            }
            // OTP: a dynamic child that ignores its restart is dropped.
            Ok(Begun::Ignored) => {
                self.remove(slot, ExitReason::Normal);
                true
            }
            Err(reason) => {
                report::restart_failed(&self.place_of(slot), &reason);
                let wanted = self.children.is_open() && !self.children.is_terminating(slot);
                if !wanted {
                    self.remove(slot, reason);
                }
                !wanted
            }
        }
    }

    fn admit(&self) -> bool {
        self.core().window.admit(lock_now())
    }

    fn give_up(&self, slot: u32) {
        report::gave_up(&Parent::path(self), S::OPTIONS.intensity, S::OPTIONS.period);
        self.shut_down(ExitReason::Shutdown, false);
        self.remove(slot, ExitReason::Shutdown);
    }

    /// Stops all children at once, with one common time limit. Whether it ran.
    fn shut_down(&self, reason: ExitReason, kill: bool) -> bool {
        {
            let mut core = self.core();
            match core.life.standing {
                Standing::Running | Standing::Starting => {}
                Standing::Stopping if kill => {}
                Standing::Stopping => return true,
                _ => return false,
            }
            core.life.standing = Standing::Stopping;
            core.life.reason.get_or_insert(reason);
        }
        let children = self.children.close();
        let shutdown = if kill {
            Shutdown::BrutalKill
        } else {
            S::CHILD.shutdown
        };
        for (slot, seat) in children {
            let control = seat.control();
            let there = match shutdown {
                Shutdown::BrutalKill => control.kill(),
                Shutdown::After(_) | Shutdown::Infinity => control.stop(ExitReason::Shutdown),
            };
            if !there {
                self.remove(slot, ExitReason::Shutdown);
            }
        }
        match shutdown {
            Shutdown::After(limit) => self.later(limit, Self::kill_the_rest),
            Shutdown::BrutalKill => self.later(GRACE, Self::leave_the_rest),
            Shutdown::Infinity => {}
        }
        self.finish_when_empty();
        true
    }

    fn later(&self, after: Duration, then: impl FnOnce(&Self, u32) + Send + 'static) {
        let Some(node) = self.this.upgrade() else {
            return;
        };
        let generation = self.core().life.generation;
        self.place
            .system
            .sweeper()
            .after(after, move || then(&node, generation));
    }

    fn stops_still(&self, generation: u32) -> bool {
        let core = self.core();
        core.life.standing == Standing::Stopping && core.life.generation == generation
    }

    /// The time to stop in is over.
    fn kill_the_rest(&self, generation: u32) {
        if !self.stops_still(generation) {
            return;
        }
        for (slot, seat) in self.children.list() {
            report::killed(&self.place_of(slot));
            if !seat.control().kill() {
                self.remove(slot, ExitReason::Killed);
            }
        }
        self.later(GRACE, Self::leave_the_rest);
        self.finish_when_empty();
    }

    /// Not even a kill ended them: their handlers do not await. They are left behind.
    fn leave_the_rest(&self, generation: u32) {
        if !self.stops_still(generation) {
            return;
        }
        for (slot, _) in self.children.list() {
            report::stuck(&self.place_of(slot));
            self.remove(slot, ExitReason::Killed);
        }
        self.finish_when_empty();
    }

    fn finish_when_empty(&self) {
        let ended: Option<Ended<Self>> = {
            let mut core = self.core();
            if core.life.standing == Standing::Stopping && self.children.is_empty() {
                let after = if self.place.parent.is_some() {
                    Standing::Vacant
                } else {
                    Standing::Gone
                };
                core.window = Window::new(S::OPTIONS.intensity, S::OPTIONS.period);
                Some(core.life.end(after))
            } else {
                None
            }
        };
        if let Some(ended) = ended {
            tell(&self.place, self.slot, ended);
        }
    }

    /// Stops a child, after which it is not started again. `None`: it is not one of these.
    pub(crate) fn terminate(&self, handle: &HandleOf<S>) -> Option<Stopping> {
        let control = S::Child::seat(handle).control();
        let slot = control.slot();
        let own = self
            .children
            .with(slot, |entry| entry.seat.control().is_same(&control));
        if own != Some(true) {
            return None;
        }
        self.touch();
        self.children.set_terminating(slot);
        let ended = control.ended();
        let generation = control.generation();
        let there = match S::CHILD.shutdown {
            Shutdown::BrutalKill => control.kill(),
            _ => control.stop(ExitReason::Shutdown),
        };
        if !there {
            self.remove(slot, ExitReason::Shutdown);
            return Some(ended);
        }
        if let Shutdown::After(limit) = S::CHILD.shutdown {
            self.later(limit, move |node, _| {
                let same = node
                    .children
                    .with(slot, |entry| entry.seat.control().generation());
                if same == Some(generation) && node.children.is_terminating(slot) {
                    report::killed(&node.place_of(slot));
                    control.kill();
                }
            });
        }
        Some(ended)
    }
}

impl<S: DynamicSupervisor> DynamicNode<S> {
    /// Somebody asked something: it is awake, and hibernates again after its idle time.
    fn touch(&self) {
        let Some(after) = S::OPTIONS.hibernate_after else {
            return;
        };
        let now = self.place.system.sweeper().now();
        if self.core().life.touch(now) {
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
        let now = self.place.system.sweeper().now();
        let limit = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        let next = {
            let mut core = self.core();
            let next = core.life.look(now, limit);
            if core.life.is_hibernated() {
                core.window.shrink(lock_now());
            }
            next
        };
        match next {
            Some(wait) => self.look_later(Duration::from_millis(wait)),
            None => self.children.shrink(),
        }
    }
}

impl<S: DynamicSupervisor> SupervisorNode<S> for DynamicNode<S> {
    fn vacant(place: Place, slot: u32) -> Arc<Self> {
        Arc::new_cyclic(|this: &Weak<Self>| {
            let parent: Weak<dyn Parent> = Weak::<Self>::clone(this);
            let below = Place {
                system: Arc::clone(&place.system),
                name: S::CHILD.id,
                parent: Some(parent),
                numbered: true,
            };
            Self {
                this: Weak::clone(this),
                slot,
                keepers: AtomicUsize::new(0),
                template: SeatOf::<S>::template(below),
                children: Children::new(),
                taken: AtomicUsize::new(0),
                core: Mutex::new(Core {
                    life: Life::new(),
                    window: Window::new(S::OPTIONS.intensity, S::OPTIONS.period),
                }),
                place,
            }
        })
    }

    fn begin(&self, config: S) -> Starting<'static> {
        let Some(node) = self.this.upgrade() else {
            return Step::Ready(Err(ExitReason::Shutdown));
        };
        {
            let mut core = self.core();
            if !core.life.begin(node) {
                return Step::Ready(Err(ExitReason::Shutdown));
            }
            core.life.standing = Standing::Running;
            self.children.open(&Arc::new(config));
        }
        self.touch();
        Step::Ready(Ok(Begun::Running))
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

impl<S: DynamicSupervisor> Nested for DynamicNode<S> {
    fn stop(&self, reason: ExitReason) -> bool {
        self.shut_down(reason, false)
    }

    fn kill(&self) -> bool {
        self.shut_down(ExitReason::Killed, true)
    }

    fn close(&self, for_good: bool) {
        self.core().life.close(for_good);
    }

    fn reopen(&self) {
        self.core().life.reopen();
    }

    fn generation(&self) -> u32 {
        self.core().life.generation
    }

    fn counts(&self) -> Counts {
        let (all, restarting) = self.children.count();
        let (supervisors, workers) = if S::CHILD.is_supervisor {
            (all, 0)
        } else {
            (0, all)
        };
        Counts {
            specs: 1,
            active: all - restarting,
            supervisors,
            workers,
        }
    }

    fn which(&self) -> Vec<ChildInfo> {
        self.touch();
        self.children
            .list()
            .into_iter()
            .map(|(slot, seat)| ChildInfo::new(self.place_of(slot), None, S::CHILD, seat.control()))
            .collect()
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

    fn snapshot(&self, name: String) -> Node {
        let (status, generation) = {
            let core = self.core();
            (core.life.status(), core.life.generation)
        };
        let (count, _) = self.children.count();
        let mut node = Node {
            name,
            kind: S::OPTIONS.strategy.name(),
            status: Some(status),
            generation,
            waiting: 0,
            bytes: size_of::<Self>() + self.children.bytes(),
            note: String::new(),
            children: Vec::new(),
        };
        super::node::add_children(
            &mut node,
            S::CHILD.id,
            count,
            self.children
                .list()
                .into_iter()
                .map(|(slot, seat)| (slot, seat.control())),
        );
        node
    }
}

impl<S: DynamicSupervisor> Parent for DynamicNode<S> {
    fn child_exited(&self, slot: u32, generation: u32, reason: ExitReason) {
        let current = self
            .children
            .with(slot, |entry| entry.seat.control().generation());
        if current != Some(generation) {
            // It was given up as stuck, and has ended after all.
            return;
        }
        self.touch();
        let again = match S::CHILD.restart {
            Restart::Permanent => true,
            Restart::Transient => !reason.is_clean(),
            Restart::Temporary => false,
        };
        let open = self.place.system.is_open() && self.children.is_open();
        if !again || !open || self.children.is_terminating(slot) {
            return self.remove(slot, reason);
        }
        if reason.is_clean() {
            // A failure was reported when it happened.
            report::child_terminated(&self.place_of(slot), &reason);
        }
        self.children.set_restarting(slot, true);
        self.restart(slot);
    }

    fn path(&self) -> String {
        self.place.path(self.slot)
    }
}

/// A reserved place among `max_children`, given back unless the start succeeds.
struct Reserved<'a, S: DynamicSupervisor> {
    node: Option<&'a DynamicNode<S>>,
}

impl<S: DynamicSupervisor> Reserved<'_, S> {
    fn keep(mut self) {
        self.node = None;
    }
}

impl<S: DynamicSupervisor> Drop for Reserved<'_, S> {
    fn drop(&mut self) {
        if let Some(node) = self.node {
            node.taken.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// A child that was entered and has not begun; taken out again when its start fails or is dropped.
struct Entered<'a, S: DynamicSupervisor> {
    node: &'a DynamicNode<S>,
    slot: Option<u32>,
}

impl<S: DynamicSupervisor> Entered<'_, S> {
    fn keep(mut self) {
        self.slot = None;
    }
}

impl<S: DynamicSupervisor> Drop for Entered<'_, S> {
    fn drop(&mut self) {
        if let Some(slot) = self.slot {
            let limited = S::OPTIONS.max_children.is_some();
            if limited {
                // `remove` gives the place back, and so will the reservation.
                self.node.taken.fetch_add(1, Ordering::AcqRel);
            }
            self.node.remove(slot, ExitReason::Shutdown);
        }
    }
}

impl<S: DynamicSupervisor> fmt::Debug for DynamicNode<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicNode")
            .field("name", &S::OPTIONS.name)
            .field("status", &Nested::status(self))
            .finish_non_exhaustive()
    }
}
