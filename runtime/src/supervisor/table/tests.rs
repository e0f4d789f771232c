use std::sync::Arc;
use std::thread;

use super::{Children, ROW, SHARDS};

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
