//! What a cell has beside its state while it is not simply idle.

use std::collections::VecDeque;
use std::mem;
use std::num::NonZero;
use std::sync::Arc;
use std::task::Waker;

use super::lanes::Lanes;
use super::suspension::Requests;
use super::waits::Wait;
use super::{Watcher, signal, watcher};
use crate::cell::guarded::Guard;
use crate::exit::ExitReason;
use crate::info::tie::{self, Tie};
use crate::kept::Kept;

/// How long, in milliseconds, the sweeper's entry may outlive the need for it, when a cell has fallen
/// asleep in another way.
pub(crate) const LONGEST_WATCH: u64 = 5_000;

/// How many of those who wait, or of what ends with the incarnation, are looked at when the actor falls asleep.
pub(super) const FEW: usize = 16;

/// What a cell has beside its state while it is not simply idle.
pub(super) struct Side<M> {
    pub(super) inbox: VecDeque<M>,
    /// Messages that the runner has taken and not yet handled, as of its last word.
    pub(super) taken: u32,
    /// Since when the actor has been awake, where the sweeper has noted it; see `look`.
    pub(super) awake: u32,
    /// Wakes the task that has the turn, when it is parked or suspended in a handler.
    pub(super) waker: Option<Waker>,
    /// The sweeper's coarse time of the last activity, in milliseconds.
    pub(super) seen: u64,
    pub(super) rare: Option<Box<Rare<M>>>,
}

/// What few cells ever need, and some of them while they sleep.
pub(super) struct Rare<M> {
    /// Those who wait for the end of the incarnation.
    pub(super) watchers: Vec<Watcher>,
    /// What ends with the incarnation.
    pub(super) ties: Vec<Arc<Tie>>,
    /// The time-out that is pending.
    pub(super) time_out: Option<TimeOut>,
    /// How the last incarnation ended.
    pub(super) last_exit: Option<ExitReason>,
    /// The calls in which the handler that runs waits.
    pub(super) waits: Vec<Wait>,
    pub(super) lanes: Option<Box<Lanes<M>>>,
    pub(super) rarest: Option<Box<Rarest>>,
}

/// What is needed for a while at most, or by few kinds of actors.
pub(super) struct Rarest {
    /// Why the actor is asked to stop.
    pub(super) stop: Option<ExitReason>,
    /// What is to be done before the next message.
    pub(super) requests: Requests,
    /// Messages are to wait after that.
    pub(super) suspend: bool,
    /// What the last incarnation kept for the next.
    pub(super) kept: Option<Kept>,
    /// While no message comes in, until the next incarnation: whether the mailbox had its mark before.
    pub(super) draining: Option<bool>,
}

/// A time-out, and what it ends with.
pub(super) struct TimeOut {
    pub(super) tie: Arc<Tie>,
    /// Where it takes the place of the idle time: until when, in milliseconds.
    pub(super) plain: Option<NonZero<u64>>,
}

impl<M> Rare<M> {
    const fn new() -> Self {
        Self {
            watchers: Vec::new(),
            ties: Vec::new(),
            time_out: None,
            last_exit: None,
            waits: Vec::new(),
            lanes: None,
            rarest: None,
        }
    }

    /// Whether there is anything in it but how the last incarnation ended.
    fn is_needed(&self) -> bool {
        !self.watchers.is_empty()
            || self.is_tied()
            || self.time_out.is_some()
            || self.lanes.is_some()
            || self.rarest.is_some()
    }

    pub(super) fn rarest(&mut self) -> &mut Rarest {
        self.rarest.get_or_insert_with(|| Box::new(Rarest::new()))
    }

    /// Drops what is not needed any more: there is nothing of the user's in it.
    pub(super) fn settle(&mut self) {
        self.settle_lanes();
        self.rarest.take_if(|rarest| !rarest.is_needed());
    }

    /// What ends with the incarnation.
    pub(super) fn take_ties(&mut self) -> Vec<Arc<Tie>> {
        let mut ties = mem::take(&mut self.ties);
        ties.extend(self.time_out.take().map(|time_out| time_out.tie));
        ties
    }

    /// Whether anything ends with the incarnation.
    pub(super) fn is_tied(&self) -> bool {
        self.ties.iter().any(|tie| !tie.is_over())
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.watchers.capacity() * size_of::<Watcher>()
            + self.ties.capacity() * size_of::<Arc<Tie>>()
            + self.waits.capacity() * size_of::<Wait>()
            + self.lanes.as_ref().map_or(0, |lanes| lanes.bytes())
            + self.rarest.as_ref().map_or(0, |_| size_of::<Rarest>())
    }

    /// The actor falls asleep: takes out what is over. Where there are many, that is looked for when more come.
    fn shrink(&mut self, over: &mut Over<M>) {
        over.waits = mem::take(&mut self.waits);
        if self.watchers.len() <= FEW {
            over.watchers = watcher::take_closed(&mut self.watchers);
            self.watchers.shrink_to_fit();
        }
        if self.ties.len() <= FEW {
            over.ties = tie::take_over(&mut self.ties);
            self.ties.shrink_to_fit();
        }
    }
}

