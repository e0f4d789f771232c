//! The turn in the hands of others: an inspector's loan, and what the runner leaves for those who look.

use super::parts::{Locked, Plain};
use super::rest::sleep_after;
use super::{Loan, Phase, Signalled, signal};

impl Plain {
    /// Takes the turn for an inspector, also from a parked task or a suspended actor, who must
    /// [`Mailbox::give_back_loan`].
    pub(crate) fn borrow_turn(&self) -> Option<Loan> {
        let mut guard = self.lock();
        let from = Phase::from_byte(guard.phase());
        if from.is_suspended() {
            guard.rare().rarest().suspend = true;
        } else if !matches!(from, Phase::Idle | Phase::Asleep | Phase::Parked) {
            return None;
        }
        Some(lend(&mut guard, from))
    }

    /// Ends a loan; what arrived meanwhile must be run as the answer says.
    pub(crate) fn give_back_loan(&self, loan: Loan) -> Signalled {
        let mut guard = self.lock();
        guard.clear(signal::LENT);
        if Phase::from_byte(guard.phase()).is_lent() {
            if let Some(phase) = loan.after(&guard) {
                if phase.is_suspended() {
                    guard.clear(signal::SYSTEM);
                    guard.rare().rarest().suspend = false;
                }
                guard.set_phase(phase as u8);
                return Signalled::Noted;
            }
            if loan.is_asleep() {
                sleep_after(&mut guard);
            }
            guard.set_phase(Phase::Busy as u8);
        }
        // Closed meanwhile, what is left to do is to end.
        if loan.from != Phase::Parked {
            return Signalled::Activate;
        }
        let waker = guard.found().and_then(|found| found.run.waker.take());
        drop(guard);
        // Without a waker the task was dropped meanwhile, and the turn is the inspector's.
        waker.map_or(Signalled::Activate, Signalled::Wake)
    }

    /// The task that has the turn is being dropped: takes the turn for the end. `false`: an inspector reads
    /// the state, and is left the turn.
    pub(crate) fn seize(&self) -> bool {
        let mut guard = self.lock();
        if guard.signals() & signal::LENT != 0 {
            guard.raise(signal::KILL);
            let waker = guard.found().and_then(|found| found.run.waker.take());
            drop(guard);
            drop(waker);
            return false;
        }
        let phase = Phase::from_byte(guard.phase());
        if phase == Phase::Parked || phase.is_in_place() {
            guard.set_phase(Phase::Busy as u8);
        }
        true
    }

    /// A handler runs for long: how many of the runner's batch wait behind it.
    pub(crate) fn note_left(&self, left: usize) {
        if let Some(found) = self.lock().found() {
            found.run.taken = left as u32;
        }
    }
}

pub(super) fn lend(guard: &mut Locked<'_>, from: Phase) -> Loan {
    guard.set_phase(match from {
        Phase::Asleep | Phase::SuspendedAsleep => Phase::LentAsleep,
        _ => Phase::Lent,
    } as u8);
    guard.raise(signal::LENT);
    Loan { from }
}
