//! Where a child stands: its place in the tree, and what all children of one kind share.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::actor;
use crate::cell::reference::Table;
use crate::config::StartOptions;
use crate::config::after::{Effective, HibernateAfter};
#[cfg(feature = "freeze")]
use crate::config::freeze_after::FreezeAfter;
use crate::config::live;
use crate::exit::ExitReason;
use crate::mailbox::Limits;
use crate::observe::types;
use crate::schedule::sweeper::{TICK, WINDOW};
use crate::schedule::system::System;
use crate::supervisor::spec::ChildOptions;
use crate::supervisor::stop_report::Note;

/// Which cell or node it is: its address, which means something for as long as somebody keeps it. Slots and
/// generations alone are met again when a supervisor lives again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identity(pub(crate) usize);

/// How a child tells its supervisor that it has ended.
pub trait Parent: Send + Sync {
    /// That incarnation of that child, which has that slot or had it, has ended. The supervisor starts or
    /// closes it.
    fn child_exited(&self, child: Identity, slot: u32, generation: u32, reason: ExitReason);

    /// Whether that incarnation, which ends for that reason, may be followed by another one without being asked
    /// for. Asked before anybody is told of the end.
    fn revives(&self, child: Identity, slot: u32, generation: u32, reason: &ExitReason) -> bool;

    /// Something went wrong below, which is told at the end of a stop.
    fn note(&self, note: Note);

    /// The supervisor's own place in the tree.
    fn path(&self) -> String;

    /// Whether it ends, and nothing below it is ever started again.
    fn ends_for_good(&self) -> bool;
}

/// The slot of an actor that has no supervisor.
pub(crate) const ALONE: u32 = u32::MAX;

