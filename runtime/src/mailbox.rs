//! How a message waits, and who may handle it: the queue, its control lane, and the phases of a cell.
//!
//! | phase | state of the actor | who has the turn | what a push does |
//! | --- | --- | --- | --- |
//! | `Vacant` | none: starting, or between two incarnations | nobody | queues |
//! | `Idle` | there | nobody | queues, takes the turn |
//! | `Asleep` | there, compacted | nobody | queues, takes the turn |
//! | `Busy` | there | a task or a caller | queues |
//! | `Parked` | there | a task that waits | queues, wakes the task |
//! | `Lent` | there | an inspector, for a parked task | queues |
//! | `Down` | none | nobody | refuses; may come back |
//! | `Gone` | none | nobody | refuses, for good |
//!
//! All changes of phase happen under the cell's lock, and whoever gives the turn back looks at the
//! queue and at the signals under that same lock: so no wake-up can be lost between the last look
//! and falling asleep. Signals are the control lane: they are looked at before each message.

use std::collections::VecDeque;
use std::mem;
use std::task::Waker;

use crate::cell::guarded::{Guard, Guarded};
use crate::cell::reply;
use crate::exit::{Exit, ExitReason};

/// Where a cell stands; see the table of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Phase {
    Vacant,
    Idle,
    Asleep,
    Busy,
    Parked,
    Lent,
    Down,
    Gone,
}

impl Phase {
    const ALL: [Self; 8] = [
        Self::Vacant,
        Self::Idle,
        Self::Asleep,
        Self::Busy,
        Self::Parked,
        Self::Lent,
        Self::Down,
        Self::Gone,
    ];

    #[inline]
    fn from_byte(byte: u8) -> Self {
        Self::ALL
            .get(usize::from(byte))
            .copied()
            .unwrap_or(Self::Gone)
    }

    /// Whether messages are refused.
    #[inline]
    pub(crate) fn is_closed(self) -> bool {
        matches!(self, Self::Down | Self::Gone)
    }
}

/// The control lane: what overtakes every queued message.
pub(crate) mod signal {
    /// Finish the handler that runs, then end with the reason that was left with the signal.
    pub(crate) const STOP: u8 = 1;
    /// End now; a suspended handler is dropped.
    pub(crate) const KILL: u8 = 2;
    /// The awake window is over: give the task back when nothing waits.
    pub(crate) const RETIRE: u8 = 4;
    /// The idle time is over: compact when nothing waits.
    pub(crate) const HIBERNATE: u8 = 8;

    /// Those that end the actor.
    pub(crate) const END: u8 = STOP | KILL;
}

/// How long, in milliseconds, the sweeper's entry may outlive the need for it, when a cell has fallen
/// asleep in another way.
const LONGEST_WATCH: u64 = 5_000;

/// What a cell has beside its state while it is not simply idle.
struct Side<M> {
    inbox: VecDeque<M>,
    /// Messages that the runner has taken and not yet handled, as of its last word.
    taken: usize,
    /// Wakes the task that has the turn, when it is parked or suspended in a handler.
    waker: Option<Waker>,
    /// The sweeper's coarse time of the last activity, in milliseconds.
    seen: u64,
    rare: Option<Box<Rare>>,
}

/// What few cells ever need.
#[derive(Default)]
struct Rare {
    /// Why the actor is asked to stop.
    stop: Option<ExitReason>,
    /// Those who wait for the end of the incarnation.
    watchers: Vec<reply::Sender<Exit>>,
    /// How the last incarnation ended.
    last_exit: Option<ExitReason>,
}

impl<M> Side<M> {
    const fn new() -> Self {
        Self {
            inbox: VecDeque::new(),
            taken: 0,
            waker: None,
            seen: 0,
            rare: None,
        }
    }

    fn is_needed(&self) -> bool {
        self.rare.is_some() || !self.inbox.is_empty()
    }

    fn set_waker(&mut self, waker: &Waker) {
        match &mut self.waker {
            Some(old) => old.clone_from(waker),
            empty => *empty = Some(waker.clone()),
        }
    }

