//! The user's state in its cell, and the turn: the right to touch it.
//!
//! Invariant of this file: the slot is initialised exactly while the phase is `Idle`, `Asleep`, `Parked`,
//! `Suspended`, `SuspendedAsleep`, `Lent` or `LentAsleep`, or a [`Held`] exists that says so, whatever the phase; and at
//! most one `Held` that says so exists for a cell, made where the mailbox gives the turn away. While the
//! state is lent, nobody touches it through a `Held`: its owner has seen that the mailbox lets it
//! (`resume`, `seize`).

#![allow(
    unsafe_code,
    reason = "the state lies in the cell, and who has the turn may touch it"
)]

use std::fmt;
use std::mem::MaybeUninit;
use std::sync::Arc;

use super::reference::{CellRef, Head};
use super::sync::UnsafeCell;
use crate::actor::Actor;
use crate::link::{Identity, Link};
use crate::mailbox::{Installed, Loan, Mailbox, Phase, Pushed, Signalled};

/// One actor: head, mailbox, state.
#[repr(C)]
pub(crate) struct Cell<A: Actor> {
    head: Head,
    mailbox: Mailbox<A::Message>,
    state: UnsafeCell<MaybeUninit<A>>,
}

// SAFETY: the state is reached by whoever has the turn, one at a time; it and the messages are `Send`.
unsafe impl<A: Actor> Sync for Cell<A> {}
// SAFETY: as above.
unsafe impl<A: Actor> Send for Cell<A> {}

impl<A: Actor> Cell<A> {
    pub(super) fn vacant(link: Arc<Link>) -> Self {
        let mailbox = match A::OPTIONS.bound() {
            None => Mailbox::vacant(),
            Some(_) => Mailbox::vacant_and_bounded(),
        };
        Self {
            head: Head::new(link),
            mailbox,
            state: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    pub(crate) fn identity(&self) -> Identity {
        Identity(std::ptr::from_ref(self).addr())
    }

    #[inline]
    pub(crate) fn link(&self) -> &Arc<Link> {
        self.head.link()
    }

    #[inline]
    pub(crate) fn mailbox(&self) -> &Mailbox<A::Message> {
        &self.mailbox
    }
}

impl<A: Actor> CellRef<A> {
    /// Queues what is neither call nor cast, whatever the bound of the mailbox, or gives it back.
    pub(crate) fn push(&self, message: A::Message) -> Result<Option<Held<A>>, A::Message> {
        self.pushed(self.mailbox().push(message))
    }

    /// Queues what a user sends. Given back, it is for
    /// [`offer_marked`](crate::mailbox::Mailbox::offer_marked).
    #[inline]
    pub(crate) fn offer(&self, message: A::Message) -> Result<Option<Held<A>>, A::Message> {
        self.pushed(self.mailbox().offer(message))
    }

    /// Turns the mailbox' answer to a message into the turn, or wakes who has it.
    #[inline]
    pub(crate) fn pushed(&self, pushed: Pushed<A::Message>) -> Result<Option<Held<A>>, A::Message> {
        match pushed {
            Pushed::Queued => Ok(None),
            Pushed::Activate => Ok(Some(Held::new(self))),
            Pushed::Wake(waker) => {
                waker.wake();
                Ok(None)
            }
            Pushed::Refused(message) => Err(message),
        }
    }

    /// Takes the turn of an idle actor; says whether it slept.
    #[inline]
    pub(crate) fn claim(&self) -> Option<(Held<A>, bool)> {
        let claimed = self.mailbox().claim()?;
        Some((Held::new(self), claimed.was_asleep))
    }

    /// Whether that is where this cell's state lies.
    pub(crate) fn is_state(&self, state: *const A) -> bool {
        std::ptr::addr_eq(&raw const self.state, state)
    }

    /// Turns the mailbox' answer to a signal into the turn, or wakes who has it.
    pub(crate) fn carry_out(&self, signalled: Signalled) -> Carried<A> {
        match signalled {
            Signalled::Noted => Carried::Noted,
            Signalled::Activate => Carried::Activate(Held::new(self)),
            Signalled::Wake(waker) => {
                waker.wake();
                Carried::Noted
            }
            Signalled::Vacant => Carried::Vacant,
            Signalled::Closed => Carried::Closed,
        }
    }

    /// The sweeper was told to run this cell.
    pub(crate) fn held_by_sweeper(&self, _proof: Swept) -> Held<A> {
        Held::new(self)
    }

    /// Puts a new incarnation in; gives the state back where none is wanted. The turn comes with it
    /// when something waits already.
    pub(crate) fn install(&self, state: A) -> Result<(Option<Held<A>>, u32), A> {
        let start = A::START.is_some();
        let Installed {
            activate,
            generation,
        } = self.mailbox().install_as(state, start, |state| {
            self.state.with_mut(|slot| {
                // SAFETY: called under the mailbox' lock in phase `Vacant`, where the slot is empty and
                // nobody has the turn.
                unsafe { (*slot).write(state) };
            });
        })?;
        Ok((activate.then(|| Held::new(self)), generation))
    }

    /// Lends the state of an actor that does nothing, for reading.
    pub(crate) fn inspect<R>(&self, read: impl FnOnce(&A) -> R) -> Option<(R, Carried<A>)> {
        self.lend(|state| read(state))
    }

    /// Lends the state of an actor that does nothing.
    pub(crate) fn lend<R>(&self, work: impl FnOnce(&mut A) -> R) -> Option<(R, Carried<A>)> {
        let loan = self.mailbox().borrow_turn()?;
        Some(self.lend_by(loan, work))
    }

    /// Lends the state of a sleeper.
    #[cfg(feature = "freeze")]
    pub(crate) fn lend_asleep<R>(&self, work: impl FnOnce(&mut A) -> R) -> Option<(R, Carried<A>)> {
        let loan = self.mailbox().borrow_asleep()?;
        Some(self.lend_by(loan, work))
    }

    /// Lends the state of one that has slept from one look to the next. `Err`: whether to look again.
    pub(crate) fn lend_settled<R>(
        &self,
        work: impl FnOnce(&mut A) -> R,
    ) -> Result<(R, Carried<A>), bool> {
        let loan = self.mailbox().borrow_settled()?;
        Ok(self.lend_by(loan, work))
    }

    /// The loan is one of this cell's mailbox.
    fn lend_by<R>(&self, loan: Loan, work: impl FnOnce(&mut A) -> R) -> (R, Carried<A>) {
        /// Gives the turn back also when `work` panics.
        struct Lent<'a, A: Actor>(&'a CellRef<A>, Option<Loan>);
        impl<A: Actor> Lent<'_, A> {
            fn end(&mut self) -> Carried<A> {
                match self.1.take() {
                    Some(loan) => self.0.carry_out(self.0.mailbox.give_back_loan(loan)),
                    None => Carried::Noted,
                }
            }
        }
        impl<A: Actor> Drop for Lent<'_, A> {
            fn drop(&mut self) {
                // While unwinding: what arrived meanwhile must still be run.
                if let Carried::Activate(held) = self.end() {
                    crate::schedule::activation::spawn(held);
                }
            }
        }
        let mut lent = Lent(self, Some(loan));
        let result = self.state.with_mut(|slot| {
            // SAFETY: the state is lent until `end`: the slot is initialised, and nobody else may
            // touch it.
            work(unsafe { (*slot).assume_init_mut() })
        });
        let carried = lent.end();
        (result, carried)
    }
}

