use std::task::{Context, Poll, Waker};
use std::thread;

use super::{Children, Fields, ROW, SHARDS, Told};
use crate::cell::reply::{Promise, Receiver, reply};

fn open() -> Children<(), u32, ()> {
    let children = Children::new();
    children.open(&Fields::new(()));
    children
}

/// The slot of the next child, and the table that it went to.
fn start(children: &Children<(), u32, ()>) -> (u32, u32) {
    let (index, config) = children.config().unwrap();
    let (slot, _) = children.insert(index, &config, (), |slot| slot).unwrap();
    (slot, index)
}

#[test]
fn one_thread_numbers_its_children_one_after_the_other() {
    let children = open();
    for number in 0..ROW * SHARDS * 3 {
        assert_eq!(start(&children).0, number);
    }
}

#[test]
fn numbers_that_are_free_are_given_again() {
    let children = open();
    for _ in 0..5 {
        start(&children);
    }
    assert!(children.remove(3, |_| true).is_some());
    assert_eq!(start(&children).0, 3);
    assert_eq!(start(&children).0, 5);
}

#[test]
fn who_meets_another_thread_goes_to_the_next_table_and_stays_there() {
    let children = open();
    assert_eq!(start(&children), (0, 0));
    thread::scope(|scope| {
        // The table of this child is locked for as long as somebody looks at it.
        children.with(0, |_| {
            let other = scope.spawn(|| start(&children));
            assert_eq!(other.join().unwrap(), (ROW, 1));
        });
        let other = scope.spawn(|| {
            super::go_ahead();
            (1..ROW).map(|_| start(&children).1).max()
        });
        assert_eq!(other.join().unwrap(), Some(1));
    });
    let (_, index) = start(&children);
    assert_eq!(index, 1, "its row was full, and the turn passed on");
}

fn waiting() -> (Promise<Told>, Receiver<Told>) {
    let (sender, receiver) = reply();
    (Promise::new(sender), receiver)
}

fn told(mut receiver: Receiver<Told>) -> Option<Told> {
    match receiver.poll_value(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(told) => Some(told),
        Poll::Pending => None,
    }
}

#[test]
fn a_start_that_waits_is_told_when_its_child_is_taken_out() {
    let children = open();
    start(&children);
    start(&children);
    let attempt = children.set_restarting(0, |_| true);
    let (start, receiver) = waiting();
    assert_eq!(children.set_waiting(0, |_| true, attempt, start), None);
    assert_eq!(children.count(), (2, 1));
    assert!(children.remove(1, |_| true).is_some());
    assert!(!receiver.is_ready());
    let removed = children.remove(0, |_| true);
    assert_eq!(children.count(), (0, 0));
    drop(removed);
    assert_eq!(told(receiver), Some(Told::Gone));
    let (start, receiver) = waiting();
    let late = children.set_waiting(0, |_| true, attempt, start);
    assert_eq!(late, Some(Told::Gone));
    assert!(receiver.is_ready());
}

/// The child has failed again, on another thread, before who started it has noted that it runs.
#[test]
fn a_start_that_succeeded_does_not_end_the_one_after_it() {
    let children = open();
    start(&children);
    let first = children.set_restarting(0, |_| true);
    let (start, receiver) = waiting();
    assert_eq!(children.set_waiting(0, |_| true, first, start), None);
    children.set_restarting(0, |_| true);
    assert_eq!(told(receiver), Some(Told::Ended));
    let second = children.set_restarting(0, |_| true);
    let (late, _) = waiting();
    let late = children.set_waiting(0, |_| true, first, late);
    assert_eq!(late, Some(Told::Ended));
    let (start, receiver) = waiting();
    assert_eq!(children.set_waiting(0, |_| true, second, start), None);
    assert!(!children.set_running(0, first));
    assert!(!receiver.is_ready());
    assert_eq!(children.count(), (1, 1));
    assert!(children.set_running(0, second));
    assert!(receiver.is_ready());
    assert_eq!(children.count(), (1, 0));
}
