//! What is told of an actor, whatever its type.

use std::thread;

use crate::cell::reference::AnyCell;
use crate::compact::Measure;
use crate::dying;
use crate::handle::door::{Memory, Status};
use crate::hibernate::in_place::Record;
use crate::mailbox::{Phase, Plain};
use crate::observe::why_awake::WhyAwake;

/// How often a sleeper that somebody else looks at, moves or freezes is asked again.
const PATIENCE: usize = 100;

/// That of an actor whose handler hibernates where it is.
pub(super) fn memory_in_place(cell: &AnyCell, mailbox: &Plain, size: usize) -> Option<Memory> {
    if !cell.erased().phase().is_in_place() {
        return None;
    }
    let in_place = cell.link().system().in_place();
    let (task, state) = in_place.find(cell, Record::memory)?;
    Some(Memory {
        cell: size,
        mailbox: mailbox.bytes(),
        task,
        lasting: mailbox.lasting_bytes() + task,
        state,
    })
}

/// Measures a state, also that of a sleeper whom somebody else looks at just now. A measure that panics has measured
/// nothing.
pub(super) fn measured(cell: &AnyCell, measure: &dyn Fn() -> Option<Measure>) -> Option<Measure> {
    let mut state = dying::catch_rarely(measure);
    for _ in 0..PATIENCE {
        if !matches!(state, Ok(None)) || cell.erased().phase() != Phase::LentAsleep {
            break;
        }
        thread::yield_now();
        state = dying::catch_rarely(measure);
    }
    state.ok().flatten()
}

pub(super) fn status(cell: &AnyCell) -> Status {
    let phase = cell.erased().phase();
    match phase {
        Phase::Vacant if cell.erased().generation() == 0 => Status::Starting,
        Phase::Vacant | Phase::Barred => Status::Restarting,
        Phase::Idle | Phase::Parked | Phase::Lent | Phase::Suspended => Status::Idle,
        Phase::Asleep | Phase::LentAsleep | Phase::SuspendedAsleep => Status::Hibernated,
        Phase::Busy => Status::Running,
        Phase::InPlace | Phase::InPlaceUntil => {
            let in_place = cell.link().system().in_place();
            match in_place.find(cell, |record| record.is_asleep()) {
                Some(true) => Status::Hibernated,
                _ => Status::Running,
            }
        }
        Phase::Down => Status::Down,
        Phase::Gone => Status::Gone,
    }
}

pub(super) fn why_awake(cell: &AnyCell, mailbox: &Plain) -> Option<WhyAwake> {
    if cell.erased().phase().is_in_place() && status(cell) == Status::Running {
        return Some(WhyAwake::Running);
    }
    let now = cell.link().system().sweeper().read_clock();
    WhyAwake::of(&mailbox.look(), cell.link().idle(), now)
}
