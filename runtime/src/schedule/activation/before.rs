//! What is asked and done before a message is handled, wherever that is.

use super::Activation;
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::cell::turn::Running;
use crate::hibernate;
use crate::info::claim;

impl<A: Actor> Activation<A> {
    /// Whether what a message came from is over. Asked once: a message that is not may be claimed by it.
    #[inline]
    pub(super) fn is_over(cell: &CellRef<A>, message: &A::Message) -> bool {
        hibernate::interval::is_stale(cell, message) || A::INFOS && !claim::<A>(message)
    }

    /// What is to be done before a message is handled.
    #[inline]
    pub(super) fn before(running: &mut Running<A>, handler: usize) {
        Self::tell(running.cell(), handler);
        Self::wake(running);
        Self::go_on(running.cell(), handler);
    }

    /// A message is what a time-out waits for, and a tick is followed by the next.
    #[inline]
    pub(super) fn go_on(cell: &CellRef<A>, handler: usize) {
        Self::end_time_out(cell);
        if const { !A::INTERVALS.is_empty() } {
            hibernate::interval::rearm(cell, handler);
        }
    }
}