/// How those at a place are called.
#[derive(Clone, Debug)]
pub(crate) enum Name {
    /// One name, of one child or of all of one kind.
    One(Cow<'static, str>),
    /// Each declared child of a supervisor has its own.
    Declared(&'static [ChildOptions]),
}

impl Name {
    /// That of the child in that slot.
    fn of(&self, slot: u32) -> &str {
        match self {
            Self::One(name) => name,
            Self::Declared(specs) => specs.get(slot as usize).map_or("", |spec| &spec.id),
        }
    }
}

/// A name below a supervisor, or at the root.
#[derive(Clone)]
pub struct Place {
    pub(crate) system: Arc<System>,
    pub(crate) name: Name,
    /// `None`: started alone, or a root.
    pub(crate) parent: Option<Weak<dyn Parent>>,
    /// Whether the slot belongs to the name: children of a dynamic supervisor have no other.
    pub(crate) numbered: bool,
}

impl Place {
    pub(crate) fn root(system: Arc<System>, name: &'static str) -> Self {
        Self {
            system,
            name: Name::One(Cow::Borrowed(name)),
            parent: None,
            numbered: false,
        }
    }

    pub(crate) fn parent(&self) -> Option<Arc<dyn Parent>> {
        self.parent.as_ref().and_then(Weak::upgrade)
    }

    pub(crate) fn name(&self, slot: u32) -> &str {
        self.name.of(slot)
    }

    /// The place in the tree of the child in that slot, such as `App/sessions/session#7`.
    pub(crate) fn path(&self, slot: u32) -> String {
        let mut path = self.parent().map_or_else(String::new, |parent| {
            let mut path = parent.path();
            path.push('/');
            path
        });
        let name = self.name(slot);
        // Room for the number as well, at once: this is done for each end of an actor.
        path.reserve(name.len() + "#4294967295".len());
        path.push_str(name);
        if self.numbered {
            // Writing to a string does not fail.
            let _ = write!(path, "#{slot}");
        }
        path
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What cells share: all children of one type below one supervisor, unless they were added with specifications
/// of their own.
#[derive(Debug)]
pub struct Link {
    table: &'static Table,
    place: Place,
    /// Of its [`Limits`]: after how long they hibernate.
    hibernate: AtomicU64,
    /// Which configuration that is of.
    generation: AtomicU32,
    /// Who started the actor said when it hibernates, above all configuration.
    at_start: bool,
    /// When they are frozen, where who started them said so.
    #[cfg(feature = "freeze")]
    freeze: Option<Box<FreezeAfter>>,
    /// Handles that keep an actor alive which was started alone.
    keepers: AtomicUsize,
}

impl Link {
    pub(crate) fn new(table: &'static Table, place: Place, limits: Limits) -> Self {
        Self {
            table,
            place,
            hibernate: AtomicU64::new(limits.hibernate),
            generation: AtomicU32::new(live::generation()),
            at_start: false,
            #[cfg(feature = "freeze")]
            freeze: None,
            keepers: AtomicUsize::new(0),
        }
    }

    /// That of actors of the table's type, by attribute, configuration and what was said at their start.
    pub(crate) fn of(table: &'static Table, place: Place, start: StartOptions) -> Self {
        types::note(table);
        // First: what changes meanwhile is made up for.
        let generation = live::generation();
        let after = place.system.config();
        let after = after.of_actor(table.about(), start.idle()).after();
        let mut link = Self::new(table, place, actor::limits(after.duration()));
        link.generation = AtomicU32::new(generation);
        link.at_start = start.idle().is_some();
        #[cfg(feature = "freeze")]
        {
            link.freeze = start.frozen().map(Box::new);
        }
        link
    }

    /// When actors with this link hibernate by themselves, and who said so.
    pub(crate) fn idle(&self) -> Effective {
        let hibernate = self.hibernate.load(Ordering::Relaxed);
        let at_start = self.at_start.then(|| match hibernate {
            u64::MAX => HibernateAfter::Off,
            limit => HibernateAfter::Idle(Duration::from_millis(limit.saturating_sub(TICK))),
        });
        self.system()
            .config()
            .of_actor(self.table.about(), at_start)
    }

    /// When actors with this link are frozen, and who said so.
    #[cfg(feature = "freeze")]
    pub(crate) fn freeze(&self) -> Effective<FreezeAfter> {
        let at_start = self.freeze.as_deref().copied();
        self.system()
            .config()
            .of_sleeper(self.table.about(), at_start)
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    #[inline]
    pub(crate) fn system(&self) -> &Arc<System> {
        &self.place.system
    }

    /// The idle times that hold now for actors with this link.
    #[inline]
    pub(crate) fn limits(&self) -> Limits {
        if live::has_changed_since(self.generation.load(Ordering::Relaxed)) {
            self.make_up();
        }
        Limits {
            window: WINDOW,
            hibernate: self.hibernate.load(Ordering::Relaxed),
        }
    }

    /// The configuration has changed, be it this system's or another's.
    #[cold]
    fn make_up(&self) {
        let config = self.system().config();
        config.make_up(self.table.about(), |idle, generation| {
            if !self.at_start {
                let limits = actor::limits(idle.after().duration());
                self.hibernate.store(limits.hibernate, Ordering::Relaxed);
            }
            self.generation.store(generation, Ordering::Relaxed);
        });
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn name(&self, slot: u32) -> &str {
        self.place.name(slot)
    }

    pub(crate) fn parent(&self) -> Option<Arc<dyn Parent>> {
        self.place.parent()
    }

    pub(crate) fn path(&self, slot: u32) -> String {
        self.place.path(slot)
    }

    pub(crate) fn add_keeper(&self) {
        self.keepers.fetch_add(1, Ordering::Relaxed);
    }

    /// Adds one, unless the last has gone.
    pub(crate) fn keep_on(&self) -> bool {
        keep_on(&self.keepers)
    }

    /// Whether that was the last.
    pub(crate) fn remove_keeper(&self) -> bool {
        self.keepers.fetch_sub(1, Ordering::AcqRel) == 1
    }
}

/// Adds one to those who keep something, unless the last has gone.
pub(crate) fn keep_on(keepers: &AtomicUsize) -> bool {
    let more = |keepers: usize| (keepers > 0).then(|| keepers + 1);
    keepers
        .fetch_update(Ordering::AcqRel, Ordering::Acquire, more)
        .is_ok()
}
