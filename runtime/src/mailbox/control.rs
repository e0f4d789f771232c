//! The control lane: signals, and what the sweeper finds.

use super::parts::Plain;
use super::side::LONGEST_WATCH;
use super::{Limits, Phase, Signalled, Sweep, signal};
use crate::exit::ExitReason;
use crate::schedule::stalls::Stalls;

impl Plain {
    /// Raises signals for whoever has the turn.
    pub(crate) fn signal(&self, signals: u8) -> Signalled {
        self.signal_with(signals, None, None)
    }

    /// Asks for a graceful stop; the first reason counts.
    pub(crate) fn stop(&self, reason: ExitReason) -> Signalled {
        self.signal_with(signal::STOP, Some(reason), None)
    }

    /// The same for that incarnation alone.
    pub(crate) fn stop_incarnation(&self, generation: u32, reason: ExitReason) -> Signalled {
        self.signal_with(signal::STOP, Some(reason), Some(generation))
    }

    /// Refuses what is sent from now on, and asks for a stop once nothing waits; the first reason counts.
    pub(crate) fn drain(&self, reason: ExitReason) -> Signalled {
        self.signal_with(signal::DRAIN, Some(reason), None)
    }

    fn signal_with(
        &self,
        signals: u8,
        mut reason: Option<ExitReason>,
        generation: Option<u32>,
    ) -> Signalled {
        let mut guard = self.lock();
        let phase = Phase::from_byte(guard.phase());
        match phase {
            Phase::Down | Phase::Gone => return Signalled::Closed,
            Phase::Vacant | Phase::Barred => return Signalled::Vacant,
            _ => {}
        }
        if generation.is_some_and(|generation| generation != guard.generation()) {
            return Signalled::Vacant;
        }
        if reason.is_some() {
            let stop = &mut guard.rare().rarest().stop;
            if stop.is_none() {
                *stop = reason.take();
            }
        }
        if signals & signal::DRAIN != 0 {
            let marked = guard.is_marked();
            let draining = &mut guard.rare().rarest().draining;
            draining.get_or_insert(marked);
            guard.set_marked(true);
        }
        guard.raise(signals);
        match phase {
            Phase::Idle | Phase::Asleep | Phase::Suspended | Phase::SuspendedAsleep => {
                guard.set_phase(Phase::Busy as u8);
                Signalled::Activate
            }
            Phase::Parked | Phase::InPlace => {
                let waker = guard.run().waker.take();
                guard.set_phase(Phase::Busy as u8);
                drop(guard);
                waker.map_or(Signalled::Noted, Signalled::Wake)
            }
            Phase::Busy | Phase::InPlaceUntil if signals & signal::KILL != 0 => {
                let waker = guard.found().and_then(|found| found.run.waker.take());
                drop(guard);
                waker.map_or(Signalled::Noted, Signalled::Wake)
            }
            _ => Signalled::Noted,
        }
    }

    /// Takes back what has been dealt with.
    pub(crate) fn clear_signals(&self, signals: u8) {
        self.lock().clear(signals);
    }

    /// Why a stop was asked for.
    pub(crate) fn take_stop_reason(&self) -> Option<ExitReason> {
        let mut guard = self.lock();
        guard.found()?.rare?.rarest.as_mut()?.stop.take()
    }

