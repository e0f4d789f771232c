//! Counting what handlers do, where that was asked for.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{pauses, switch, types};
use crate::actor::about::About;
use crate::cell::reference::AnyCell;

/// Counts, from now on, what the handlers of all actors of this process do, or stops counting.
///
/// Counted are, for each handler of each type, the messages that were handed to it, and how often it hibernated, stopped or
/// failed; how often actors of a type fell asleep; and the pauses between the messages of a sample of actors, out of which
/// [`MemoryReport`](crate::MemoryReport) suggests a `hibernate_after`. Actors that are started alone meanwhile are listed, so that
/// a report finds them. [`CoverageReport`](crate::CoverageReport) shows the counts; they begin with the process and are not
/// reset.
///
/// Off by default, when it costs nothing. While it is on, it costs two looks into tables and one at the clock for each message.
///
/// ```
/// dormouse::set_counting(true);
/// # dormouse::set_counting(false);
/// ```
pub fn set_counting(on: bool) {
    switch::turn(switch::COUNTS, on);
}

thread_local! {
    /// Whether the handler that this thread runs has answered with an error, and hibernates.
    static ERROR: Cell<bool> = const { Cell::new(false) };
}

/// A number that goes up.
pub(crate) type Counter = AtomicU64;

/// What a handler has done.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    handled: Counter,
    hibernated: Counter,
    hibernated_with_error: Counter,
    stopped: Counter,
    failed: Counter,
}

/// What a handler did, if it did not just stay awake.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Did {
    Hibernate,
    Stop,
    Fail,
}

/// What has been counted of one handler.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandlerCounts {
    handled: u64,
    hibernated: u64,
    hibernated_with_error: u64,
    stopped: u64,
    failed: u64,
}

impl HandlerCounts {
    /// How many messages were handed to it.
    #[must_use]
    pub fn handled(&self) -> u64 {
        self.handled
    }

    /// How often it asked for hibernation.
    #[must_use]
    pub fn hibernated(&self) -> u64 {
        self.hibernated
    }

    /// How often it answered with an error and asked for hibernation; part of [`hibernated`](Self::hibernated).
    #[must_use]
    pub fn hibernated_with_error(&self) -> u64 {
        self.hibernated_with_error
    }

    /// How often it stopped its actor, with a clean reason.
    #[must_use]
    pub fn stopped(&self) -> u64 {
        self.stopped
    }

    /// How often it failed: panicked, or ended its actor with an error.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed
    }
}

impl Counts {
    pub(crate) fn get(&self) -> HandlerCounts {
        let get = |counter: &Counter| counter.load(Ordering::Relaxed);
        HandlerCounts {
            handled: get(&self.handled),
            hibernated: get(&self.hibernated),
            hibernated_with_error: get(&self.hibernated_with_error),
            stopped: get(&self.stopped),
            failed: get(&self.failed),
        }
    }
}

/// Whether anything is counted.
#[inline]
pub(crate) fn is_on() -> bool {
    switch::is_on(switch::COUNTS)
}

/// A message is about to be handled.
pub(crate) fn handled(cell: &AnyCell, handler: usize) {
    ERROR.set(false);
    let now = cell.link().system().sweeper().read_clock();
    types::with(cell.link().table().about(), |actor| {
        if let Some(counts) = actor.counts.get(handler) {
            counts.handled.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(pause) = pauses::note(cell.address(), now) {
            actor.pauses.add(pause);
        }
    });
}

/// A handler answers with an error, and hibernates: what it did is told next.
#[cold]
pub(crate) fn hibernates_with_error() {
    if is_on() {
        ERROR.set(true);
    }
}

/// A handler did more than to stay awake.
#[cold]
pub(crate) fn did(about: &About, handler: usize, did: Did) {
    let with_error = ERROR.take();
    types::with(about, |actor| {
        if let Some(counts) = actor.counts.get(handler) {
            let counter = match did {
                Did::Hibernate => &counts.hibernated,
                Did::Stop => &counts.stopped,
                Did::Fail => &counts.failed,
            };
            counter.fetch_add(1, Ordering::Relaxed);
            if with_error && matches!(did, Did::Hibernate) {
                counts.hibernated_with_error.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
}

/// An actor falls asleep.
#[cold]
pub(crate) fn asleep(about: &About) {
    types::with(about, |actor| {
        actor.hibernations.fetch_add(1, Ordering::Relaxed);
    });
}
