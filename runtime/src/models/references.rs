//! Who frees a cell, and who answers those who wait.

use std::sync::Arc;
use std::sync::LazyLock;
use std::task::{Context, Poll};

use loom::sync::atomic::Ordering;
use loom::thread;
use tokio::runtime::{Builder, Runtime};

use super::{counting, model};
use crate::actor::Actor as _;
use crate::cell::reference::{CellRef, Table};
use crate::cell::reply::{self, Otherwise, Promise};
use crate::link::{Link, Place};
use crate::schedule::system::System;

/// Made once: it is not modelled, only pointed to.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().unwrap());
static SYSTEM: LazyLock<Arc<System>> = LazyLock::new(|| {
    let _entered = RUNTIME.enter();
    System::current().unwrap()
});

/// Its drop is seen by who has the other half.
#[crate::actor(crate = crate)]
struct Token {
    other: loom::sync::Arc<()>,
}

#[crate::actor(crate = crate)]
impl Token {}

fn cell() -> (CellRef<Token>, loom::sync::Arc<()>) {
    let place = Place::root(Arc::clone(&SYSTEM), "token");
    let link = Link::new(Table::of::<Token>(), place, Token::OPTIONS.limits());
    let cell = CellRef::new(Arc::new(link));
    let other = loom::sync::Arc::new(());
    let state = Token {
        other: loom::sync::Arc::clone(&other),
    };
    assert!(cell.install(state).is_ok());
    (cell, other)
}

#[test]
fn the_last_of_two_references_frees_the_cell_and_its_state() {
    model(|| {
        let (cell, other) = cell();
        let second = cell.clone();
        let dropping = thread::spawn(move || drop(second));
        drop(cell);
        dropping.join().unwrap();
        assert_eq!(loom::sync::Arc::strong_count(&other), 1);
    });
}

#[test]
fn a_clone_of_the_sweepers_reference_races_the_last_handle() {
    model(|| {
        let (handle, other) = cell();
        let entry = handle.any().clone();
        let sweeping = thread::spawn(move || {
            let held = entry.clone();
            drop(entry);
            assert_eq!(held.head().slot(), 0);
            drop(held);
        });
        drop(handle);
        sweeping.join().unwrap();
        assert_eq!(loom::sync::Arc::strong_count(&other), 1);
    });
}

#[test]
fn what_was_written_through_one_reference_is_seen_by_the_drop_of_another() {
    model(|| {
        let (cell, other) = cell();
        let second = cell.clone();
        let working = thread::spawn(move || {
            let Some((mut held, _)) = second.claim() else {
                panic!("nobody has the turn");
            };
            let state = held.state().unwrap();
            state.other = loom::sync::Arc::clone(&state.other);
            assert!(second.mailbox().rest(crate::mailbox::Rest::Idle).is_ok());
        });
        drop(cell);
        working.join().unwrap();
        assert_eq!(loom::sync::Arc::strong_count(&other), 1);
    });
}

impl Otherwise for u8 {
    fn otherwise() -> Self {
        0
    }
}

#[test]
fn a_promise_that_is_dropped_is_kept() {
    model(|| {
        let (sender, mut receiver) = reply::reply::<u8>();
        let promise = Promise::new(sender);
        let dropping = thread::spawn(move || drop(promise));
        let (count, waker) = counting();
        let mut context = Context::from_waker(&waker);
        let first = receiver.poll_value(&mut context);
        dropping.join().unwrap();
        if first.is_pending() {
            assert_eq!(count.0.load(Ordering::SeqCst), 1, "a lost wake-up");
            assert_eq!(receiver.poll_value(&mut context), Poll::Ready(0));
        }
    });
}

#[test]
fn a_promise_knows_whether_its_answer_may_arrive() {
    model(|| {
        let value = loom::sync::Arc::new(());
        let (sender, receiver) = reply::reply::<Kept>();
        let promise = Promise::new(sender);
        let sent = Kept(Some(loom::sync::Arc::clone(&value)));
        let sending = thread::spawn(move || promise.send(sent));
        drop(receiver);
        sending.join().unwrap();
        assert_eq!(loom::sync::Arc::strong_count(&value), 1);
    });
}

struct Kept(#[allow(dead_code, reason = "counted")] Option<loom::sync::Arc<()>>);

impl Otherwise for Kept {
    fn otherwise() -> Self {
        Self(None)
    }
}
