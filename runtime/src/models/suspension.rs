//! Suspension, and what is done between two messages, under others that come.

use std::collections::VecDeque;
use std::sync::Arc;

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::{counting, idle, model};
use crate::mailbox::{Next, Phase, Pushed, Request, Requested, Rest, Signalled, Suspended, signal};

#[test]
fn an_actor_that_rests_is_suspended_by_itself_or_by_who_asks() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let other = Arc::clone(&mailbox);
        let asking = thread::spawn(move || matches!(other.suspend_actor(), Suspended::Done { .. }));
        let kept = mailbox.rest(Rest::Asleep).is_err();
        if kept {
            assert!(mailbox.halt(&mut VecDeque::new(), true).is_some());
        }
        let done = asking.join().unwrap();
        assert!(done != kept, "exactly one suspends it");
        assert_eq!(mailbox.phase(), Phase::SuspendedAsleep);
        assert!(matches!(mailbox.push(1), Pushed::Queued));
        assert!(mailbox.claim().is_none());
    });
}

#[test]
fn a_message_that_comes_with_the_resume_is_not_lost() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        assert!(mailbox.rest(Rest::Asleep).is_ok());
        assert!(matches!(mailbox.suspend_actor(), Suspended::Done { .. }));
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || matches!(sender.push(1), Pushed::Activate));
        let resumed = matches!(mailbox.resume_actor(), Signalled::Activate);
        let sent = sending.join().unwrap();
        assert!(resumed != sent, "exactly one has the turn");
        assert_eq!(mailbox.phase(), Phase::Busy);
        assert_eq!(mailbox.len(), 1);
    });
}

/// Something that looks at the state.
pub(super) fn request() -> Request {
    Request {
        reads: true,
        work: Box::new(|_| ()),
    }
}

#[test]
fn a_request_is_seen_by_the_runner_or_done_by_who_asks() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let other = Arc::clone(&mailbox);
        let (_, waker) = counting();
        let asking = thread::spawn(move || match other.request(request()) {
            Requested::Noted => false,
            Requested::Free(_) => true,
            Requested::Wake(_) | Requested::Refused(_) => panic!("an incarnation runs"),
        });
        let next = mailbox.take_or_park(&mut VecDeque::new(), Some(&waker), 0);
        let free = asking.join().unwrap();
        match next {
            Next::Quiet { signals } => {
                assert_ne!(signals & signal::SYSTEM, 0);
                assert!(!free);
                assert_eq!(mailbox.take_requests().len(), 1);
            }
            Next::Parked { .. } => assert!(free, "a request that nobody sees"),
            Next::Took | Next::Marked => panic!("there are no messages"),
        }
    });
}

#[test]
fn a_suspended_actor_that_is_read_and_resumed_is_run_once() {
    model(|| {
        let mailbox = idle();
        assert!(matches!(mailbox.suspend_actor(), Suspended::Done { .. }));
        assert!(matches!(mailbox.push(1), Pushed::Queued));
        let reader = Arc::clone(&mailbox);
        let turns = Arc::new(AtomicUsize::new(0));
        let read = Arc::clone(&turns);
        let reading = thread::spawn(move || {
            if let Some(loan) = reader.borrow_turn()
                && let Signalled::Activate = reader.give_back_loan(loan)
            {
                read.fetch_add(1, Ordering::SeqCst);
            }
        });
        if let Signalled::Activate = mailbox.resume_actor() {
            turns.fetch_add(1, Ordering::SeqCst);
        }
        reading.join().unwrap();
        assert_eq!(turns.load(Ordering::SeqCst), 1, "exactly one has the turn");
        assert_eq!(mailbox.phase(), Phase::Busy);
    });
}

#[test]
fn a_message_that_comes_with_a_suspension_is_handled_before_it_or_waits() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let other = Arc::clone(&mailbox);
        let asking = thread::spawn(move || {
            assert!(matches!(other.push(1), Pushed::Queued));
            assert!(matches!(other.suspend_actor(), Suspended::Asked(_)));
        });
        let mut batch = VecDeque::new();
        let mut handled = 0;
        if mailbox.signals() & signal::SYSTEM == 0
            && let Next::Took = mailbox.take_or_park(&mut batch, None, 0)
        {
            handled += batch.drain(..).count();
        }
        asking.join().unwrap();
        assert_ne!(mailbox.signals() & signal::SYSTEM, 0);
        assert!(mailbox.halt(&mut batch, false).is_some());
        assert_eq!(mailbox.phase(), Phase::Suspended);
        assert_eq!(handled + mailbox.len(), 1, "a message that nobody has");
    });
}
