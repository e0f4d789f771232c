//! Incarnations: one goes, the next comes, or none ever again.

use std::collections::VecDeque;
use std::mem;

use super::side::{free_if_unneeded, has_work, side, watch};
use super::{Closed, Installed, Mailbox, Phase, signal};
use crate::cell::reply;
use crate::exit::{Exit, ExitReason};

impl<M> Mailbox<M> {
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
}
