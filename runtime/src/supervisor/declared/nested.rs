//! The supervisor as the one above it sees it, and as its children do.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, Weak};

use super::added::Added;
use super::controls::Controls;
use super::seats::{Exited, Seats};
use super::{Core, Nursery, StaticNode, StaticSupervisor};
use crate::actor::Step;
use crate::cell::reply::{self, Promise};
use crate::config::after::Effective;
use crate::exit::{Exit, ExitReason};
use crate::handle::door::Status;
use crate::link::{Identity, Parent, Place};
use crate::mailbox::Watcher;
use crate::supervisor::door::{ChildInfo, Counts};
use crate::supervisor::life::{Life, Standing};
use crate::supervisor::node::SupervisorNode;
use crate::supervisor::planner;
use crate::supervisor::planner::{Event, Slot};
use crate::supervisor::seat::{Control, Nested, Starting};
use crate::supervisor::stop_report::Note;
use crate::tree::Node;

impl<S: StaticSupervisor> SupervisorNode<S> for StaticNode<S> {
    fn vacant(place: Place, slot: u32) -> Arc<Self> {
        Arc::new_cyclic(|this: &Weak<Self>| {
            let parent: Weak<dyn Parent> = Weak::<Self>::clone(this);
            let mut nursery = Nursery {
                place: &place,
                parent,
                specs: S::CHILDREN,
                controls: Vec::new(),
                templates: Vec::new(),
            };
            let handles = S::vacant(&mut nursery);
            let controls: Controls = nursery.controls.into_iter().collect();
            let seats = Seats::new(controls.len());
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
                    added: Vec::new(),
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
            core.config = Some(config.share());
            if let Some(size) = S::size(&self.handles) {
                size.set(self.controls.len(), self.controls.len());
            }
            core.begin = Some(Promise::new(sender));
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
        let over = {
            let mut core = self.core();
            match core.life.standing {
                Standing::Starting | Standing::Running => {}
                Standing::Stopping => return true,
                Standing::Vacant | Standing::Down | Standing::Gone => return false,
            }
            core.life.because(reason)
        };
        drop(over);
        self.submit(Event::Stop);
        true
    }

    fn drain(&self, reason: ExitReason) -> bool {
        {
            let life = &mut self.core().life;
            life.drains |= matches!(life.standing, Standing::Starting | Standing::Running);
        }
        Nested::stop(self, reason)
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

    fn close(&self, for_good: bool, exit: &Exit) {
        let waiting = self.core().life.close(for_good);
        waiting.tell(&self.place, self.slot);
        for (control, exit) in self.controls.iter().zip(self.exits(exit)) {
            control.close(for_good, &exit);
        }
    }

    fn bar(&self, exit: &Exit) {
        for (control, exit) in self.controls.iter().zip(self.exits(exit)) {
            control.bar(&exit);
        }
    }

    fn unbar(&self) {
        for control in self.controls.iter() {
            control.unbar();
        }
    }

    fn reopen(&self) {
        self.core().life.reopen();
        self.unbar();
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

    fn below(&self, rest: &str) -> Option<Control> {
        let slots = self.core().planner.in_order();
        // A name that was made at run time may have anything in it, and so all are tried.
        slots.into_iter().find_map(|slot| {
            let rest = rest.strip_prefix(&*self.id(slot))?;
            self.control(slot)?.follow(rest)
        })
    }

    fn which(&self) -> Vec<ChildInfo> {
        self.touch(&mut self.core());
        self.children()
    }

    fn children(&self) -> Vec<ChildInfo> {
        let (order, stands_by): (Vec<_>, Vec<_>) = {
            let core = self.core();
            let planner = &core.planner;
            let order = planner.in_order().into_iter();
            order.map(|slot| (slot, planner.stands_by(slot))).unzip()
        };
        let mut children: Vec<_> = order
            .into_iter()
            .zip(stands_by)
            .filter_map(|(slot, stands_by)| {
                let info = self.info(slot)?;
                Some(if stands_by { info.down() } else { info })
            })
            .collect();
        children.reverse();
        children
    }

    fn watch_end(&self, watcher: Watcher) -> Result<(), Option<ExitReason>> {
        self.core().life.watch(watcher)
    }

    fn path(&self) -> String {
        Parent::path(self)
    }

    fn root_keepers(&self) -> Option<&AtomicUsize> {
        self.place.parent.is_none().then_some(&self.keepers)
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }

    fn slot(&self) -> u32 {
        self.slot
    }

    fn status(&self) -> Status {
        self.core().life.status()
    }

    fn idle(&self) -> Effective {
        self.place.system.config().of_supervisor(&S::OPTIONS)
    }

    fn look(&self) {
        self.look_again();
    }

    fn type_name(&self) -> &'static str {
        S::OPTIONS.name
    }

    fn generation(&self) -> u32 {
        self.core().life.generation
    }

    fn last_exit(&self) -> Option<ExitReason> {
        self.core().life.last_exit.clone()
    }

    fn snapshot(&self, name: String) -> Node {
        let (status, generation, order, own) = {
            let core = self.core();
            let own = size_of::<Self>()
                + self.controls.bytes()
                + core.seats.bytes()
                + core.added.capacity() * size_of::<Option<Added>>();
            let (status, generation) = (core.life.status(), core.life.generation);
            (status, generation, core.planner.in_order(), own)
        };
        Node {
            children: order
                .into_iter()
                .filter_map(|slot| Some((slot, self.control(slot)?)))
                .map(|(slot, control)| Node {
                    added: Self::is_added(slot),
                    ..control.snapshot(self.id(slot).into_owned())
                })
                .collect(),
            ..Node::supervisor(name, S::OPTIONS.strategy.name(), status, generation, own)
        }
    }
}

impl<S: StaticSupervisor> Parent for StaticNode<S> {
    fn revives(&self, _: Identity, slot: u32, generation: u32, reason: &ExitReason) -> bool {
        let slot = Slot(slot);
        let exit = if reason.is_clean() {
            planner::Exit::Clean
        } else {
            planner::Exit::Failed
        };
        let ending = {
            let core = self.core();
            if !core.seats.knows(slot, generation) || !core.planner.revives(slot, exit) {
                return false;
            }
            core.planner.is_ending()
        };
        // The supervisor above may start this one again, but not what was added at run time.
        !ending || (!Self::is_added(slot) && !self.ends_for_good())
    }

    fn child_exited(&self, child: Identity, slot: u32, generation: u32, reason: ExitReason) {
        // A declared child is always the same cell; the slot of another one may have been its before.
        if Self::is_added(Slot(slot))
            && self
                .control(Slot(slot))
                .is_none_or(|control| control.identity() != child)
        {
            return;
        }
        let mut _over = None;
        let exit = if reason.is_clean() {
            planner::Exit::Clean
        } else {
            planner::Exit::Failed
        };
        let incarnation = {
            let mut core = self.core();
            let slot = Slot(slot);
            let incarnation = match core.seats.exit(slot, generation, exit) {
                Exited::Nobodys => return,
                Exited::Early => None,
                Exited::Of(incarnation) => Some(incarnation),
            };
            _over = core.seats.end(slot, reason, generation);
            incarnation
        };
        let Some(incarnation) = incarnation else {
            return;
        };
        self.submit(Event::Exited(incarnation, exit));
    }

    fn note(&self, note: Note) {
        self.core().life.note(&note);
        if let Some(parent) = self.place.parent() {
            parent.note(note);
        }
    }

    fn path(&self) -> String {
        self.place.path(self.slot)
    }

    fn ends_for_good(&self) -> bool {
        let ending = self.core().planner.is_ending();
        // Not with the lock: the one above has its own.
        ending
            && self
                .place
                .parent()
                .is_none_or(|parent| parent.ends_for_good())
    }
}
