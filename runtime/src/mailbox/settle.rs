//! Whether an actor that fell asleep has settled: it has slept from one look to the next.

use super::parts::Plain;
use super::{Loan, Mailbox, Phase, lend};

impl<M> Mailbox<M> {
    /// Whether it was to be looked at when it slept, and did not.
    #[inline]
    pub(crate) fn is_owed(&self) -> bool {
        self.0.is_owed()
    }
}

impl Plain {
    /// The actor falls asleep, and is to be looked at. Whether it is to be listed for that, which it was not.
    pub(crate) fn note_fresh(&self) -> bool {
        let mut guard = self.lock();
        guard.set_fresh(true);
        guard.set_owed(false);
        let first = !guard.is_listed();
        guard.set_listed(true);
        first
    }

    /// Looks at one that is listed. Lends the state of one that has settled; `Err`: whether it is looked at again,
    /// for which it stays listed.
    pub(crate) fn borrow_settled(&self) -> Result<Loan, bool> {
        let mut guard = self.lock();
        let phase = Phase::from_byte(guard.phase());
        let again = match phase {
            Phase::Asleep | Phase::LentAsleep if guard.is_fresh() => true,
            Phase::Asleep => {
                guard.set_listed(false);
                return Ok(lend(&mut guard, phase));
            }
            // Somebody looks at it just now.
            Phase::LentAsleep | Phase::SuspendedAsleep => true,
            // It is looked at when it has fallen asleep again.
            Phase::Idle | Phase::Busy | Phase::Parked | Phase::Lent | Phase::Suspended => {
                guard.set_owed(true);
                false
            }
            // What it holds is another one's then, or the handler's.
            Phase::Vacant
            | Phase::Barred
            | Phase::InPlace
            | Phase::InPlaceUntil
            | Phase::Down
            | Phase::Gone => false,
        };
        guard.set_fresh(false);
        guard.set_listed(again);
        Err(again)
    }

    /// Takes the turn of a sleeper, who must [`Mailbox::give_back_loan`].
    #[cfg(feature = "freeze")]
    pub(crate) fn borrow_asleep(&self) -> Option<Loan> {
        let mut guard = self.lock();
        let phase = Phase::from_byte(guard.phase());
        (phase == Phase::Asleep).then(|| lend(&mut guard, phase))
    }
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use super::*;
    use crate::mailbox::Rest;

    #[test]
    fn who_falls_asleep_is_listed_once_until_it_has_settled() {
        let mailbox = Mailbox::<u8>::vacant();
        assert!(mailbox.install_as((), false, |()| ()).is_ok());
        assert!(mailbox.claim().is_some());
        assert!(mailbox.rest(Rest::Asleep).is_ok());
        assert!(mailbox.note_fresh());
        assert!(!mailbox.note_fresh());
        assert!(matches!(mailbox.borrow_settled(), Err(true)));
        assert!(!mailbox.note_fresh());
        assert!(matches!(mailbox.borrow_settled(), Err(true)));
        // From one look to the next.
        assert!(mailbox.borrow_settled().is_ok());
        assert!(mailbox.note_fresh());
    }
}