    /// The actor rests. How the last incarnation ended is kept only until the next one does.
    fn settle(&mut self) {
        self.taken = 0;
        self.waker = None;
        self.inbox.shrink_to_fit();
        if let Some(rare) = &self.rare
            && rare.stop.is_none()
            && rare.watchers.is_empty()
        {
            self.rare = None;
        }
    }

    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

type Slot<M> = Option<Box<Side<M>>>;

/// The queue of one cell, with its phase, signals and generation: 16 bytes while it is empty.
#[repr(transparent)]
pub(crate) struct Mailbox<M>(Guarded<Slot<M>>);

/// What became of a message.
#[must_use]
pub(crate) enum Pushed<M> {
    /// Somebody will come to it.
    Queued,
    /// The sender has the turn now and must run the cell.
    Activate,
    /// The sender must wake the task.
    Wake(Waker),
    /// The actor takes no messages.
    Refused(M),
}

/// What became of a signal.
#[must_use]
pub(crate) enum Signalled {
    /// Whoever has the turn will see it.
    Noted,
    /// The sender has the turn now and must run the cell.
    Activate,
    /// The sender must wake the task.
    Wake(Waker),
    /// Nobody is there to see it: no incarnation runs.
    Vacant,
    /// The actor is down or gone.
    Closed,
}

/// Why the turn could not be given back: something waits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotIdle;

impl<M> Mailbox<M> {
    /// A mailbox whose actor has not started.
    pub(crate) fn vacant() -> Self {
        Self(Guarded::new(None, Phase::Vacant as u8))
    }

    #[inline]
    pub(crate) fn phase(&self) -> Phase {
        Phase::from_byte(self.0.phase())
    }

    #[inline]
    pub(crate) fn signals(&self) -> u8 {
        self.0.signals()
    }

    pub(crate) fn generation(&self) -> u32 {
        self.0.generation()
    }

    /// Messages that wait, those of a running batch included.
    pub(crate) fn len(&self) -> usize {
        let guard = self.0.lock();
        guard
            .as_ref()
            .map_or(0, |side| side.inbox.len() + side.taken)
    }

    /// Bytes of the queue's allocations.
    pub(crate) fn bytes(&self) -> usize {
        let guard = self.0.lock();
        guard.as_ref().map_or(0, |side| {
            mem::size_of::<Side<M>>()
                + side.inbox.capacity() * mem::size_of::<M>()
                + side.rare.as_ref().map_or(0, |_| mem::size_of::<Rare>())
        })
    }

    /// Adds a message at the end.
    #[inline]
    pub(crate) fn push(&self, message: M) -> Pushed<M> {
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        if phase.is_closed() {
            drop(guard);
            return Pushed::Refused(message);
        }
        let side = side(&mut guard);
        side.inbox.push_back(message);
        match phase {
            Phase::Idle | Phase::Asleep => {
                guard.set_phase(Phase::Busy as u8);
                Pushed::Activate
            }
            Phase::Parked => {
                let waker = side.waker.take();
                guard.set_phase(Phase::Busy as u8);
                drop(guard);
                waker.map_or(Pushed::Queued, Pushed::Wake)
            }
            _ => Pushed::Queued,
        }
    }

    /// Takes the turn of an actor that nobody runs, unless something waits for it.
    #[inline]
    pub(crate) fn claim(&self) -> Option<Claimed> {
        let phase = self.phase();
        if !matches!(phase, Phase::Idle | Phase::Asleep) {
            return None;
        }
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        let was_asleep = match phase {
            Phase::Idle => false,
            Phase::Asleep => true,
            _ => return None,
        };
        guard.set_phase(Phase::Busy as u8);
        Some(Claimed { was_asleep })
    }

    /// Takes the turn for an inspector, also from a parked task, who must [`Mailbox::give_back_loan`].
    pub(crate) fn borrow_turn(&self) -> Option<Loan> {
        let mut guard = self.0.lock();
        let from = Phase::from_byte(guard.phase());
        if !matches!(from, Phase::Idle | Phase::Asleep | Phase::Parked) {
            return None;
        }
        guard.set_phase(Phase::Lent as u8);
        Some(Loan { from })
    }

    /// Ends a loan; what arrived meanwhile must be run as the answer says.
    pub(crate) fn give_back_loan(&self, loan: Loan) -> Signalled {
        let mut guard = self.0.lock();
        if !has_work(&guard) {
            guard.set_phase(loan.from as u8);
            return Signalled::Noted;
        }
        guard.set_phase(Phase::Busy as u8);
        if loan.from != Phase::Parked {
            return Signalled::Activate;
        }
        let waker = side(&mut guard).waker.take();
        drop(guard);
        waker.map_or(Signalled::Noted, Signalled::Wake)
    }