/// What a cell can do without, to be dropped after the lock: it may be the user's.
pub(super) struct Over<M> {
    rare: Option<Box<Rare<M>>>,
    watchers: Vec<Watcher>,
    ties: Vec<Arc<Tie>>,
    waits: Vec<Wait>,
}

impl Rarest {
    const fn new() -> Self {
        Self {
            stop: None,
            requests: Requests::new(),
            suspend: false,
            kept: None,
            draining: None,
        }
    }

    pub(super) fn is_needed(&self) -> bool {
        self.stop.is_some()
            || self.suspend
            || !self.requests.is_empty()
            || self.kept.is_some()
            || self.draining.is_some()
    }
}

impl<M> Side<M> {
    pub(super) const fn new() -> Self {
        Self {
            inbox: VecDeque::new(),
            taken: 0,
            awake: 0,
            waker: None,
            seen: 0,
            rare: None,
        }
    }

    pub(super) fn is_needed(&self) -> bool {
        self.rare.is_some() || !self.inbox.is_empty()
    }

    /// Whether somebody wants to look at the state.
    pub(super) fn has_reads(&self) -> bool {
        let rarest = self.find_rarest();
        rarest.is_some_and(|rarest| rarest.requests.has_reads())
    }

    /// Gives the waker before, to be dropped after the lock: a handler that hibernated where it is may have left one
    /// of the user's.
    #[must_use]
    pub(super) fn set_waker(&mut self, waker: &Waker) -> Option<Waker> {
        match &mut self.waker {
            Some(old) if old.will_wake(waker) => None,
            old => old.replace(waker.clone()),
        }
    }

    /// Whether there is nothing to do for [`settle`](Self::settle), as after a message that its caller handled.
    #[inline]
    pub(super) fn is_settled(&self) -> bool {
        self.waker.is_none() && self.rare.is_none() && self.inbox.capacity() == 0 && self.taken == 0
    }

    /// The actor rests. How the last incarnation ended is kept only until the next one does. What is over is to be
    /// dropped after the lock, and so is the waker that was left last.
    #[must_use]
    pub(super) fn settle(&mut self, asleep: bool) -> (Option<Waker>, Option<Over<M>>) {
        self.taken = 0;
        self.inbox.shrink_to_fit();
        let over = self.rare.is_some().then(|| self.settle_rare(asleep));
        (self.waker.take(), over)
    }

    #[inline(never)]
    fn settle_rare(&mut self, asleep: bool) -> Over<M> {
        let mut over = Over {
            rare: None,
            watchers: Vec::new(),
            ties: Vec::new(),
            waits: Vec::new(),
        };
        if let Some(rare) = &mut self.rare {
            rare.settle();
            if asleep {
                rare.shrink(&mut over);
            }
        }
        over.rare = self.rare.take_if(|rare| !rare.is_needed());
        over
    }

    pub(super) fn rare(&mut self) -> &mut Rare<M> {
        self.rare.get_or_insert_with(|| Box::new(Rare::new()))
    }

    pub(super) fn rarest(&mut self) -> &mut Rarest {
        self.rare().rarest()
    }

    pub(super) fn find_rarest(&self) -> Option<&Rarest> {
        self.rare.as_ref()?.rarest.as_deref()
    }

    pub(super) fn find_rarest_mut(&mut self) -> Option<&mut Rarest> {
        self.rare.as_mut()?.rarest.as_deref_mut()
    }
}

pub(super) type Slot<M> = Option<Box<Side<M>>>;

#[inline]
pub(super) fn side<'a, M>(guard: &'a mut Guard<'_, Slot<M>>) -> &'a mut Side<M> {
    guard.get_or_insert_with(|| Box::new(Side::new()))
}

/// The sweeper shall have an entry for this cell. Whether it needs a new one.
#[inline]
pub(super) fn watch<M>(guard: &mut Guard<'_, Slot<M>>) -> bool {
    let first = !guard.is_watched();
    guard.set_watched(true);
    first
}

/// Takes out what the cell can do without, to be dropped after the lock.
pub(super) fn free_if_unneeded<M>(guard: &mut Guard<'_, Slot<M>>) -> Slot<M> {
    match guard.as_ref() {
        Some(side) if !side.is_needed() => guard.take(),
        _ => None,
    }
}

/// Where what came is no message, it wakes nobody: the actor sleeps when it is done.
pub(super) fn sleep_after<M>(guard: &mut Guard<'_, Slot<M>>) {
    let is_empty = guard.as_ref().is_none_or(|side| side.inbox.is_empty());
    if is_empty && guard.signals() & (signal::FIRST | signal::END | signal::DRAIN) == 0 {
        guard.raise(signal::HIBERNATE);
    }
}

#[inline]
pub(super) fn has_work<M>(guard: &Guard<'_, Slot<M>>) -> bool {
    guard.signals() != 0 || guard.as_ref().is_some_and(|side| !side.inbox.is_empty())
}
