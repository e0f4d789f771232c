//! Incarnations: one goes, the next comes, or none ever again.
//!
//! Reasons and wakers that are replaced here are the user's, and so are their drops: they are dropped
//! after the lock.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::task::Waker;

use super::bound::Bound;
use super::lanes;
use super::parts::Plain;
use super::side::{Rare, Run, free_if_unneeded, has_work, side, watch};
use super::suspension::Requests;
use super::waits::Wait;
use super::{Closed, Installed, Mailbox, Phase, Signalled, Vacated, Watcher, add_watcher, signal};
use crate::exit::ExitReason;
use crate::info::tie::{self, Tie};
use crate::kept::Kept;

/// What an incarnation leaves behind.
#[derive(Default)]
struct Over {
    _stop: Option<ExitReason>,
    _requests: Requests,
    _last_exit: Option<ExitReason>,
    _waits: Vec<Wait>,
}

impl Run {
    /// Nobody has the turn any more.
    fn end(&mut self) -> Option<Waker> {
        self.taken = 0;
        self.awake = 0;
        self.waker.take()
    }
}

impl Rare {
    /// The incarnation is gone; what it `kept` is exchanged for what nobody took.
    fn vacate(&mut self, reason: &ExitReason, kept: &mut Option<Kept>) -> Over {
        let mut over = Over {
            _last_exit: self.last_exit.replace(reason.clone()),
            _waits: mem::take(&mut self.waits),
            ..Over::default()
        };
        if kept.is_some() {
            mem::swap(&mut self.rarest().kept, kept);
        }
        if let Some(rarest) = &mut self.rarest {
            over._stop = rarest.stop.take();
            over._requests = mem::take(&mut rarest.requests);
            rarest.suspend = false;
        }
        over
    }

    /// No other will come.
    fn close(&mut self) -> (Option<Kept>, Over) {
        let mut over = Over::default();
        let mut kept = None;
        if let Some(rarest) = &mut self.rarest {
            kept = rarest.kept.take();
            over._stop = rarest.stop.take();
            over._requests = mem::take(&mut rarest.requests);
            rarest.suspend = false;
        }
        (kept, over)
    }
}

impl Plain {
    /// Registers somebody who waits for the end of this incarnation; gives the watcher back when none
    /// will come.
    pub(crate) fn watch(&self, watcher: Watcher) -> Result<(), Watcher> {
        let mut guard = self.lock();
        if Phase::from_byte(guard.phase()).is_closed() {
            return Err(watcher);
        }
        let gone = add_watcher(&mut guard.rare().watchers, watcher);
        drop(guard);
        drop(gone);
        Ok(())
    }

    /// Adds what ends with the incarnation that is there, or is being made. Gives which one that is; `None`
    /// where there is none.
    pub(crate) fn tie(&self, tie: Arc<Tie>) -> Option<u32> {
        // Dropped after the lock.
        let mut _over = Vec::new();
        let mut guard = self.lock();
        let phase = Phase::from_byte(guard.phase());
        if phase.is_closed() {
            return None;
        }
        let next = u32::from(phase.is_vacant());
        let generation = guard.generation().wrapping_add(next);
        let ties = &mut guard.rare().ties;
        if ties.len() == ties.capacity() {
            _over = tie::take_over(ties);
        }
        ties.push(tie);
        Some(generation)
    }

    /// The tie that `wanted` picks.
    pub(crate) fn find_tie(&self, wanted: impl Fn(&Tie) -> bool) -> Option<Arc<Tie>> {
        let guard = self.lock();
        let ties = &guard.shown()?.rare?.ties;
        ties.iter().find(|tie| wanted(tie)).cloned()
    }

    /// What the last incarnation kept.
    pub(crate) fn take_kept(&self) -> Option<Kept> {
        let mut guard = self.lock();
        guard.found()?.rare?.rarest.as_mut()?.kept.take()
    }

    /// What refused callers are told of a stop for which there was a reason worth telling.
    pub(crate) fn explain(&self, reason: &ExitReason) {
        let _over;
        let mut guard = self.lock();
        if let Some(rare) = guard.found().and_then(|found| found.rare)
            && let Some(ExitReason::Shutdown) = rare.last_exit
        {
            _over = rare.last_exit.replace(reason.clone());
        }
    }

    /// The registry is about to have something about this cell. `false`: it is closed, and nobody would
    /// take that out again.
    pub(crate) fn make_known(&self) -> bool {
        let mut guard = self.lock();
        let open = !Phase::from_byte(guard.phase()).is_closed();
        if open {
            guard.set_known(true);
        }
        open
    }

    /// Whether the registry may have something about this cell, which is being taken out.
    pub(crate) fn is_known(&self) -> bool {
        self.lock().is_known()
    }

    pub(crate) fn take_known(&self) -> bool {
        let mut guard = self.lock();
        let known = guard.is_known();
        guard.set_known(false);
        known
    }

    /// A closed actor is about to start again. Only for children that are declared: they keep their place,
    /// a temporary one until its supervisor is itself restarted.
    pub(crate) fn reopen(&self) -> bool {
        let mut guard = self.lock();
        let phase = Phase::from_byte(guard.phase());
        if phase == Phase::Barred {
            guard.set_phase(Phase::Vacant as u8);
        }
        // Closed under a stuck handler, the state is still in use: never two incarnations.
        let stuck = guard.signals() & signal::KILL != 0;
        let closed = phase.is_closed() && !stuck;
        if closed {
            guard.set_phase(Phase::Vacant as u8);
            lanes::end_drain(&mut guard);
        }
        closed
    }

