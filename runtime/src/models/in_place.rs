//! A handler that falls asleep where it is, under what wakes it.

use std::sync::Arc;
use std::task::{Wake, Waker};

use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::suspension::request;
use super::{idle, model};
use crate::exit::ExitReason;
use crate::mailbox::{Mailbox, Phase, Pushed, Requested, Signalled, Suspended, signal};
use crate::schedule::sleep::Sleep;

/// What the waker of the handler belongs to: the run, and how often it was spawned again.
struct Sleeper {
    sleep: Sleep<()>,
    spawned: AtomicUsize,
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        if self.sleep.wake().is_some() {
            self.spawned.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Falls asleep in a handler while `other` does something, and says whether the run goes on then: which it does once,
/// or never.
fn falls_asleep(
    until: bool,
    other: impl FnOnce(&Mailbox<u8>, Waker) + Send + 'static,
) -> (Arc<Mailbox<u8>>, bool) {
    let mailbox = idle();
    assert!(mailbox.claim().is_some());
    let sleeper = Arc::new(Sleeper {
        sleep: Sleep::new(),
        spawned: AtomicUsize::new(0),
    });
    let waker = Waker::from(Arc::clone(&sleeper));
    let (theirs, waking) = (Arc::clone(&mailbox), waker.clone());
    let acting = thread::spawn(move || other(&theirs, waking));
    drop(mailbox.leave_waker(waker));
    let stays = !mailbox.hibernate_in_place(until) || sleeper.sleep.keep(()).is_err();
    acting.join().unwrap();
    let runs = usize::from(stays) + sleeper.spawned.load(Ordering::SeqCst);
    assert!(runs <= 1, "two have the run");
    if runs == 1 {
        assert!(mailbox.resume(), "who has the run has the turn");
    }
    (mailbox, runs == 1)
}

fn push(mailbox: &Mailbox<u8>) {
    match mailbox.push(1) {
        Pushed::Wake(waker) => waker.wake(),
        Pushed::Queued => {}
        Pushed::Activate | Pushed::Refused(_) => panic!("the handler has the turn"),
    }
}

fn carry_out(signalled: Signalled) {
    match signalled {
        Signalled::Wake(waker) => waker.wake(),
        Signalled::Noted => {}
        _ => panic!("the handler has the turn"),
    }
}

#[test]
fn a_message_wakes_a_handler_that_hibernates() {
    model(|| {
        let (mailbox, goes_on) = falls_asleep(false, |mailbox, _| {
            push(mailbox);
            push(mailbox);
        });
        assert!(goes_on, "a lost wake-up");
        assert!(mailbox.has_arrived());
        assert_eq!(mailbox.len(), 2);
    });
}

#[test]
fn a_message_and_the_future_wake_it_once() {
    model(|| {
        let (mailbox, goes_on) = falls_asleep(false, |mailbox, waker| {
            waker.wake();
            push(mailbox);
        });
        assert!(goes_on, "a lost wake-up");
        assert_eq!(mailbox.phase(), Phase::Busy);
    });
}

#[test]
fn until_its_future_is_ready_a_message_does_not_wake_it() {
    model(|| {
        let (mailbox, goes_on) = falls_asleep(true, |mailbox, _| push(mailbox));
        assert!(!goes_on);
        assert_eq!(mailbox.phase(), Phase::InPlaceUntil);
        assert_eq!(mailbox.len(), 1);
        let (_, goes_on) = falls_asleep(true, |_, waker| waker.wake());
        assert!(goes_on, "a lost wake-up");
    });
}

#[test]
fn a_stop_wakes_it_unless_it_waits_for_a_future() {
    model(|| {
        let stop = |mailbox: &Mailbox<u8>, _: Waker| carry_out(mailbox.stop(ExitReason::Shutdown));
        let (mailbox, goes_on) = falls_asleep(false, stop);
        assert!(goes_on, "a stop that nobody sees");
        assert!(mailbox.has_arrived());
        let (mailbox, goes_on) = falls_asleep(true, stop);
        assert!(!goes_on);
        assert_ne!(mailbox.signals() & signal::STOP, 0);
    });
}

#[test]
fn a_kill_or_a_close_wakes_it() {
    model(|| {
        for until in [false, true] {
            let (mailbox, goes_on) = falls_asleep(until, |mailbox, _| {
                carry_out(mailbox.signal(signal::KILL));
            });
            assert!(goes_on, "a kill that nobody sees");
            assert_ne!(mailbox.signals() & signal::KILL, 0);
        }
    });
    model(|| {
        for until in [false, true] {
            let (mailbox, goes_on) = falls_asleep(until, |mailbox, _| {
                carry_out(mailbox.close(Phase::Gone).then);
            });
            assert!(goes_on, "nobody ends what was closed");
            assert_ne!(mailbox.signals() & signal::KILL, 0);
        }
    });
}

#[test]
fn a_request_that_reads_is_seen_by_the_handler() {
    model(|| {
        let (mailbox, goes_on) =
            falls_asleep(false, |mailbox, _| match mailbox.request(request()) {
                Requested::Wake(waker) => waker.wake(),
                Requested::Noted => {}
                Requested::Free(_) | Requested::Refused(_) => panic!("the handler has the state"),
            });
        assert!(goes_on, "a request that nobody sees");
        assert_eq!(mailbox.take_reads().len(), 1);
    });
}

#[test]
fn a_suspension_waits_for_the_handler() {
    model(|| {
        let (mailbox, goes_on) = falls_asleep(false, |mailbox, _| {
            let asked = mailbox.suspend_actor();
            assert!(matches!(asked, Suspended::Asked(Signalled::Noted)));
        });
        assert!(!goes_on);
        assert!(mailbox.is_suspended());
        assert_eq!(mailbox.phase(), Phase::InPlace);
    });
}
