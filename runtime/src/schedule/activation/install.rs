//! The beginning of an incarnation.

use super::Activation;
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::hibernate;

/// Puts an incarnation in, and runs it where something waits already.
pub(crate) fn install<A: Actor>(cell: &CellRef<A>, state: A) -> Result<(), A> {
    let mut state = state;
    if const { A::KEEPS }
        && let Some(mut kept) = cell.mailbox().take_kept()
    {
        state.restore(&mut kept);
    }
    let (held, generation) = cell.install(state)?;
    if const { !A::INTERVALS.is_empty() } {
        hibernate::interval::arm(cell, generation);
    }
    if let Some(held) = held {
        let mut activation = Activation::new(held);
        if const { A::START.is_some() }
            && let Some(start) = A::START
        {
            activation.begin_with(start());
        }
        activation.spawn();
        return Ok(());
    }
    let limit = cell.link().limits().hibernate;
    if limit == 0 {
        if let Some((held, _)) = cell.claim() {
            let mut activation = Activation::new(held);
            activation.sleepy = true;
            activation.rest_here();
        }
    } else if limit < u64::MAX {
        let sweeper = cell.link().system().sweeper();
        if cell.mailbox().begin_idle(sweeper.read_clock()) {
            sweeper.watch(cell.any().clone(), limit);
        }
    }
    Ok(())
}
