//! Warnings: who is told of, and how often.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::often::Often;
use crate::cell::reference::AnyCell;
use crate::report;

/// How long an actor is not told of again for the same, in milliseconds.
const PAUSE: u64 = 60_000;

/// How many are remembered before those are forgotten who may be told of again.
const FEW: usize = 64;

/// What actors of one system were warned of.
#[derive(Default)]
pub(crate) struct Warner {
    often: OnceLock<Often>,
    /// Whether anything was ever told.
    has_told: AtomicBool,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    /// When it was told of, in milliseconds.
    last: HashMap<(usize, Kind), u64>,
    /// How many there may be before some are forgotten.
    limit: usize,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    TooOften,
    Large,
    Slow,
}

impl Kind {
    const ALL: [Self; 3] = [Self::TooOften, Self::Large, Self::Slow];
}

impl Warner {
    /// An actor of that type falls asleep, and what it still holds on its heap is so many bytes.
    #[inline]
    pub(crate) fn falls_asleep(&self, actor: &AnyCell, name: &str, bytes: usize) {
        let system = actor.link().system();
        let thresholds = system.config().warnings(name);
        if let Some(limit) = thresholds.often() {
            let often = self.often.get_or_init(Often::new);
            let sweeper = system.sweeper();
            let exact = || sweeper.read_clock();
            if let Some(count) = often.note(actor.address(), limit, sweeper.now(), exact) {
                self.warn(actor, Kind::TooOften, |path| {
                    report::hibernates_too_often(path, count, limit);
                });
            }
        }
        if let Some(limit) = thresholds.large()
            && bytes > limit
        {
            self.warn(actor, Kind::Large, |path| {
                report::large_state(path, bytes, limit);
            });
        }
    }

    /// An actor was run that long after the message that needed it.
    pub(crate) fn slow(&self, actor: &AnyCell, took: Duration, limit: Duration) {
        self.warn(actor, Kind::Slow, |path| {
            report::slow_wake_up(path, took, limit);
        });
    }

    /// An incarnation of it has ended: the next one has not hibernated yet.
    pub(crate) fn ended(&self, actor: &AnyCell) {
        if let Some(often) = self.often.get() {
            often.forget(actor.address());
        }
    }

    /// The cell at that address goes, and another actor's may come in its place.
    #[inline]
    pub(crate) fn gone(&self, address: usize) {
        // Whoever told it had a reference to the cell, which is given back by now.
        if self.has_told.load(Ordering::Relaxed) {
            self.forget(address);
        }
    }

    #[cold]
    fn forget(&self, address: usize) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.forget(address);
        if told.last.is_empty() {
            // Under the lock, as it is set.
            self.has_told.store(false, Ordering::Relaxed);
        }
    }

    /// Tells it, unless it was told in the last minute.
    #[cold]
    fn warn(&self, actor: &AnyCell, kind: Kind, tell: impl FnOnce(&str)) {
        let now = actor.link().system().sweeper().read_clock();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        self.has_told.store(true, Ordering::Relaxed);
        let new = told.note((actor.address(), kind), now);
        drop(told);
        if new {
            tell(&actor.link().path(actor.head().slot()));
        }
    }
}

impl Told {
    fn forget(&mut self, address: usize) {
        for kind in Kind::ALL {
            self.last.remove(&(address, kind));
        }
    }

    fn note(&mut self, of: (usize, Kind), now: u64) -> bool {
        if self.last.len() >= self.limit.max(FEW) {
            self.last.retain(|_, last| now - PAUSE.min(now) < *last);
            self.last.shrink_to(FEW);
            self.limit = self.last.len() * 2;
        }
        let last = self.last.entry(of);
        let mut new = false;
        let last = last.or_insert_with(|| {
            new = true;
            now
        });
        if now.saturating_sub(*last) >= PAUSE {
            *last = now;
            new = true;
        }
        new
    }
}

impl fmt::Debug for Warner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Warner").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_actor_is_told_of_once_a_minute_for_each_kind() {
        let mut told = Told::default();
        assert!(told.note((1, Kind::Large), 0));
        assert!(!told.note((1, Kind::Large), PAUSE - 1));
        assert!(told.note((1, Kind::TooOften), 5));
        assert!(told.note((2, Kind::Large), 5));
        assert!(told.note((1, Kind::Large), PAUSE));
        assert!(!told.note((1, Kind::Large), PAUSE + 1));
    }

    #[test]
    fn who_comes_in_the_place_of_another_is_told_of() {
        let mut told = Told::default();
        for kind in Kind::ALL {
            assert!(told.note((1, kind), 0));
        }
        told.forget(1);
        for kind in Kind::ALL {
            assert!(told.note((1, kind), 0));
        }
    }

    #[test]
    fn those_told_of_long_ago_are_forgotten() {
        let mut told = Told::default();
        for actor in 0..10_000 {
            told.note((actor, Kind::Large), actor as u64 * 1_000);
        }
        assert!(told.last.len() <= 2 * FEW, "{}", told.last.len());
    }
}
