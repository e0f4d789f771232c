//! What supervisors of both kinds have in common: where they stand, who waits for their end, and when
//! they sleep.

use std::sync::Arc;

use crate::error::NoProcess;
use crate::exit::ExitReason;
use crate::handle::door::Status;
use crate::hibernate::switch::{is_hibernation_on, while_off};
use crate::link::Place;
use crate::mailbox::{LONGEST_WATCH, Watcher, add_watcher};
use crate::schedule::sweeper::TICK;
use crate::supervisor::stop_report::{Note, StopReport};

/// Where a supervisor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No incarnation yet, or between two.
    Vacant,
    /// Its children are being started.
    Starting,
    Running,
    /// Its children are being stopped.
    Stopping,
    /// It ended and may come back.
    Down,
    /// It ended for good.
    Gone,
}

/// The part of a supervisor that does not depend on its children.
pub(crate) struct Life<N: ?Sized> {
    pub(crate) standing: Standing,
    pub(crate) generation: u32,
    /// Why it stops, once it does.
    pub(crate) reason: Option<ExitReason>,
    /// How its last incarnation ended.
    pub(crate) last_exit: Option<ExitReason>,
    pub(crate) watchers: Vec<Watcher>,
    /// Its actors handle what waits before they stop.
    pub(crate) drains: bool,
    /// What went wrong since it began to stop.
    report: Option<Box<StopReport>>,
    /// The supervisor itself, while it runs: handles come and go, and a tree lives on until its last
    /// child has ended.
    alive: Option<Arc<N>>,
    idle: Idle,
}

/// When it was last busy, and whether somebody will look.
#[derive(Default)]
struct Idle {
    seen: u64,
    armed: bool,
    hibernated: bool,
}

impl<N: ?Sized> Life<N> {
    pub(crate) fn new() -> Self {
        Self {
            standing: Standing::Vacant,
            generation: 0,
            reason: None,
            last_exit: None,
            watchers: Vec::new(),
            drains: false,
            report: None,
            alive: None,
            idle: Idle::default(),
        }
    }

    /// A new incarnation begins. Whether it may.
    pub(crate) fn begin(&mut self, node: Arc<N>) -> bool {
        if self.standing != Standing::Vacant {
            return false;
        }
        self.standing = Standing::Starting;
        self.generation = self.generation.wrapping_add(1);
        debug_assert!(self.reason.is_none(), "taken by the last end");
        self.drains = false;
        self.alive = Some(node);
        true
    }

    /// The incarnation has ended. Gives what must be told, after the lock.
    pub(crate) fn end(&mut self, standing: Standing) -> Ended<N> {
        self.standing = standing;
        let reason = self.reason.take().unwrap_or(ExitReason::Shutdown);
        let over = self.last_exit.replace(reason.clone());
        self.idle.hibernated = false;
        Ended {
            reason,
            generation: self.generation,
            watchers: std::mem::take(&mut self.watchers),
            report: self.report.take(),
            _over: over,
            node: self.alive.take(),
        }
    }

    /// Something went wrong below.
    pub(crate) fn note(&mut self, note: &Note) {
        if self.standing == Standing::Stopping {
            self.report.get_or_insert_default().add(note);
        }
    }

    /// Registers somebody who waits for the end; gives how it ended when it does not run.
    pub(crate) fn watch(&mut self, watcher: Watcher) -> Result<(), Option<ExitReason>> {
        match self.standing {
            Standing::Down | Standing::Gone => Err(self.last_exit.clone()),
            Standing::Vacant | Standing::Starting | Standing::Running | Standing::Stopping => {
                drop(add_watcher(&mut self.watchers, watcher));
                Ok(())
            }
        }
    }

    /// The first reason counts; another one is given back, to be dropped after the lock.
    pub(crate) fn because(&mut self, reason: ExitReason) -> Option<ExitReason> {
        if self.reason.is_some() {
            return Some(reason);
        }
        self.reason = Some(reason);
        None
    }

    /// It does not run now; it may again unless it is closed for good.
    ///
    /// Gives those who wait for the end of what was to come.
    pub(crate) fn close(&mut self, for_good: bool) -> Waiting {
        if matches!(self.standing, Standing::Vacant | Standing::Down) {
            self.standing = if for_good {
                Standing::Gone
            } else {
                Standing::Down
            };
            return Waiting {
                watchers: std::mem::take(&mut self.watchers),
                for_good,
                last: self.last_exit.clone(),
            };
        }
        Waiting::default()
    }

    /// It may begin again.
    pub(crate) fn reopen(&mut self) {
        if matches!(self.standing, Standing::Down | Standing::Gone) {
            self.standing = Standing::Vacant;
        }
    }

    pub(crate) fn status(&self) -> Status {
        match self.standing {
            Standing::Vacant if self.generation == 0 => Status::Starting,
            Standing::Vacant => Status::Restarting,
            Standing::Starting => Status::Starting,
            Standing::Running if self.idle.hibernated => Status::Hibernated,
            Standing::Running => Status::Idle,
            Standing::Stopping => Status::Running,
            Standing::Down => Status::Down,
            Standing::Gone => Status::Gone,
        }
    }

    pub(crate) fn is_hibernated(&self) -> bool {
        self.idle.hibernated
    }

    /// Something was asked of it. `true`: the caller arms a look after the idle time.
    pub(crate) fn touch(&mut self, now: u64) -> bool {
        self.idle.seen = now;
        self.idle.hibernated = false;
        !std::mem::replace(&mut self.idle.armed, true)
    }

    /// The look. How long until the next one; `None` when it has been idle for `limit` milliseconds and
    /// may be made small. `works`: something is under way, which is no idle time.
    pub(crate) fn look(&mut self, now: u64, limit: u64, works: bool) -> Option<u64> {
        // Who sleeps at once does so whatever is under way.
        if works && limit > 0 {
            self.idle.seen = now;
            return Some(limit.clamp(TICK, LONGEST_WATCH));
        }
        let due = self.idle.seen.saturating_add(limit);
        if due > now {
            return Some(due - now);
        }
        if !is_hibernation_on() {
            return Some(while_off(limit));
        }
        self.idle.armed = false;
        self.idle.hibernated = self.standing == Standing::Running;
        None
    }

    /// It is not to hibernate any more: nobody looks until something is asked of it and it is.
    pub(crate) fn stay_awake(&mut self) {
        self.idle.armed = false;
        self.idle.hibernated = false;
    }
}

/// Who waited for the end of an incarnation that will not come.
#[derive(Default)]
#[must_use]
pub(crate) struct Waiting {
    watchers: Vec<Watcher>,
    for_good: bool,
    last: Option<ExitReason>,
}

impl Waiting {
    pub(crate) fn tell(self, place: &Place, slot: u32) {
        if self.watchers.is_empty() {
            return;
        }
        let process = NoProcess::new(place.path(slot), self.for_good, self.last);
        for watcher in self.watchers {
            watcher.in_vain(process.clone());
        }
    }
}

/// The end of an incarnation, to be told.
pub(crate) struct Ended<N: ?Sized> {
    pub(crate) reason: ExitReason,
    pub(crate) generation: u32,
    pub(crate) watchers: Vec<Watcher>,
    pub(crate) report: Option<Box<StopReport>>,
    /// What was known of the end before, to be dropped after the lock: reasons are the user's.
    pub(crate) _over: Option<ExitReason>,
    /// Keeps the supervisor until all is told.
    pub(crate) node: Option<Arc<N>>,
}