    /// What the sweeper should do with its entry, now that it is due.
    pub(crate) fn sweep(&self, now: u64, limits: Limits, stalls: &Stalls) -> Sweep {
        let mut guard = self.lock();
        let phase = Phase::from_byte(guard.phase());
        let (signals, limit) = match phase {
            Phase::Busy | Phase::Lent | Phase::LentAsleep => {
                return Sweep::Again(now + limits.soon());
            }
            Phase::Parked => (signal::RETIRE, limits.parked()),
            Phase::Idle => (signal::HIBERNATE, limits.hibernate),
            // Kept, for the runtime may go, and nobody else would look at what waits.
            Phase::Suspended | Phase::SuspendedAsleep => {
                return Sweep::Again(now + limits.suspended());
            }
            _ => (0, u64::MAX),
        };
        let Some(found) = guard.found().filter(|_| limit < u64::MAX) else {
            guard.set_watched(false);
            return Sweep::Forget;
        };
        let (run, rare) = (found.run, found.rare);
        let seen = stalls.latest(run.seen);
        if seen > run.seen {
            // Nearly: the next look finds the same stall by it, and not the one that may have begun when this ended.
            run.seen = seen - 1;
        }
        // A plain time-out takes the place of the idle time.
        let plain = rare.and_then(|rare| Some(rare.time_out.as_ref()?.plain?.get()));
        let due = seen.saturating_add(limit);
        if let Some(until) = plain
            && phase == Phase::Idle
        {
            return Sweep::Again(until.max(now + 1).min(now + LONGEST_WATCH));
        }
        if due > now {
            run.note_awake(now);
            return Sweep::Again(due.min(now + LONGEST_WATCH));
        }
        let idle = seen.saturating_add(limits.hibernate);
        let mut again = now + limits.soon();
        let signals = if idle <= now && plain.is_none() {
            signals | signal::HIBERNATE
        } else {
            // It sleeps in time though its task is given back shortly before.
            again = again.min(idle.max(now + 1));
            signals
        };
        let waker = run.waker.take();
        guard.raise(signals);
        guard.set_phase(Phase::Busy as u8);
        match (phase, waker) {
            (Phase::Parked, Some(waker)) => Sweep::Wake(waker, again),
            (Phase::Parked, None) => Sweep::Again(again),
            _ => Sweep::Activate(again),
        }
    }
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use std::collections::VecDeque;
    use std::task::Waker;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::mailbox::bound::{Offered, Patience};
    use crate::mailbox::{Mailbox, Next, Pushed, Rest};

    const LIMITS: Limits = Limits {
        window: 100,
        hibernate: 1_000,
    };

    /// Of an actor that has been idle for long enough, and is about to be put to sleep.
    fn idle_for_long() -> Mailbox<u8> {
        let mailbox = Mailbox::vacant();
        assert!(mailbox.install_as((), false, |()| ()).is_ok());
        assert!(mailbox.claim().is_some());
        assert!(mailbox.rest(Rest::Watched { now: 0 }).is_ok());
        assert!(matches!(
            mailbox.sweep(5_000, LIMITS, &Stalls::default()),
            Sweep::Activate(_)
        ));
        mailbox
    }

    #[test]
    fn who_noted_a_time_that_stood_still_may_have_come_to_rest_later() {
        let mailbox = Mailbox::<u8>::vacant();
        assert!(mailbox.install_as((), false, |()| ()).is_ok());
        assert!(mailbox.claim().is_some());
        assert!(mailbox.rest(Rest::Watched { now: 10 }).is_ok());
        let begin = Instant::now();
        let mut stalls = Stalls::default();
        stalls.look(10, 0, begin);
        stalls.look(2_510, 0, begin + Duration::from_millis(2_500));
        for (now, next) in [(2_510, 3_510), (3_509, 3_510)] {
            let sweep = mailbox.sweep(now, LIMITS, &stalls);
            assert!(matches!(sweep, Sweep::Again(at) if at == next));
        }
        let sweep = mailbox.sweep(3_510, LIMITS, &stalls);
        assert!(matches!(sweep, Sweep::Activate(_)));
    }

    /// Each look is late: one stall begins where the last one ended.
    #[test]
    fn one_that_is_looked_at_late_each_time_sleeps_all_the_same() {
        let mailbox = Mailbox::<u8>::vacant();
        assert!(mailbox.install_as((), false, |()| ()).is_ok());
        assert!(mailbox.claim().is_some());
        let waker = Some(Waker::noop());
        let parked = mailbox.take_or_park(&mut VecDeque::new(), waker, 10);
        assert!(matches!(parked, Next::Parked { .. }));
        let begin = Instant::now();
        let mut stalls = Stalls::default();
        let mut sweeps = Vec::new();
        for now in (0..=1_200).step_by(50) {
            stalls.look(now, 0, begin + Duration::from_millis(now));
            if now < 100 {
                continue;
            }
            match mailbox.sweep(now, LIMITS, &stalls) {
                Sweep::Wake(..) => {
                    sweeps.push(now);
                    mailbox.clear_signals(signal::RETIRE);
                    assert!(mailbox.rest(Rest::Watched { now: 0 }).is_ok());
                }
                Sweep::Activate(_) => {
                    sweeps.push(now);
                    break;
                }
                _ => {}
            }
        }
        assert_eq!(sweeps, [150, 1_050]);
    }

    #[test]
    fn who_was_idle_for_long_enough_hibernates() {
        let next = idle_for_long().take_or_park(&mut VecDeque::new(), None, 5_000);
        assert!(matches!(next, Next::Quiet { signals } if signals & signal::HIBERNATE != 0));
    }

