//! `#[every]`: one entry in the system's wheel, awake or asleep.
//!
//! A period is counted from the moment its tick is handled, so that a busy actor never has two ticks
//! of one interval in its queue.

use std::time::Duration;

use crate::actor::{Actor, Kind};
use crate::cell::reference::CellRef;
use crate::schedule::activation;
use crate::schedule::ticks::Tick;

/// Arms all intervals of a new incarnation.
pub(crate) fn arm<A: Actor>(cell: &CellRef<A>, generation: u32) {
    for (index, interval) in A::INTERVALS.iter().enumerate() {
        schedule(cell, generation, index, interval.period());
    }
}

/// Whether a message is the tick of an earlier incarnation, which waited when that ended: its own chain goes on
/// without it.
#[inline]
pub(crate) fn is_stale<A: Actor>(cell: &CellRef<A>, message: &A::Message) -> bool {
    !A::INTERVALS.is_empty()
        && A::tick(message).is_some_and(|generation| generation != cell.mailbox().generation())
}

/// A tick is about to be handled: arms the next one.
pub(crate) fn rearm<A: Actor>(cell: &CellRef<A>, handler: usize) {
    let every = |index: usize| {
        A::HANDLERS
            .get(index)
            .is_some_and(|spec| spec.kind() == Kind::Every)
    };
    if every(handler) {
        let index = (0..handler).filter(|before| every(*before)).count();
        if let Some(interval) = A::INTERVALS.get(index) {
            schedule(cell, cell.mailbox().generation(), index, interval.period());
        }
    }
}

fn schedule<A: Actor>(cell: &CellRef<A>, generation: u32, index: usize, period: Duration) {
    let sweeper = cell.link().system().sweeper();
    sweeper.tick(Tick {
        cell: cell.any().clone(),
        generation,
        index: index as u32,
        due: sweeper.later(period),
    });
}

/// A tick is due.
pub(crate) fn send<A: Actor>(cell: &CellRef<A>, generation: u32, index: u32) {
    if let Some(interval) = A::INTERVALS.get(index as usize)
        && let Ok(Some(held)) = cell.push(interval.message(generation))
    {
        activation::spawn(held);
    }
}
