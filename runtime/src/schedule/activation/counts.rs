//! What is told of a handler before and after it has run, where somebody wants to know.

use super::Activation;
use crate::actor::Actor;
use crate::cell::reference::{CellRef, Table};
use crate::observe::counts::{self, Did};
use crate::observe::switch;
use crate::watchdog;

impl<A: Actor> Activation<A> {
    /// A message is about to be handled.
    #[inline]
    pub(super) fn tell(cell: &CellRef<A>, handler: usize) {
        if switch::is_any_on() {
            Self::tell_now(cell, handler);
        }
    }

    #[cold]
    #[inline(never)]
    fn tell_now(cell: &CellRef<A>, handler: usize) {
        watchdog::note(handler);
        Self::count(cell, handler);
    }

    /// The same where no watchdog is to know.
    pub(super) fn count(cell: &CellRef<A>, handler: usize) {
        if counts::is_on() {
            counts::handled(cell.any(), handler);
        }
    }

    /// The handler did more than to stay awake; a hook is none.
    pub(super) fn count_outcome(&self, did: Did) {
        if counts::is_on() && self.ending.is_none() {
            counts::did(Table::of::<A>().about(), self.handler, did);
        }
    }
}
