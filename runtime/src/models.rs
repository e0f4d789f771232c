//! The protocols of the core, with every interleaving that loom finds.
//!
//! Run by `RUSTFLAGS="--cfg dormouse_loom" cargo test -p dormouse --lib --release models`.

mod bounds;
mod ends;
mod in_place;
mod references;
mod suspension;

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use crate::cell::reply;
use crate::exit::ExitReason;
use crate::mailbox::{Mailbox, Next, Phase, Pushed, Rest, Signalled, signal};

/// Counts wake-ups. Loom's own atomics, so that a wake-up is a point where threads can switch.
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn counting() -> (Arc<Count>, Waker) {
    let count = Arc::new(Count(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&count));
    (count, waker)
}

fn model(f: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(f);
}

/// An actor that has started and does nothing.
fn idle() -> Arc<Mailbox<u8>> {
    let mailbox = Mailbox::vacant();
    assert!(mailbox.install((), |()| ()).is_ok());
    Arc::new(mailbox)
}

#[test]
fn a_reply_reaches_a_receiver_that_waits() {
    model(|| {
        let (sender, mut receiver) = reply::reply::<Box<u8>>();
        let sending = thread::spawn(move || sender.send(Box::new(7)));
        let (count, waker) = counting();
        let mut context = Context::from_waker(&waker);
        let first = receiver.poll_value(&mut context);
        sending.join().unwrap();
        match first {
            Poll::Ready(value) => assert_eq!(*value, 7),
            Poll::Pending => {
                assert_eq!(count.0.load(Ordering::SeqCst), 1, "a lost wake-up");
                assert_eq!(receiver.poll_value(&mut context), Poll::Ready(Box::new(7)));
            }
        }
    });
}

#[test]
fn a_reply_wakes_the_last_waker() {
    model(|| {
        let (sender, mut receiver) = reply::reply::<u8>();
        let (_, first) = counting();
        let (count, second) = counting();
        let early = receiver.poll_value(&mut Context::from_waker(&first));
        assert!(early.is_pending());
        let sending = thread::spawn(move || sender.send(7));
        let polled = receiver.poll_value(&mut Context::from_waker(&second));
        sending.join().unwrap();
        if polled.is_pending() {
            assert_eq!(count.0.load(Ordering::SeqCst), 1, "a lost wake-up");
            let again = receiver.poll_value(&mut Context::from_waker(&second));
            assert_eq!(again, Poll::Ready(7));
        }
    });
}

#[test]
fn a_reply_is_freed_once_when_its_receiver_leaves() {
    model(|| {
        let value = loom::sync::Arc::new(());
        let (sender, mut receiver) = reply::reply();
        let sent = loom::sync::Arc::clone(&value);
        let sending = thread::spawn(move || sender.send(sent));
        let (_, waker) = counting();
        drop(receiver.poll_value(&mut Context::from_waker(&waker)));
        drop(receiver);
        sending.join().unwrap();
        assert_eq!(loom::sync::Arc::strong_count(&value), 1);
    });
}

#[test]
fn a_reply_that_nobody_sends_is_freed_once() {
    model(|| {
        let (sender, mut receiver) = reply::reply::<Box<u8>>();
        let sending = thread::spawn(move || drop(sender));
        let (_, waker) = counting();
        let polled = receiver.poll_value(&mut Context::from_waker(&waker));
        assert!(polled.is_pending());
        drop(receiver);
        sending.join().unwrap();
    });
}

#[test]
fn no_message_is_lost_to_a_runner_that_parks() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let sender = Arc::clone(&mailbox);
        let (count, waker) = counting();
        let sending = thread::spawn(move || match sender.push(1) {
            Pushed::Wake(waker) => waker.wake(),
            Pushed::Queued => {}
            Pushed::Activate | Pushed::Refused(_) => panic!("the runner has the turn"),
        });
        let mut batch = VecDeque::new();
        let next = mailbox.take_or_park(&mut batch, Some(&waker), 0);
        sending.join().unwrap();
        match next {
            Next::Took => assert_eq!(batch, [1]),
            Next::Parked { .. } => {
                assert_eq!(count.0.load(Ordering::SeqCst), 1, "a lost wake-up");
                assert!(mailbox.resume());
                assert_eq!(
                    mailbox.take_or_park(&mut batch, Some(&waker), 0),
                    Next::Took
                );
                assert_eq!(batch, [1]);
            }
            Next::Marked | Next::Quiet { .. } => panic!("no mark, and nobody signalled"),
        }
    });
}

