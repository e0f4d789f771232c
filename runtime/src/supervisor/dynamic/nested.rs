//! The supervisor as the one above it sees it, and as its children do.

use std::any::Any;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, Weak};

use super::{Core, DynamicNode, DynamicSupervisor, SeatOf, Which};
use crate::actor::Step;
use crate::exit::{Exit, ExitReason};
use crate::handle::door::Status;
use crate::link::{Identity, Parent, Place};
use crate::mailbox::Watcher;
use crate::report;
use crate::supervisor::door::{ChildInfo, Counts};
use crate::supervisor::life::{Life, Standing};
use crate::supervisor::node::{SupervisorNode, add_children};
use crate::supervisor::seat::{Begun, Nested, Seat as _, Starting};
use crate::supervisor::spec::Restart;
use crate::supervisor::stop_report::Note;
use crate::supervisor::table::Children;
use crate::supervisor::window::Window;
use crate::tree::Node;

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

    fn drain(&self, reason: ExitReason) -> bool {
        {
            let life = &mut self.core().life;
            life.drains |= matches!(life.standing, Standing::Starting | Standing::Running);
        }
        self.shut_down(reason, false)
    }

    fn kill(&self) -> bool {
        self.shut_down(ExitReason::Killed, true)
    }

    fn close(&self, for_good: bool, _: &Exit) {
        let waiting = self.core().life.close(for_good);
        waiting.tell(&self.place, self.slot);
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
        add_children(
            &mut node,
            &S::CHILD.id,
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
    fn child_exited(&self, child: Identity, slot: u32, generation: u32, reason: ExitReason) {
        let which = Which { slot, child };
        let current = self.children.with(slot, |entry| {
            Self::same(which)(&entry.seat).then(|| entry.seat.control().generation())
        });
        if current.flatten() != Some(generation) {
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
        if !again || !open || self.children.is_terminating(slot, Self::same(which)) {
            return self.remove(which, reason);
        }
        if reason.is_clean() {
            // A failure was reported when it happened.
            report::child_terminated(&self.place_of(slot), &reason);
        }
        self.children.set_restarting(slot, Self::same(which), true);
        self.restart(which, reason);
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
}
