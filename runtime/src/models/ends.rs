//! How an incarnation ends while others take, lend or close what it has.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use loom::cell::UnsafeCell;
use loom::sync::Arc as Shared;
use loom::sync::atomic::Ordering;
use loom::thread;

use super::{counting, idle, model};
use crate::exit::ExitReason;
use crate::mailbox::{Limits, Mailbox, Next, Phase, Pushed, Signalled, Sweep, signal};
use crate::schedule::stalls::Stalls;

/// A state that loom watches: it finds a reader that meets the drop.
struct State {
    slot: UnsafeCell<()>,
    dropped: AtomicBool,
}

impl State {
    fn new() -> Shared<Self> {
        Shared::new(Self {
            slot: UnsafeCell::new(()),
            dropped: AtomicBool::new(false),
        })
    }

    fn read(&self) {
        self.slot.with(|_| {
            assert!(self.is_there(), "read after its drop");
            // Long enough to be met.
            thread::yield_now();
        });
    }

    fn drop_it(&self) {
        self.slot.with_mut(|_| {
            let before = self.dropped.swap(true, std::sync::atomic::Ordering::SeqCst);
            assert!(!before, "dropped twice");
        });
    }

    fn is_there(&self) -> bool {
        !self.dropped.load(std::sync::atomic::Ordering::SeqCst)
    }
}

const LIMITS: Limits = Limits {
    window: 1,
    hibernate: 1,
};

#[test]
fn a_close_and_an_install_leave_the_state_to_one_of_them() {
    model(|| {
        let mailbox = Arc::new(Mailbox::<u8>::vacant());
        let starter = Arc::clone(&mailbox);
        let starting = thread::spawn(move || starter.install((), |()| ()).is_ok());
        let closed = mailbox.close(Phase::Gone);
        let put_in = starting.join().unwrap();
        let turn = matches!(closed.then, Signalled::Activate);
        assert_eq!(
            put_in, turn,
            "a state that nobody drops, or one that is not there"
        );
        assert_eq!(mailbox.phase(), Phase::Gone);
    });
}

#[test]
fn a_close_and_a_sweep_give_one_turn() {
    model(|| {
        let mailbox = idle();
        assert!(mailbox.begin_idle(0));
        let swept = Arc::clone(&mailbox);
        let sweeping = thread::spawn(move || {
            matches!(
                swept.sweep(10, LIMITS, &Stalls::default()),
                Sweep::Activate(_)
            )
        });
        let closed = mailbox.close(Phase::Gone);
        let sweeper = sweeping.join().unwrap();
        let closer = matches!(closed.then, Signalled::Activate);
        assert!(sweeper != closer, "exactly one has the turn");
        assert_ne!(mailbox.signals() & signal::KILL, 0, "whoever has it ends");
    });
}

#[test]
fn a_stop_of_an_actor_that_is_put_in_just_now_is_seen_or_told() {
    model(|| {
        let mailbox = Arc::new(Mailbox::<u8>::vacant());
        let starter = Arc::clone(&mailbox);
        let starting = thread::spawn(move || {
            starter
                .install((), |()| ())
                .is_ok_and(|installed| installed.activate)
        });
        let stopped = mailbox.stop(ExitReason::Shutdown);
        assert!(!starting.join().unwrap(), "nothing waited");
        match stopped {
            Signalled::Vacant => assert_eq!(mailbox.phase(), Phase::Idle),
            Signalled::Activate => assert_eq!(mailbox.phase(), Phase::Busy),
            _ => panic!("nobody else has the turn"),
        }
    });
}

#[test]
fn a_kill_of_an_actor_that_is_read_gives_one_turn() {
    model(|| {
        let (mailbox, state) = (idle(), State::new());
        let (lender, lent) = (Arc::clone(&mailbox), Shared::clone(&state));
        let reading = thread::spawn(move || {
            let Some(loan) = lender.borrow_turn() else {
                return false;
            };
            lent.read();
            let turn = matches!(lender.give_back_loan(loan), Signalled::Activate);
            if turn {
                lent.drop_it();
            }
            turn
        });
        let killer = matches!(mailbox.signal(signal::KILL), Signalled::Activate);
        if killer {
            state.drop_it();
        }
        let reader = reading.join().unwrap();
        assert!(killer != reader, "exactly one has the turn");
        assert!(!state.is_there());
    });
}