    /// A fresh incarnation that will hibernate by itself: its idle time begins now. Whether the sweeper
    /// needs an entry.
    pub(crate) fn begin_idle(&self, now: u64) -> bool {
        let mut guard = self.lock();
        if guard.phase() != Phase::Idle as u8 {
            return false;
        }
        guard.run().seen = now;
        watch(&mut guard)
    }

    /// How the last incarnation ended, while that is remembered.
    pub(crate) fn last_exit(&self) -> Option<ExitReason> {
        let guard = self.lock();
        guard.shown()?.rare?.last_exit.clone()
    }
}

impl<M> Mailbox<M> {
    /// The state is gone: from now on there is no incarnation. `kept` is for the next one, and so is what
    /// waits, unless there is something to `clear`: then those who wait for room come in behind it.
    pub(crate) fn vacate(
        &self,
        reason: &ExitReason,
        kept: Option<Kept>,
        clear: Option<Bound>,
    ) -> Vacated<M> {
        let _over: (Option<Waker>, Over);
        let mut vacated = Vacated {
            watchers: Vec::new(),
            ties: Vec::new(),
            messages: VecDeque::new(),
            admitted: Vec::new(),
            kept,
        };
        let mut guard = self.0.lock();
        guard.clear(u8::MAX);
        if Phase::from_byte(guard.phase()).is_closed() {
            return vacated;
        }
        guard.set_phase(Phase::Vacant as u8);
        let declared = clear.map(|bound| lanes::bound(&guard, Some(bound)));
        let side = side(&mut guard);
        let waker = side.run.end();
        if let Some(bound) = declared {
            vacated.messages = side.take_all();
            vacated.admitted = side.admit(bound.capacity()).0;
        }
        let rare = &mut side.seldom().rare;
        _over = (waker, rare.vacate(reason, &mut vacated.kept));
        vacated.ties = rare.take_ties();
        vacated.watchers = mem::take(&mut rare.watchers);
        guard.set_timed(false, false);
        guard.set_slept(false);
        vacated
    }

    /// Refuses messages from now on. Gives what was queued, those who waited, and what is to be done about
    /// an incarnation that is there all the same.
    pub(crate) fn close(&self, phase: Phase) -> Closed<M> {
        debug_assert!(phase.is_closed());
        let mut _over = Over::default();
        let mut guard = self.0.lock();
        let was = Phase::from_byte(guard.phase());
        match was {
            Phase::Vacant | Phase::Barred => guard.clear(u8::MAX),
            Phase::Down | Phase::Gone => {}
            // A stuck handler is left behind: should it return, its runner ends. And a state that was put in
            // just now is nobody's.
            _ => guard.raise(signal::KILL),
        }
        guard.set_phase(phase as u8);
        let mut closed = Closed {
            messages: VecDeque::new(),
            waiting: Vec::new(),
            watchers: Vec::new(),
            ties: Vec::new(),
            kept: None,
            known: guard.is_known(),
            vacant: matches!(was, Phase::Vacant | Phase::Barred),
            then: match was {
                Phase::Idle | Phase::Asleep | Phase::Suspended | Phase::SuspendedAsleep => {
                    Signalled::Activate
                }
                _ => Signalled::Noted,
            },
        };
        guard.set_known(false);
        let Some(mut side) = guard.take() else {
            return closed;
        };
        closed.messages = side.take_all();
        if let Some(seldom) = side.seldom.as_mut() {
            closed.watchers = mem::take(&mut seldom.rare.watchers);
            closed.ties = seldom.rare.take_ties();
            if let Some(lanes) = &mut seldom.lanes {
                closed.waiting = lanes.dismiss();
            }
            (closed.kept, _over) = seldom.rare.close();
            seldom.settle();
        }
        // One who reads the state needs the waker yet.
        if !was.is_lent()
            && let Some(waker) = side.run.waker.take()
        {
            closed.then = Signalled::Wake(waker);
        }
        // How it ended is what a refused caller is told.
        if side.seldom.is_some() || side.run.waker.is_some() {
            *guard = Some(side);
        }
        closed
    }

    /// Puts a new incarnation in, by `write`, unless one is there or none is wanted.
    #[cfg(all(test, dormouse_loom))]
    pub(crate) fn install<S>(&self, state: S, write: impl FnOnce(S)) -> Result<Installed, S> {
        self.install_as(state, false, write)
    }

    /// The same; `start`: it has something to do before its first message.
    pub(crate) fn install_as<S>(
        &self,
        state: S,
        start: bool,
        write: impl FnOnce(S),
    ) -> Result<Installed, S> {
        let mut guard = self.0.lock();
        if guard.phase() != Phase::Vacant as u8 {
            return Err(state);
        }
        write(state);
        let generation = guard.generation().wrapping_add(1);
        guard.set_generation(generation);
        if guard.is_marked() {
            lanes::end_drain(&mut guard);
        }
        if lanes::of(&guard).is_some_and(|lanes| !lanes.first.is_empty()) {
            guard.raise(signal::FIRST);
        }
        let busy = start || has_work(&guard);
        guard.set_phase(if busy { Phase::Busy } else { Phase::Idle } as u8);
        let unneeded = free_if_unneeded(&mut guard);
        drop(guard);
        drop(unneeded);
        Ok(Installed {
            activate: busy,
            generation,
        })
    }
}