    /// The task has been polled: whether it has the turn. `false` while an inspector has it.
    #[inline]
    pub(crate) fn resume(&self) -> bool {
        // Only who has the turn leaves Busy, so that a look without the lock is enough.
        if self.phase() == Phase::Busy {
            return true;
        }
        let mut guard = self.0.lock();
        match Phase::from_byte(guard.phase()) {
            Phase::Busy => true,
            Phase::Parked => {
                guard.set_phase(Phase::Busy as u8);
                true
            }
            // Closed under a handler that was stuck: the runner sees the kill and ends.
            phase => phase.is_closed(),
        }
    }

    /// Exchanges the runner's empty batch for what has arrived; where nothing has, the task waits, if a
    /// waker says that it may.
    #[inline]
    pub(crate) fn take_or_park(
        &self,
        batch: &mut VecDeque<M>,
        waker: Option<&Waker>,
        now: u64,
    ) -> Next {
        let mut guard = self.0.lock();
        if let Some(side) = guard.as_mut()
            && !side.inbox.is_empty()
        {
            mem::swap(&mut side.inbox, batch);
            side.taken = batch.len();
            return Next::Took;
        }
        let signals = guard.signals();
        let Some(waker) = waker.filter(|_| signals == 0) else {
            return Next::Quiet { signals };
        };
        let side = side(&mut guard);
        side.taken = 0;
        side.seen = now;
        side.set_waker(waker);
        guard.set_phase(Phase::Parked as u8);
        Next::Parked {
            first: watch(&mut guard),
        }
    }

    /// Puts what the runner has not handled back in front.
    pub(crate) fn put_back(&self, batch: &mut VecDeque<M>) {
        if batch.is_empty() {
            return;
        }
        let mut guard = self.0.lock();
        let side = side(&mut guard);
        batch.append(&mut side.inbox);
        mem::swap(&mut side.inbox, batch);
        side.taken = 0;
    }

    /// The handler is suspended: leaves its waker for a kill. `false` when one has already come.
    pub(crate) fn suspend(&self, waker: &Waker, left: usize) -> bool {
        let mut guard = self.0.lock();
        if guard.signals() & signal::KILL != 0 {
            return false;
        }
        let side = side(&mut guard);
        side.taken = left;
        side.set_waker(waker);
        true
    }

    /// Gives the turn back, unless something waits. What the cell no longer needs is freed.
    ///
    /// `stay` says how: asleep, or idle with the sweeper watching, or idle and unwatched.
    pub(crate) fn rest(&self, stay: Rest) -> Result<Rested, NotIdle> {
        let mut guard = self.0.lock();
        if has_work(&guard) {
            return Err(NotIdle);
        }
        match stay {
            Rest::Asleep => guard.set_phase(Phase::Asleep as u8),
            Rest::Idle => guard.set_phase(Phase::Idle as u8),
            Rest::Watched { now } => {
                guard.set_phase(Phase::Idle as u8);
                // Kept while the actor is awake, for the time of its last activity.
                let side = side(&mut guard);
                side.seen = side.seen.max(now);
                side.settle();
                return Ok(Rested {
                    first: watch(&mut guard),
                });
            }
        }
        if let Some(side) = guard.as_mut() {
            side.settle();
        }
        let unneeded = free_if_unneeded(&mut guard);
        drop(guard);
        drop(unneeded);
        Ok(Rested { first: false })
    }

    /// Raises signals for whoever has the turn.
    pub(crate) fn signal(&self, signals: u8) -> Signalled {
        self.signal_with(signals, None)
    }

    /// Asks for a graceful stop; the first reason counts.
    pub(crate) fn stop(&self, reason: ExitReason) -> Signalled {
        self.signal_with(signal::STOP, Some(reason))
    }

    fn signal_with(&self, signals: u8, reason: Option<ExitReason>) -> Signalled {
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        match phase {
            Phase::Down | Phase::Gone => return Signalled::Closed,
            Phase::Vacant => return Signalled::Vacant,
            _ => {}
        }
        if let Some(reason) = reason {
            side(&mut guard).rare().stop.get_or_insert(reason);
        }
        guard.raise(signals);
        match phase {
            Phase::Idle | Phase::Asleep => {
                guard.set_phase(Phase::Busy as u8);
                Signalled::Activate
            }
            Phase::Parked => {
                let waker = side(&mut guard).waker.take();
                guard.set_phase(Phase::Busy as u8);
                drop(guard);
                waker.map_or(Signalled::Noted, Signalled::Wake)
            }
            Phase::Busy if signals & signal::KILL != 0 => {
                let waker = guard.as_mut().and_then(|side| side.waker.take());
                drop(guard);
                waker.map_or(Signalled::Noted, Signalled::Wake)
            }
            _ => Signalled::Noted,
        }
    }

