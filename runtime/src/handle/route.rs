//! Which cell a message goes to.

use std::fmt;

use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::exit::ExitReason;
use crate::link::ALONE;

/// How a handle finds the actor for a message: a type parameter of every handle.
pub trait Route: sealed::Sealed + Sized + 'static {
    #[doc(hidden)]
    type Target<A>: Clone + Send + Sync;

    #[doc(hidden)]
    fn describe<A>(target: &Self::Target<A>, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    #[doc(hidden)]
    fn identity<A>(target: &Self::Target<A>) -> usize;

    /// The cell that the next message goes to.
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "sealed: nobody outside can call it")]
    fn pick<A: Actor>(target: &Self::Target<A>) -> &CellRef<A>;
}

/// To the one actor that the handle is for.
#[derive(Clone, Copy, Debug)]
pub struct Single;

impl Route for Single {
    type Target<A> = One<A>;

    fn describe<A>(target: &One<A>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = target.cell.any().head();
        f.debug_tuple("ActorRef")
            .field(&format_args!("{}", head.link().path(head.slot())))
            .finish()
    }

    fn identity<A>(target: &One<A>) -> usize {
        target.cell.any().address()
    }

    #[allow(private_interfaces, reason = "sealed: nobody outside can call it")]
    #[inline]
    fn pick<A: Actor>(target: &One<A>) -> &CellRef<A> {
        &target.cell
    }
}

/// A cell, kept alive where the actor lives by its handles.
#[doc(hidden)]
pub struct One<A> {
    cell: CellRef<A>,
}

impl<A> One<A> {
    pub(crate) fn new(cell: CellRef<A>) -> Self {
        if cell.any().head().slot() == ALONE {
            cell.any().link().add_keeper();
        }
        Self { cell }
    }

    /// Unless the last handle of an actor that lives by its handles has gone.
    pub(crate) fn upgrade(cell: CellRef<A>) -> Option<Self> {
        let any = cell.any();
        let kept = any.head().slot() != ALONE || any.link().keep_on();
        kept.then(|| Self { cell })
    }

    pub(crate) fn any(&self) -> &AnyCell {
        self.cell.any()
    }
}

impl<A> Clone for One<A> {
    #[inline]
    fn clone(&self) -> Self {
        Self::new(self.cell.clone())
    }
}

impl<A> Drop for One<A> {
    #[inline]
    fn drop(&mut self) {
        let cell = self.cell.any();
        if cell.head().slot() == ALONE && cell.link().remove_keeper() {
            cell.erased().stop(ExitReason::Shutdown);
        }
    }
}

impl<A> fmt::Debug for One<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cell.fmt(f)
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Single {}
}
