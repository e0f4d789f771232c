//! The supervisor as the one above it sees it, and as its children do.

use std::any::Any;
use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex, Weak};

use super::race::Waiting;
use super::{Core, DynamicNode, Kind, Last, Which};
use crate::actor::Step;
use crate::config::after::Effective;
use crate::exit::{Exit, ExitReason};
use crate::handle::door::Status;
use crate::link::{Identity, Name, Parent, Place};
use crate::mailbox::Watcher;
use crate::report;
use crate::supervisor::Supervisor;
use crate::supervisor::door::{ChildInfo, Counts};
use crate::supervisor::life::{Life, Standing};
use crate::supervisor::node::{SupervisorNode, add_children};
use crate::supervisor::seat::{Begun, Control, Nested, Starting};
use crate::supervisor::spec::Restart;
use crate::supervisor::stop_report::Note;
use crate::supervisor::table::Children;
use crate::supervisor::window::Window;
use crate::tree::Node;

impl<S: Supervisor, K: Kind<S>> SupervisorNode<S> for DynamicNode<S, K> {
    fn vacant(place: Place, slot: u32) -> Arc<Self> {
        Arc::new_cyclic(|this: &Weak<Self>| {
            let parent: Weak<dyn Parent> = Weak::<Self>::clone(this);
            let below = Place {
                system: Arc::clone(&place.system),
                name: Name::One(Cow::Borrowed("")),
                parent: Some(parent),
                numbered: true,
            };
            Self {
                this: Weak::clone(this),
                slot,
                keepers: AtomicUsize::new(0),
                shared: K::shared(below),
                children: Children::new(),
                taken: AtomicUsize::new(0),
                asleep: AtomicBool::new(false),
                core: Mutex::new(Core {
                    life: Life::new(),
                    window: Window::new(S::OPTIONS.intensity, S::OPTIONS.period),
                    patient: None,
                    starting: Waiting::default(),
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
            self.children.open(&config.share());
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

impl<S: Supervisor, K: Kind<S>> Nested for DynamicNode<S, K> {
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

    fn bar(&self, _: &Exit) {
        // It has none of its children any more.
    }

    fn unbar(&self) {}

    fn reopen(&self) {
        self.core().life.reopen();
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

    fn counts(&self) -> Counts {
        self.touch();
        let (all, restarting) = self.children.count();
        let supervisors = match K::template() {
            Some(template) => all * usize::from(template.is_supervisor),
            None => {
                let kinds = self
                    .children
                    .list(|_, entry| K::options(&entry.kept).is_supervisor);
                kinds.into_iter().filter(|kind| *kind).count()
            }
        };
        Counts {
            // OTP's dynamic supervisor has one, Elixir's one for each child.
            specs: K::template().map_or(all, |_| 1),
            active: all.saturating_sub(restarting),
            supervisors,
            workers: all.saturating_sub(supervisors),
        }
    }

    fn below(&self, rest: &str) -> Option<Control> {
        // A name that was made at run time may have anything in it, and so all places are tried.
        rest.match_indices('#').find_map(|(at, _)| {
            let (id, number) = (rest.get(..at)?, rest.get(at + 1..)?);
            let digits = number.find('/').unwrap_or(number.len());
            let (number, rest) = number.split_at(digits);
            let slot: u32 = number.parse().ok()?;
            let (name, control) = self.children.with(slot, |entry| {
                (K::name(&entry.kept), K::control(&entry.seat))
            })?;
            (name == id && slot.to_string() == number).then(|| control.follow(rest))?
        })
    }

    fn which(&self) -> Vec<ChildInfo> {
        self.touch();
        self.children()
    }

    fn children(&self) -> Vec<ChildInfo> {
        let children = self.children.list(|_, entry| {
            let control = K::control(&entry.seat);
            (control, K::options(&entry.kept))
        });
        children
            .into_iter()
            .map(|(control, options)| Self::info(control, options))
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

    fn last_exit(&self) -> Option<ExitReason> {
        self.core().life.last_exit.clone()
    }

    fn snapshot(&self, name: String) -> Node {
        let (status, generation) = {
            let core = self.core();
            (core.life.status(), core.life.generation)
        };
        let (count, _) = self.children.count();
        let bytes = size_of::<Self>() + self.children.bytes();
        let kind = match K::template() {
            Some(_) => S::OPTIONS.strategy.name(),
            None => "dynamic",
        };
        let mut node = Node::supervisor(name, kind, status, generation, bytes);
        let children = self.children.list(|slot, entry| {
            let control = K::control(&entry.seat);
            (slot, K::name(&entry.kept), control)
        });
        add_children(&mut node, count, children.into_iter());
        node
    }
}

impl<S: Supervisor, K: Kind<S>> Parent for DynamicNode<S, K> {
    fn revives(&self, child: Identity, slot: u32, generation: u32, reason: &ExitReason) -> bool {
        let which = Which { slot, child };
        let again = self.children.with(slot, |entry| {
            let same = Self::same(which)(&entry.seat);
            same && K::control(&entry.seat).generation() == generation
                && match K::restart(&entry.kept) {
                    Restart::Permanent => true,
                    Restart::Transient => !reason.is_clean(),
                    Restart::Temporary => false,
                }
        });
        again == Some(true)
            && self.place.system.is_open()
            && self.children.is_open()
            && !self.children.is_terminating(slot, Self::same(which))
    }

    fn child_exited(&self, child: Identity, slot: u32, generation: u32, reason: ExitReason) {
        let which = Which { slot, child };
        let current = self.children.with(slot, |entry| {
            Self::same(which)(&entry.seat).then(|| {
                let generation = K::control(&entry.seat).generation();
                (generation, K::restart(&entry.kept), K::backoff(&entry.kept))
            })
        });
        let Some((_, restart, backoff)) = current.flatten().filter(|(now, ..)| *now == generation)
        else {
            // It was given up as stuck, and has ended after all.
            return;
        };
        self.touch();
        let again = match restart {
            Restart::Permanent => true,
            Restart::Transient => !reason.is_clean(),
            Restart::Temporary => false,
        };
        let open = self.place.system.is_open() && self.children.is_open();
        if !again || !open || self.children.is_terminating(slot, Self::same(which)) {
            return self.remove(which, Some(Last { reason, generation }));
        }
        if reason.is_clean() {
            // A failure was reported when it happened.
            report::child_terminated(&self.place_of(slot), &reason);
        }
        self.children.set_restarting(slot, Self::same(which));
        if backoff.is_some() {
            self.ran_until(which);
        }
        self.restart(which, Last { reason, generation });
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
        // Started again, it has none of its children.
        !self.children.is_open()
    }
}