#[test]
fn a_close_of_an_actor_that_is_read_gives_one_turn_and_stays() {
    model(|| {
        let (mailbox, state) = (idle(), State::new());
        let (lender, lent) = (Arc::clone(&mailbox), Shared::clone(&state));
        let reading = thread::spawn(move || {
            let Some(loan) = lender.borrow_turn() else {
                return false;
            };
            lent.read();
            let turn = matches!(lender.give_back_loan(loan), Signalled::Activate);
            if turn {
                lent.drop_it();
            }
            turn
        });
        let closer = matches!(mailbox.close(Phase::Gone).then, Signalled::Activate);
        if closer {
            state.drop_it();
        }
        let reader = reading.join().unwrap();
        assert!(closer != reader, "exactly one has the turn");
        assert!(!state.is_there());
        assert_eq!(mailbox.phase(), Phase::Gone);
    });
}

/// A mailbox whose task waits, with its state.
fn parked() -> (Arc<Mailbox<u8>>, Shared<State>, Arc<super::Count>) {
    let mailbox = idle();
    assert!(mailbox.claim().is_some());
    let (count, waker) = counting();
    let next = mailbox.take_or_park(&mut VecDeque::new(), Some(&waker), 0);
    assert_eq!(next, Next::Parked { first: true });
    (mailbox, State::new(), count)
}

/// What an inspector does; whether the turn was left to it, so that it ended the actor.
fn inspect(mailbox: &Mailbox<u8>, state: &State) -> bool {
    let Some(loan) = mailbox.borrow_turn() else {
        return false;
    };
    state.read();
    match mailbox.give_back_loan(loan) {
        Signalled::Activate => {
            state.drop_it();
            true
        }
        Signalled::Wake(waker) => {
            waker.wake();
            false
        }
        _ => false,
    }
}

#[test]
fn t01_a_task_that_is_dropped_leaves_the_state_to_who_reads_it() {
    model(|| {
        let (mailbox, state, _) = parked();
        let (lender, lent) = (Arc::clone(&mailbox), Shared::clone(&state));
        let reading = thread::spawn(move || inspect(&lender, &lent));
        let seized = mailbox.seize();
        if seized {
            state.drop_it();
        }
        let left = reading.join().unwrap();
        assert!(seized != left, "exactly one ends it");
        assert!(!state.is_there());
    });
}

#[test]
fn t01_a_task_that_is_dropped_while_a_message_comes_keeps_the_turn() {
    model(|| {
        let (mailbox, state, _) = parked();
        let (sender, lent) = (Arc::clone(&mailbox), Shared::clone(&state));
        let sending = thread::spawn(move || {
            match sender.push(1) {
                Pushed::Wake(waker) => waker.wake(),
                Pushed::Queued => {}
                _ => panic!("the turn is taken, and the mailbox is open"),
            }
            inspect(&sender, &lent)
        });
        let seized = mailbox.seize();
        if seized {
            state.drop_it();
        }
        assert!(seized != sending.join().unwrap(), "exactly one ends it");
        assert!(!state.is_there());
    });
}

#[test]
fn a_close_under_a_task_that_waits_wakes_it_when_nobody_reads() {
    model(|| {
        let (mailbox, state, count) = parked();
        let (lender, lent) = (Arc::clone(&mailbox), Shared::clone(&state));
        let reading = thread::spawn(move || inspect(&lender, &lent));
        if let Signalled::Wake(waker) = mailbox.close(Phase::Gone).then {
            waker.wake();
        }
        assert!(!reading.join().unwrap(), "the task is still there");
        assert_eq!(count.0.load(Ordering::SeqCst), 1, "it is woken once");
        assert!(mailbox.resume());
        assert_ne!(mailbox.signals() & signal::KILL, 0);
        state.drop_it();
    });
}

#[test]
fn a_task_that_is_polled_while_its_state_is_read_waits() {
    model(|| {
        let (mailbox, state, count) = parked();
        let (lender, lent) = (Arc::clone(&mailbox), Shared::clone(&state));
        let reading = thread::spawn(move || inspect(&lender, &lent));
        if let Signalled::Wake(waker) = mailbox.close(Phase::Gone).then {
            waker.wake();
        }
        // Polled for whatever reason: it may go on only when nobody reads.
        let resumed = mailbox.resume();
        if resumed {
            state.drop_it();
        }
        assert!(!reading.join().unwrap());
        if !resumed {
            assert_eq!(count.0.load(Ordering::SeqCst), 1, "a lost wake-up");
            assert!(mailbox.resume());
        }
    });
}

#[test]
fn what_a_stuck_handler_had_taken_is_kept_or_given_back() {
    model(|| {
        let mailbox = idle();
        let mut batch = VecDeque::from([1, 2]);
        assert!(mailbox.claim().is_some());
        let closer = Arc::clone(&mailbox);
        let closing = thread::spawn(move || closer.close(Phase::Gone).messages.len());
        mailbox.put_back(&mut batch);
        let failed = closing.join().unwrap() + batch.len();
        assert_eq!(failed, 2, "each is failed, once");
        assert_eq!(mailbox.len(), 0);
    });
}
