use std::sync::Arc;
use std::thread;

use super::{Children, Gone, ROW, SHARDS};
use crate::cell::reply::{Promise, reply};

fn open() -> Children<(), u32, ()> {
    let children = Children::new();
    children.open(&Arc::new(()));
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

#[test]
fn a_start_that_waits_is_told_when_its_child_is_taken_out() {
    let children = open();
    start(&children);
    start(&children);
    let waiting = || {
        let (sender, receiver) = reply();
        (Promise::<Gone>::new(sender), receiver)
    };
    let (first, over) = waiting();
    assert!(children.set_waiting(0, |_| true, first));
    let (again, receiver) = waiting();
    assert!(children.set_waiting(0, |_| true, again));
    assert!(over.is_ready(), "another start has taken its place");
    assert_eq!(children.count(), (2, 1));
    assert!(children.remove(1, |_| true).is_some());
    assert!(!receiver.is_ready());
    let removed = children.remove(0, |_| true);
    assert_eq!(children.count(), (0, 0));
    drop(removed);
    assert!(receiver.is_ready());
    let (nobodys, receiver) = waiting();
    assert!(!children.set_waiting(0, |_| true, nobodys));
    assert!(receiver.is_ready());
}
