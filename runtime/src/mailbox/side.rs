//! What a cell has beside its state while it is not simply idle.

use std::collections::VecDeque;
use std::mem;
use std::num::NonZero;
use std::sync::Arc;
use std::task::Waker;

use super::lanes::Lanes;
use super::suspension::Requests;
use super::waits::Wait;
use super::{Watcher, queue, watcher};
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
    pub(super) run: Run,
    pub(super) seldom: Option<Box<Seldom<M>>>,
}

/// What is known of whoever has the turn, or had it last.
pub(crate) struct Run {
    /// Messages that the runner has taken and not yet handled, as of its last word.
    pub(super) taken: u32,
    /// Since when the actor has been awake, where the sweeper has noted it; see `look`.
    pub(super) awake: u32,
    /// Wakes the task that has the turn, when it is parked or suspended in a handler.
    pub(super) waker: Option<Waker>,
    /// The sweeper's coarse time of the last activity, in milliseconds.
    pub(super) seen: u64,
}

/// What few cells ever need, and some of them while they sleep.
pub(super) struct Seldom<M> {
    pub(super) rare: Rare,
    pub(super) lanes: Option<Box<Lanes<M>>>,
}

/// That of it which is no message.
pub(crate) struct Rare {
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

impl Run {
    const fn new() -> Self {
        Self {
            taken: 0,
            awake: 0,
            waker: None,
            seen: 0,
        }
    }

    /// Gives the waker before, to be dropped after the lock: a handler that hibernated where it is may have left one
    /// of the user's.
    #[inline]
    #[must_use]
    pub(super) fn set_waker(&mut self, waker: &Waker) -> Option<Waker> {
        match &mut self.waker {
            Some(old) if old.will_wake(waker) => None,
            old => old.replace(waker.clone()),
        }
    }
}

impl Rare {
    const fn new() -> Self {
        Self {
            watchers: Vec::new(),
            ties: Vec::new(),
            time_out: None,
            last_exit: None,
            waits: Vec::new(),
            rarest: None,
        }
    }

    /// Whether there is anything in it but how the last incarnation ended.
    fn is_needed(&self) -> bool {
        !self.watchers.is_empty()
            || self.is_tied()
            || self.time_out.is_some()
            || self.rarest.is_some()
    }

    pub(super) fn rarest(&mut self) -> &mut Rarest {
        self.rarest.get_or_insert_with(|| Box::new(Rarest::new()))
    }

    /// Drops what is not needed any more: there is nothing of the user's in it.
    pub(super) fn settle(&mut self) {
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

    /// Those of its allocations.
    fn bytes(&self) -> usize {
        self.watchers.capacity() * size_of::<Watcher>()
            + self.ties.capacity() * size_of::<Arc<Tie>>()
            + self.waits.capacity() * size_of::<Wait>()
            + self.rarest.as_ref().map_or(0, |_| size_of::<Rarest>())
    }

    /// The actor falls asleep: takes out what is over. Where there are many, that is looked for when more come.
    fn shrink(&mut self) -> Over {
        let mut over = Over {
            _waits: mem::take(&mut self.waits),
            ..Over::default()
        };
        if self.watchers.len() <= FEW {
            over._watchers = watcher::take_closed(&mut self.watchers);
            self.watchers.shrink_to_fit();
        }
        if self.ties.len() <= FEW {
            over._ties = tie::take_over(&mut self.ties);
            self.ties.shrink_to_fit();
        }
        over
    }
}

impl<M> Seldom<M> {
    const fn new() -> Self {
        Self {
            rare: Rare::new(),
            lanes: None,
        }
    }

    fn is_needed(&self) -> bool {
        self.lanes.is_some() || self.rare.is_needed()
    }

    /// Drops what is not needed any more: there is nothing of the user's in it.
    pub(super) fn settle(&mut self) {
        self.settle_lanes();
        self.rare.settle();
    }

    fn bytes(&self) -> usize {
        let lanes = self.lanes.as_ref().map_or(0, |lanes| lanes.bytes());
        size_of::<Self>() + self.rare.bytes() + lanes
    }
}

/// What a cell can do without, to be dropped after the lock: it may be the user's.
#[derive(Default)]
pub(super) struct Over {
    _watchers: Vec<Watcher>,
    _ties: Vec<Arc<Tie>>,
    _waits: Vec<Wait>,
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
            run: Run::new(),
            seldom: None,
        }
    }

    pub(super) fn is_needed(&self) -> bool {
        self.seldom.is_some() || !self.inbox.is_empty()
    }

    /// Bytes of its allocations.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.inbox.capacity() * size_of::<M>()
            + self.seldom.as_ref().map_or(0, |seldom| seldom.bytes())
    }

    /// Whether there is nothing to do for [`settle`](Self::settle), as after a message that its caller handled.
    #[inline]
    pub(super) fn is_settled(&self) -> bool {
        self.run.waker.is_none()
            && self.seldom.is_none()
            && self.inbox.capacity() == 0
            && self.run.taken == 0
    }

    /// The actor rests. How the last incarnation ended is kept only until the next one does. What is over is to be
    /// dropped after the lock, and so is the waker that was left last.
    #[must_use]
    pub(super) fn settle(&mut self, asleep: bool) -> Settled<M> {
        self.run.taken = 0;
        queue::shrink(&mut self.inbox);
        let (over, seldom) = match &mut self.seldom {
            Some(seldom) => {
                seldom.settle();
                let over = asleep.then(|| seldom.rare.shrink());
                (over, self.seldom.take_if(|seldom| !seldom.is_needed()))
            }
            None => (None, None),
        };
        (self.run.waker.take(), over, seldom)
    }

    pub(super) fn find_rarest(&self) -> Option<&Rarest> {
        self.seldom.as_ref()?.rare.rarest.as_deref()
    }

    pub(super) fn seldom(&mut self) -> &mut Seldom<M> {
        self.seldom.get_or_insert_with(|| Box::new(Seldom::new()))
    }
}

/// What a cell that settles lets go of.
pub(super) type Settled<M> = (Option<Waker>, Option<Over>, Option<Box<Seldom<M>>>);

pub(super) type Slot<M> = Option<Box<Side<M>>>;

/// One place, for each is as much code again.
#[inline]
pub(super) fn of<M>(slot: &mut Slot<M>) -> &mut Side<M> {
    slot.get_or_insert_with(|| Box::new(Side::new()))
}

#[inline]
pub(super) fn side<'a, M>(guard: &'a mut Guard<'_, Slot<M>>) -> &'a mut Side<M> {
    of(guard)
}

/// The sweeper shall have an entry for this cell. Whether it needs a new one.
#[inline]
pub(super) fn watch<T: ?Sized>(guard: &mut Guard<'_, T>) -> bool {
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

#[inline]
pub(super) fn has_work<M>(guard: &Guard<'_, Slot<M>>) -> bool {
    guard.signals() != 0 || guard.as_ref().is_some_and(|side| !side.inbox.is_empty())
}