    /// Takes back what has been dealt with.
    pub(crate) fn clear_signals(&self, signals: u8) {
        self.0.lock().clear(signals);
    }

    /// Why a stop was asked for.
    pub(crate) fn take_stop_reason(&self) -> Option<ExitReason> {
        let mut guard = self.0.lock();
        guard.as_mut()?.rare.as_mut()?.stop.take()
    }

    /// Registers somebody who waits for the end of this incarnation; gives the sender back when none
    /// will come.
    pub(crate) fn watch(&self, watcher: reply::Sender<Exit>) -> Result<(), reply::Sender<Exit>> {
        let mut guard = self.0.lock();
        if Phase::from_byte(guard.phase()).is_closed() {
            return Err(watcher);
        }
        side(&mut guard).rare().watchers.push(watcher);
        Ok(())
    }

    /// The state is gone: from now on there is no incarnation. Gives those who waited for its end.
    pub(crate) fn vacate(&self, reason: &ExitReason) -> Vec<reply::Sender<Exit>> {
        let mut guard = self.0.lock();
        guard.clear(u8::MAX);
        if Phase::from_byte(guard.phase()).is_closed() {
            return Vec::new();
        }
        guard.set_phase(Phase::Vacant as u8);
        let side = side(&mut guard);
        side.waker = None;
        side.taken = 0;
        let rare = side.rare();
        rare.stop = None;
        rare.last_exit = Some(reason.clone());
        mem::take(&mut rare.watchers)
    }

    /// Refuses messages from now on. Gives what was queued, and those who waited.
    pub(crate) fn close(&self, phase: Phase) -> Closed<M> {
        debug_assert!(phase.is_closed());
        let mut guard = self.0.lock();
        match Phase::from_byte(guard.phase()) {
            // A stuck handler is left behind: should it return, its runner ends.
            Phase::Busy | Phase::Parked | Phase::Lent => guard.raise(signal::KILL),
            Phase::Down | Phase::Gone => {}
            _ => guard.clear(u8::MAX),
        }
        guard.set_phase(phase as u8);
        let Some(mut side) = guard.take() else {
            return Closed {
                messages: VecDeque::new(),
                watchers: Vec::new(),
            };
        };
        let messages = mem::take(&mut side.inbox);
        let mut watchers = Vec::new();
        if let Some(rare) = side.rare.as_mut() {
            watchers = mem::take(&mut rare.watchers);
            rare.stop = None;
        }
        side.waker = None;
        // How it ended is what a refused caller is told.
        if side.rare.is_some() {
            *guard = Some(side);
        }
        Closed { messages, watchers }
    }

    /// A closed actor is about to start again. Only for children that are declared: they keep their place,
    /// a temporary one until its supervisor is itself restarted.
    pub(crate) fn reopen(&self) -> bool {
        let mut guard = self.0.lock();
        // Closed under a stuck handler, the state is still in use: never two incarnations.
        let stuck = guard.signals() & signal::KILL != 0;
        let closed = Phase::from_byte(guard.phase()).is_closed() && !stuck;
        if closed {
            guard.set_phase(Phase::Vacant as u8);
        }
        closed
    }

    /// Puts a new incarnation in, by `write`, unless one is there or none is wanted.
    pub(crate) fn install<S>(&self, state: S, write: impl FnOnce(S)) -> Result<Installed, S> {
        let mut guard = self.0.lock();
        if guard.phase() != Phase::Vacant as u8 {
            return Err(state);
        }
        write(state);
        let generation = guard.generation().wrapping_add(1);
        guard.set_generation(generation);
        let busy = has_work(&guard);
        guard.set_phase(if busy { Phase::Busy } else { Phase::Idle } as u8);
        let unneeded = free_if_unneeded(&mut guard);
        drop(guard);
        drop(unneeded);
        Ok(Installed {
            activate: busy,
            generation,
        })
    }

    /// A fresh incarnation that will hibernate by itself: its idle time begins now. Whether the sweeper
    /// needs an entry.
    pub(crate) fn begin_idle(&self, now: u64) -> bool {
        let mut guard = self.0.lock();
        if guard.phase() != Phase::Idle as u8 {
            return false;
        }
        side(&mut guard).seen = now;
        watch(&mut guard)
    }

    /// How the last incarnation ended, while that is remembered.
    pub(crate) fn last_exit(&self) -> Option<ExitReason> {
        let guard = self.0.lock();
        guard.as_ref()?.rare.as_ref()?.last_exit.clone()
    }