impl<A: Actor> Drop for Cell<A> {
    fn drop(&mut self) {
        let full = matches!(
            self.mailbox().phase(),
            Phase::Idle | Phase::Asleep | Phase::Parked | Phase::Suspended | Phase::SuspendedAsleep
        );
        if full {
            let dropped = crate::dying::catch_rarely(|| {
                self.state.with_mut(|slot| {
                    // SAFETY: by the invariant the slot is initialised, and nobody refers to the cell.
                    unsafe { (*slot).assume_init_drop() };
                });
            });
            // Where the state panicked in its drop, nobody is left to be told.
            drop(dropped);
        }
        let system = self.link().system();
        system.warner().gone(self.identity().0);
    }
}

impl<A: Actor> fmt::Debug for Cell<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cell")
            .field("phase", &self.mailbox().phase())
            .field("generation", &self.mailbox().generation())
            .finish_non_exhaustive()
    }
}

/// Proof that the sweeper took the turn of a cell under its lock.
#[derive(Debug)]
pub(crate) struct Swept(());

impl Swept {
    /// To be made only where [`Sweep::Activate`](crate::mailbox::Sweep) was answered.
    pub(crate) fn new() -> Self {
        Self(())
    }
}

/// What became of a signal.
#[must_use]
pub(crate) enum Carried<A: Actor> {
    /// Whoever has the turn will see to it.
    Noted,
    /// The turn is the caller's, who must run it.
    Activate(Held<A>),
    /// No incarnation runs now.
    Vacant,
    /// Down or gone.
    Closed,
}

/// The turn: the right to the state of one cell, and a reference that keeps it alive.
pub(crate) struct Held<A: Actor> {
    cell: CellRef<A>,
    /// Whether the state is there.
    present: bool,
}

impl<A: Actor> Held<A> {
    /// Only where the mailbox has just gone from idle to busy on behalf of the caller.
    #[inline]
    fn new(cell: &CellRef<A>) -> Self {
        Self::of(cell.clone())
    }

    /// The same with a reference of its own.
    #[inline]
    pub(super) fn of(cell: CellRef<A>) -> Self {
        Self {
            cell,
            present: true,
        }
    }

    #[inline]
    pub(crate) fn cell(&self) -> &CellRef<A> {
        &self.cell
    }

    /// The state, unless it was dropped.
    #[inline]
    pub(crate) fn state(&mut self) -> Option<&mut A> {
        if !self.present {
            return None;
        }
        let state = self.cell.state.with_mut(|slot| {
            // SAFETY: the one `Held` of the cell is borrowed exclusively, and the state is present.
            unsafe { (*slot).assume_init_mut() }
        });
        Some(state)
    }

    /// The state, for as long as the caller says.
    ///
    /// # Safety
    ///
    /// The reference is gone before this `Held`, and before the state is dropped or touched through it in
    /// another way.
    #[inline]
    pub(crate) unsafe fn borrow_for<'a>(&mut self) -> Option<&'a mut A>
    where
        A: 'a,
    {
        if !self.present {
            return None;
        }
        let state = self.cell.state.with_mut(|slot| {
            // SAFETY: the one `Held` of the cell is borrowed exclusively and the state is present; the
            // cell lives as long as this `Held`, which the caller keeps for `'a`.
            unsafe { (*slot).assume_init_mut() }
        });
        Some(state)
    }

    /// Drops the state. What its drop panics with is caught by the caller.
    pub(crate) fn drop_state(&mut self) {
        // Said first: a state that panics in its drop is not dropped twice.
        if std::mem::replace(&mut self.present, false) {
            self.cell.state.with_mut(|slot| {
                // SAFETY: the state was present, and this `Held` is the only way to it.
                unsafe { (*slot).assume_init_drop() };
            });
        }
    }
}

impl<A: Actor> fmt::Debug for Held<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held")
            .field("cell", &self.cell)
            .field("present", &self.present)
            .finish()
    }
}