#[test]
fn who_parks_leaves_its_room_and_is_woken_by_what_comes_into_it() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        assert!(matches!(mailbox.push(0), Pushed::Queued));
        let mut batch = VecDeque::new();
        assert_eq!(mailbox.take_or_park(&mut batch, None, 0), Next::Took);
        assert_eq!(batch.pop_front(), Some(0));
        let sender = Arc::clone(&mailbox);
        let (count, waker) = counting();
        let sending = thread::spawn(move || {
            // Without room, it is the other way's.
            if let Some(message) = sender.push_to_awake(1)
                && let Pushed::Wake(waker) = sender.push(message)
            {
                waker.wake();
            }
        });
        let next = mailbox.take_or_park(&mut batch, Some(&waker), 0);
        sending.join().unwrap();
        if next != Next::Took {
            assert!(matches!(next, Next::Parked { .. }));
            assert_eq!(count.0.load(Ordering::SeqCst), 1, "a lost wake-up");
            assert!(mailbox.resume());
            assert_eq!(
                mailbox.take_or_park(&mut batch, Some(&waker), 0),
                Next::Took
            );
        }
        assert_eq!(batch, [1]);
    });
}

#[test]
fn no_message_is_lost_to_an_actor_that_falls_asleep() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || {
            [1, 2].map(|message| matches!(sender.push(message), Pushed::Activate))
        });
        let kept = mailbox.rest(Rest::Asleep).is_err();
        let [first, second] = sending.join().unwrap();
        let turns = u8::from(kept) + u8::from(first) + u8::from(second);
        assert_eq!(turns, 1, "a lost wake-up, or two that have the turn");
        let mut batch = VecDeque::new();
        assert_eq!(mailbox.take_or_park(&mut batch, None, 0), Next::Took);
        assert_eq!(batch, [1, 2]);
    });
}

#[test]
fn t02_no_signal_is_lost_to_an_actor_that_falls_asleep() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let killer = Arc::clone(&mailbox);
        let killing =
            thread::spawn(move || matches!(killer.signal(signal::KILL), Signalled::Activate));
        let kept = mailbox.rest(Rest::Asleep).is_err();
        let activated = killing.join().unwrap();
        assert!(kept != activated, "exactly one has the turn");
        assert_eq!(mailbox.signals() & signal::KILL, signal::KILL);
    });
}

#[test]
fn t06_a_kill_reaches_a_suspended_handler() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let killer = Arc::clone(&mailbox);
        let (count, waker) = counting();
        let killing = thread::spawn(move || {
            if let Signalled::Wake(waker) = killer.signal(signal::KILL) {
                waker.wake();
            }
        });
        let suspended = mailbox.suspend(&waker, 0);
        killing.join().unwrap();
        assert_eq!(suspended, count.0.load(Ordering::SeqCst) == 1);
    });
}

#[test]
fn t05_a_message_to_an_actor_that_ends_is_refused_or_given_back() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || matches!(sender.push(1), Pushed::Refused(_)));
        drop(mailbox.vacate(&ExitReason::Normal, None, None));
        let closed = mailbox.close(Phase::Gone);
        let refused = sending.join().unwrap();
        assert_eq!(refused, closed.messages.is_empty());
        assert_eq!(mailbox.len(), 0, "a message left in a closed mailbox");
    });
}

#[test]
fn a_message_between_two_incarnations_is_found_by_the_next() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || matches!(sender.push(1), Pushed::Activate));
        drop(mailbox.vacate(&ExitReason::Killed, None, None));
        let Ok(installed) = mailbox.install((), |()| ()) else {
            panic!("the mailbox is vacant");
        };
        let activated = sending.join().unwrap();
        assert!(installed.activate != activated, "exactly one has the turn");
    });
}

#[test]
fn an_inspector_of_a_parked_actor_passes_on_what_came_meanwhile() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.claim().is_some());
        let (count, waker) = counting();
        let parked = mailbox.take_or_park(&mut VecDeque::new(), Some(&waker), 0);
        assert_eq!(parked, Next::Parked { first: true });
        let sender = Arc::clone(&mailbox);
        let sending = thread::spawn(move || match sender.push(1) {
            Pushed::Wake(waker) => waker.wake(),
            Pushed::Queued => {}
            Pushed::Activate | Pushed::Refused(_) => panic!("a task has the turn"),
        });
        if let Some(loan) = mailbox.borrow_turn()
            && let Signalled::Wake(waker) = mailbox.give_back_loan(loan)
        {
            waker.wake();
        }
        sending.join().unwrap();
        assert_eq!(
            count.0.load(Ordering::SeqCst),
            1,
            "a lost or a second wake-up"
        );
        assert!(mailbox.resume());
    });
}
