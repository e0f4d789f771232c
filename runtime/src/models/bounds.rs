//! Full mailboxes and lanes: nobody who waits is forgotten, and nothing is admitted twice.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll};

use loom::sync::atomic::Ordering;
use loom::thread;

use super::{counting, idle, model};
use crate::cell::reply::Receiver;
use crate::exit::ExitReason;
use crate::mailbox::bound::{Admitted, Bound, Offered, Overflow, Patience};
use crate::mailbox::{Mailbox, Next, Phase, Pushed, Rest, signal};

const ONE: Option<Bound> = Some(Bound::new(1, Overflow::Wait));

/// A busy actor whose mailbox has room for one message, and holds it.
fn full() -> Arc<Mailbox<u8>> {
    let mailbox = Mailbox::vacant_and_bounded();
    assert!(mailbox.install((), |()| ()).is_ok());
    assert!(mailbox.claim().is_some());
    assert!(matches!(offer(&mailbox, 1), Offered::Taken(Pushed::Queued)));
    Arc::new(mailbox)
}

fn offer(mailbox: &Mailbox<u8>, message: u8) -> Offered<u8> {
    mailbox.offer_marked(message, false, false, Patience::Room, ONE, |_| true)
}

/// Takes all that comes, as a runner does, and tells those who came in.
fn take_all(mailbox: &Mailbox<u8>) -> Vec<u8> {
    let mut batch = VecDeque::new();
    while mailbox.take_or_park(&mut batch, None, 0) == Next::Marked {
        for admission in mailbox.take_one(&mut batch, ONE) {
            admission.send(Admitted::Yes);
        }
    }
    batch.into()
}

fn polled(receiver: &mut Receiver<Admitted>) -> Poll<Admitted> {
    let (_, waker) = counting();
    receiver.poll_value(&mut Context::from_waker(&waker))
}

#[test]
fn a_sender_that_waits_is_not_forgotten_by_a_runner_that_makes_room() {
    model(|| {
        let mailbox = full();
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || match offer(&sender, 2) {
            Offered::Taken(Pushed::Queued) => None,
            Offered::Waits(_, receiver) => receiver,
            _ => panic!("it waits or is taken, and the runner has the turn"),
        });
        let mut taken = take_all(&mailbox);
        let waits = sending.join().unwrap();
        taken.extend(take_all(&mailbox));
        assert_eq!(taken, [1, 2]);
        if let Some(mut receiver) = waits {
            assert_eq!(polled(&mut receiver), Poll::Ready(Admitted::Yes));
        }
        assert_eq!(mailbox.senders_waiting(), 0);
    });
}

#[test]
fn a_sender_that_leaves_its_line_is_out_or_in_but_not_both() {
    model(|| {
        let mailbox = full();
        let Offered::Waits(ticket, _) = offer(&mailbox, 2) else {
            panic!("the mailbox is full");
        };
        let sender = Arc::clone(&mailbox);
        let leaving = thread::spawn(move || sender.withdraw(ticket).is_some());
        let mut taken = take_all(&mailbox);
        let left = leaving.join().unwrap();
        taken.extend(take_all(&mailbox));
        assert_eq!(taken.len(), if left { 1 } else { 2 });
    });
}

#[test]
fn a_sender_in_line_learns_of_the_end() {
    model(|| {
        let mailbox = full();
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || match offer(&sender, 2) {
            Offered::Refused(2) => None,
            Offered::Waits(_, receiver) => receiver,
            _ => panic!("it waits or is refused"),
        });
        drop(mailbox.vacate(&ExitReason::Normal, None, None));
        let closed = mailbox.close(Phase::Gone);
        assert_eq!(closed.messages, [1]);
        drop(closed.waiting);
        if let Some(mut receiver) = sending.join().unwrap() {
            assert_eq!(polled(&mut receiver), Poll::Ready(Admitted::No));
        }
        assert_eq!(mailbox.senders_waiting(), 0);
    });
}

#[test]
fn a_wider_mailbox_lets_those_in_who_wait() {
    model(|| {
        let mailbox = full();
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || match offer(&sender, 2) {
            Offered::Taken(Pushed::Queued) => None,
            Offered::Waits(_, receiver) => receiver,
            _ => panic!("it waits or is taken"),
        });
        let (_, admitted) = mailbox.set_bound(Bound::new(2, Overflow::Wait));
        for admission in admitted {
            admission.send(Admitted::Yes);
        }
        if let Some(mut receiver) = sending.join().unwrap() {
            assert_eq!(polled(&mut receiver), Poll::Ready(Admitted::Yes));
        }
        assert_eq!(mailbox.len(), 2);
    });
}

#[test]
fn what_goes_first_is_not_lost_to_an_actor_that_falls_asleep() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || {
            let offered = sender.offer_marked(1, false, true, Patience::None, None, |_| true);
            matches!(offered, Offered::Taken(Pushed::Activate))
        });
        let kept = mailbox.rest(Rest::Asleep).is_err();
        let activated = sending.join().unwrap();
        assert!(kept != activated, "exactly one has the turn");
        assert_ne!(mailbox.signals() & signal::FIRST, 0);
        assert_eq!(mailbox.take_first(None).0, Some(1));
        assert_eq!(mailbox.signals(), 0);
    });
}

#[test]
fn what_goes_first_wakes_a_runner_that_parks() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let sender = Arc::clone(&mailbox);
        let (count, waker) = counting();
        let sending = thread::spawn(move || {
            match sender.offer_marked(1, false, true, Patience::None, None, |_| true) {
                Offered::Taken(Pushed::Wake(waker)) => waker.wake(),
                Offered::Taken(Pushed::Queued) => {}
                _ => panic!("the runner has the turn"),
            }
        });
        let parked = matches!(
            mailbox.take_or_park(&mut VecDeque::new(), Some(&waker), 0),
            Next::Parked { .. }
        );
        sending.join().unwrap();
        assert_eq!(parked, count.0.load(Ordering::SeqCst) == 1);
        assert_eq!(mailbox.take_first(None).0, Some(1));
    });
}

#[test]
fn a_message_to_an_actor_that_is_drained_is_handled_or_refused() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || match sender.offer(1) {
            Pushed::Queued => true,
            Pushed::Refused(message) => matches!(offer(&sender, message), Offered::Taken(_)),
            _ => panic!("the runner has the turn"),
        });
        drop(mailbox.drain(ExitReason::Normal));
        let taken = take_all(&mailbox);
        let accepted = sending.join().unwrap();
        assert_eq!(taken.len(), usize::from(accepted));
        assert_eq!(mailbox.len(), 0, "nothing comes in behind the last look");
    });
}

#[test]
fn a_call_to_an_actor_that_others_hold_up_is_failed_or_refused() {
    model(|| {
        let mailbox = Arc::new(Mailbox::<u8>::vacant());
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || match sender.offer(1) {
            Pushed::Queued => true,
            Pushed::Refused(call) => {
                let offered =
                    sender.offer_marked(call, true, false, Patience::Reply, None, |_| true);
                matches!(offered, Offered::Taken(_))
            }
            _ => panic!("nobody is there"),
        });
        let failed = mailbox.bar(None, |_| true).calls.len();
        let accepted = sending.join().unwrap();
        assert_eq!(failed, usize::from(accepted));
        assert_eq!(mailbox.len(), 0, "no call comes in behind the last look");
        assert!(matches!(mailbox.offer(2), Pushed::Refused(2)));
        mailbox.unbar();
        assert!(matches!(mailbox.offer(2), Pushed::Queued));
    });
}
