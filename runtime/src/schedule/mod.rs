//! Who runs a cell, and when: the caller, a parked task, or a task spawned by a wake-up.

pub(crate) mod activation;
pub(crate) mod erased;
mod inspected;
pub(crate) mod offers;
pub(crate) mod sleep;
pub(crate) mod stalls;
pub(crate) mod suspend;
pub(crate) mod sweeper;
pub(crate) mod system;
pub(crate) mod ticks;