    /// What the sweeper should do with its entry, now that it is due.
    pub(crate) fn sweep(&self, now: u64, limits: Limits) -> Sweep {
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        let (signals, limit) = match phase {
            Phase::Busy | Phase::Lent => return Sweep::Again(now + limits.window),
            Phase::Parked => (signal::RETIRE, limits.parked()),
            Phase::Idle => (signal::HIBERNATE, limits.hibernate),
            _ => (0, u64::MAX),
        };
        let Some(side) = guard.as_mut().filter(|_| limit < u64::MAX) else {
            guard.set_watched(false);
            return Sweep::Forget;
        };
        let due = side.seen.saturating_add(limit);
        if due > now {
            return Sweep::Again(due.min(now + LONGEST_WATCH));
        }
        let signals = if side.seen.saturating_add(limits.hibernate) <= now {
            signals | signal::HIBERNATE
        } else {
            signals
        };
        let waker = side.waker.take();
        guard.raise(signals);
        guard.set_phase(Phase::Busy as u8);
        let again = now + limits.window;
        match (phase, waker) {
            (Phase::Parked, Some(waker)) => Sweep::Wake(waker, again),
            (Phase::Parked, None) => Sweep::Again(again),
            _ => Sweep::Activate(again),
        }
    }
}

/// Proof that the turn was taken; says whether the state was compacted.
#[derive(Debug)]
pub(crate) struct Claimed {
    pub(crate) was_asleep: bool,
}

/// Proof that the turn was lent.
#[derive(Debug)]
#[must_use]
pub(crate) struct Loan {
    from: Phase,
}

/// How the turn is given back.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rest {
    /// Compacted.
    Asleep,
    /// Awake, with the time of its last activity, for the sweeper; 0 where that is not now.
    Watched { now: u64 },
    /// Awake, and it never hibernates by itself.
    Idle,
}

/// What a runner without messages does next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Handle the batch.
    Took,
    /// Wait to be woken. `first`: the sweeper has no entry yet.
    Parked { first: bool },
    /// Nothing waits but perhaps signals, and the turn is still the runner's.
    Quiet { signals: u8 },
}

/// The turn has been given back.
#[derive(Debug)]
pub(crate) struct Rested {
    /// The sweeper has no entry yet.
    pub(crate) first: bool,
}

/// A new incarnation is in place.
#[derive(Debug)]
pub(crate) struct Installed {
    /// Something waits: whoever installed it has the turn and must run the cell.
    pub(crate) activate: bool,
    pub(crate) generation: u32,
}

/// What a closed mailbox still held.
pub(crate) struct Closed<M> {
    pub(crate) messages: VecDeque<M>,
    pub(crate) watchers: Vec<reply::Sender<Exit>>,
}

/// The idle times after which the sweeper acts, in milliseconds; `u64::MAX` for never.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How long a task is kept for the next message.
    pub(crate) window: u64,
    pub(crate) hibernate: u64,
}

impl Limits {
    /// How long a task is kept that waits: not given back shortly before the actor hibernates.
    pub(crate) fn parked(self) -> u64 {
        if self.hibernate <= 2 * self.window {
            self.hibernate
        } else {
            self.window
        }
    }
}

/// What the sweeper must do.
pub(crate) enum Sweep {
    /// Nothing any more.
    Forget,
    /// Look again at that time.
    Again(u64),
    /// Wake the task, and look again.
    Wake(Waker, u64),
    /// Run the cell, whose turn the sweeper has now, and look again.
    Activate(u64),
}

#[inline]
fn side<'a, M>(guard: &'a mut Guard<'_, Slot<M>>) -> &'a mut Side<M> {
    guard.get_or_insert_with(|| Box::new(Side::new()))
}

/// The sweeper shall have an entry for this cell. Whether it needs a new one.
#[inline]
fn watch<M>(guard: &mut Guard<'_, Slot<M>>) -> bool {
    let first = !guard.is_watched();
    guard.set_watched(true);
    first
}

/// Takes out what the cell can do without, to be dropped after the lock.
fn free_if_unneeded<M>(guard: &mut Guard<'_, Slot<M>>) -> Slot<M> {
    match guard.as_ref() {
        Some(side) if !side.is_needed() => guard.take(),
        _ => None,
    }
}

#[inline]
fn has_work<M>(guard: &Guard<'_, Slot<M>>) -> bool {
    guard.signals() != 0 || guard.as_ref().is_some_and(|side| !side.inbox.is_empty())
}