    #[test]
    fn a_message_that_comes_just_then_begins_its_idle_time_again() {
        let mailbox = idle_for_long();
        assert!(matches!(mailbox.push(1), Pushed::Queued));
        let mut batch = VecDeque::new();
        assert!(matches!(
            mailbox.take_or_park(&mut batch, None, 5_000),
            Next::Took
        ));
        batch.clear();
        let next = mailbox.take_or_park(&mut batch, None, 5_000);
        assert!(matches!(next, Next::Quiet { signals } if signals & signal::HIBERNATE == 0));
    }

    /// Of an actor whose task has waited for as long as one is kept.
    fn parked_for_long() -> Mailbox<u8> {
        let mailbox = Mailbox::vacant();
        assert!(mailbox.install_as((), false, |()| ()).is_ok());
        assert!(mailbox.claim().is_some());
        let next = mailbox.take_or_park(&mut VecDeque::new(), Some(Waker::noop()), 0);
        assert!(matches!(next, Next::Parked { .. }));
        assert!(matches!(
            mailbox.sweep(99, LIMITS, &Stalls::default()),
            Sweep::Again(100)
        ));
        assert!(matches!(
            mailbox.sweep(100, LIMITS, &Stalls::default()),
            Sweep::Wake(..)
        ));
        mailbox
    }

    #[test]
    fn a_task_that_has_waited_for_long_enough_is_given_back() {
        let next = parked_for_long().take_or_park(&mut VecDeque::new(), Some(Waker::noop()), 100);
        assert!(matches!(next, Next::Quiet { signals } if signals == signal::RETIRE));
    }

    #[test]
    fn who_gives_its_task_back_shortly_before_sleeps_in_time() {
        for (seen, now, next) in [(0, 100, 200), (0, 950, 1_000), (20, 1_000, 1_020)] {
            let mailbox = Mailbox::<u8>::vacant();
            assert!(mailbox.install_as((), false, |()| ()).is_ok());
            assert!(mailbox.claim().is_some());
            let waker = Some(Waker::noop());
            let parked = mailbox.take_or_park(&mut VecDeque::new(), waker, seen);
            assert!(matches!(parked, Next::Parked { .. }));
            let sweep = mailbox.sweep(now, LIMITS, &Stalls::default());
            assert!(matches!(sweep, Sweep::Wake(_, at) if at == next));
        }
    }

    #[test]
    fn a_message_that_comes_just_then_keeps_it() {
        let mailbox = parked_for_long();
        assert!(matches!(mailbox.push(1), Pushed::Queued));
        let mut batch = VecDeque::new();
        let waker = Some(Waker::noop());
        assert!(matches!(
            mailbox.take_or_park(&mut batch, waker, 100),
            Next::Took
        ));
        batch.clear();
        assert!(matches!(
            mailbox.take_or_park(&mut batch, waker, 100),
            Next::Parked { .. }
        ));
    }

    fn goes_first(mailbox: &Mailbox<u8>) {
        let offered = mailbox.offer_marked(1, false, true, Patience::None, None, |_| true);
        assert!(matches!(offered, Offered::Taken(Pushed::Queued)));
        assert_eq!(mailbox.take_first(None).0, Some(1));
    }

    #[test]
    fn so_does_one_that_goes_first() {
        let mailbox = parked_for_long();
        goes_first(&mailbox);
        let waker = Some(Waker::noop());
        let next = mailbox.take_or_park(&mut VecDeque::new(), waker, 100);
        assert!(matches!(next, Next::Parked { .. }));

        let mailbox = idle_for_long();
        goes_first(&mailbox);
        let next = mailbox.take_or_park(&mut VecDeque::new(), None, 5_000);
        assert!(matches!(next, Next::Quiet { signals } if signals & signal::HIBERNATE == 0));
    }

    #[test]
    fn who_works_is_looked_at_again_when_it_may_be_idle() {
        let mailbox = Mailbox::<u8>::vacant();
        assert!(mailbox.install_as((), false, |()| ()).is_ok());
        assert!(mailbox.claim().is_some());
        let again = |hibernate| {
            let limits = Limits {
                hibernate,
                ..LIMITS
            };
            match mailbox.sweep(5_000, limits, &Stalls::default()) {
                Sweep::Again(at) => at - 5_000,
                _ => 0,
            }
        };
        assert_eq!(again(1_000), 100);
        assert_eq!(again(7), 7);
        assert_eq!(again(0), 100);
        assert_eq!(again(u64::MAX), 100);
    }
}
