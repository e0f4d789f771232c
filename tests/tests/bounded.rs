//! Mailboxes with a bound: what is taken, who waits, and what is dropped.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Overflow, Status};
use tokio::sync::Notify;

/// Writes down what it is told, and can be kept busy.
#[actor(mailbox = 2, overflow = wait)]
#[derive(Debug, Default)]
struct Desk {
    notes: Vec<u32>,
}

#[actor]
impl Desk {
    #[call]
    async fn hold(&mut self, until: Arc<Notify>) {
        until.notified().await;
    }

    #[cast]
    fn note(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[cast(wait)]
    fn file(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[call]
    fn add(&mut self, note: u32) -> u32 {
        self.notes.push(note);
        note
    }

    #[call]
    fn notes(&self) -> Vec<u32> {
        self.notes.clone()
    }

    #[cast]
    fn fail(&mut self) {
        panic!("as asked");
    }
}

#[supervisor(intensity = 10)]
struct Office {
    #[child]
    desk: Desk,
}

/// A desk whose handler is held until the notice.
async fn held(desk: &DeskRef) -> Arc<Notify> {
    let until = Arc::new(Notify::new());
    let (holder, wait) = (desk.clone(), until.clone());
    tokio::spawn(async move { holder.hold(wait).await });
    settle().await;
    assert_eq!(desk.actor().status(), Status::Running);
    until
}

fn desk() -> DeskRef {
    dormouse::install_panic_hook();
    Desk::default().spawn().unwrap()
}

/// Files notes in tasks of their own, in that order.
async fn file(
    desk: &DeskRef,
    notes: &[u32],
) -> Vec<tokio::task::JoinHandle<Result<(), CastError>>> {
    let mut filing = Vec::new();
    for note in notes.iter().copied() {
        let desk = desk.clone();
        filing.push(tokio::spawn(async move { desk.file(note).await }));
        settle().await;
    }
    filing
}

#[tokio::test(start_paused = true)]
async fn a_cast_that_waits_comes_in_when_there_is_room_in_the_order_of_sending() {
    let desk = desk();
    let until = held(&desk).await;
    let filing = file(&desk, &[1, 2, 3, 4, 5]).await;
    assert_eq!(desk.actor().queue_len(), 2);
    assert_eq!(desk.actor().senders_waiting(), 3);
    assert!(filing[1].is_finished());
    assert!(!filing[2].is_finished());
    until.notify_one();
    for filed in filing {
        filed.await.unwrap().unwrap();
    }
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(desk.actor().senders_waiting(), 0);
    assert_eq!(desk.actor().dropped(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_cast_that_cannot_wait_is_told_that_there_is_no_room() {
    let desk = desk();
    let until = held(&desk).await;
    desk.note(1).unwrap();
    desk.note(2).unwrap();
    let error = desk.note(3).unwrap_err();
    let CastError::Full(full) = &error else {
        panic!("{error}");
    };
    assert_eq!((full.path(), full.capacity()), ("Desk", 2));
    assert_eq!(
        error.to_string(),
        "the mailbox of actor `Desk` is full: 2 messages wait"
    );
    until.notify_one();
    settle().await;
    desk.note(4).unwrap();
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_room_like_others_and_is_answered() {
    let desk = desk();
    let until = held(&desk).await;
    let filing = file(&desk, &[1, 2, 3]).await;
    let caller = desk.clone();
    let calling = tokio::spawn(async move { caller.add(4).await });
    settle().await;
    let last = file(&desk, &[5]).await;
    assert_eq!(desk.actor().senders_waiting(), 3);
    until.notify_one();
    assert_eq!(calling.await.unwrap().unwrap(), 4);
    for filed in filing.into_iter().chain(last) {
        filed.await.unwrap().unwrap();
    }
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3, 4, 5]);
}

#[tokio::test(start_paused = true)]
async fn what_is_dropped_while_it_waits_was_never_sent() {
    let desk = desk();
    let until = held(&desk).await;
    let filing = file(&desk, &[1, 2, 3, 4]).await;
    let waited = tokio::time::timeout(Duration::from_secs(1), desk.add(5)).await;
    assert!(waited.is_err());
    filing[2].abort();
    settle().await;
    assert_eq!(desk.actor().senders_waiting(), 1);
    until.notify_one();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 4]);
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_learn_that_nobody_will_come() {
    let desk = desk();
    let until = held(&desk).await;
    let mut filing = file(&desk, &[1, 2, 3]).await;
    let caller = desk.clone();
    let calling = tokio::spawn(async move { caller.add(4).await });
    settle().await;
    desk.actor().kill().await.unwrap();
    let filed = filing.pop().unwrap().await.unwrap();
    assert!(matches!(filed, Err(CastError::NoProcess(_))), "{filed:?}");
    let called = calling.await.unwrap();
    assert!(matches!(called, Err(CallError::Exited(_))), "{called:?}");
    let late = desk.file(5).await;
    assert!(matches!(late, Err(CastError::NoProcess(_))), "{late:?}");
    drop(until);
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_come_in_to_the_next_incarnation() {
    dormouse::install_panic_hook();
    let office = Office {}.start().await.unwrap();
    let desk = office.desk();
    let until = held(&desk).await;
    desk.fail().unwrap();
    let filing = file(&desk, &[1, 2, 3]).await;
    until.notify_one();
    for filed in filing {
        filed.await.unwrap().unwrap();
    }
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3]);
    assert_eq!(desk.actor().generation(), 2);
    assert_eq!(desk.actor().capacity(), Some(2));
}

#[tokio::test(start_paused = true)]
async fn with_error_calls_and_casts_are_refused() {
    let desk = desk();
    desk.actor().set_mailbox(1, Overflow::Error);
    let until = held(&desk).await;
    desk.file(1).await.unwrap();
    assert!(matches!(desk.file(2).await, Err(CastError::Full(_))));
    assert!(matches!(desk.note(3), Err(CastError::Full(_))));
    let error = desk.add(4).await.unwrap_err();
    let CallError::Full(full) = &error else {
        panic!("{error}");
    };
    assert_eq!((full.path(), full.capacity()), ("Desk", 1));
    assert_eq!(desk.actor().dropped(), 0, "refused is not dropped");
    until.notify_one();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [1]);
}

#[tokio::test(start_paused = true)]
async fn with_drop_oldest_the_newest_are_handled_and_dropped_callers_are_told() {
    let desk = desk();
    desk.actor().set_mailbox(2, Overflow::DropOldest);
    let until = held(&desk).await;
    let caller = desk.clone();
    let calling = tokio::spawn(async move { caller.add(1).await });
    settle().await;
    for note in 2..=5 {
        desk.note(note).unwrap();
    }
    let called = calling.await.unwrap();
    assert!(matches!(called, Err(CallError::Full(_))), "{called:?}");
    assert_eq!(desk.actor().queue_len(), 2);
    assert_eq!(desk.actor().dropped(), 3);
    until.notify_one();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [4, 5]);
    assert_eq!(desk.actor().dropped(), 3);
}

#[tokio::test(start_paused = true)]
async fn with_drop_newest_the_oldest_are_handled_and_dropped_callers_are_told() {
    let desk = desk();
    desk.actor().set_mailbox(2, Overflow::DropNewest);
    let until = held(&desk).await;
    for note in 1..=4 {
        desk.note(note).unwrap();
    }
    assert!(matches!(desk.add(5).await, Err(CallError::Full(_))));
    assert_eq!(desk.actor().dropped(), 3);
    until.notify_one();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn the_bound_can_be_changed_while_messages_wait() {
    let desk = desk();
    assert_eq!(desk.actor().overflow(), Some(Overflow::Wait));
    let until = held(&desk).await;
    let mut filing = file(&desk, &[1, 2, 3, 4, 5, 6]).await;
    assert_eq!(desk.actor().senders_waiting(), 4);
    desk.actor().set_mailbox(3, Overflow::Wait);
    filing.remove(2).await.unwrap().unwrap();
    assert_eq!(desk.actor().queue_len(), 3);
    assert_eq!(desk.actor().senders_waiting(), 3);

    // Below what waits already: that stays.
    desk.actor().set_mailbox(1, Overflow::Wait);
    assert_eq!(desk.actor().capacity(), Some(1));
    assert_eq!(desk.actor().queue_len(), 3);
    assert!(matches!(desk.note(9), Err(CastError::Full(_))));

    desk.actor().set_mailbox(usize::MAX, Overflow::Error);
    assert_eq!(desk.actor().capacity(), None);
    assert_eq!(desk.actor().overflow(), None);
    assert_eq!(desk.actor().senders_waiting(), 0);
    desk.note(7).unwrap();
    until.notify_one();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test(start_paused = true)]
async fn a_shrunken_mailbox_makes_room_by_its_rule() {
    let desk = desk();
    desk.actor().set_mailbox(4, Overflow::Error);
    let until = held(&desk).await;
    for note in 1..=4 {
        desk.note(note).unwrap();
    }
    desk.actor().set_mailbox(2, Overflow::DropOldest);
    assert_eq!(desk.actor().dropped(), 0);
    desk.note(5).unwrap();
    assert_eq!(desk.actor().dropped(), 3);
    until.notify_one();
    settle().await;
    assert_eq!(desk.notes().await.unwrap(), [4, 5]);
}

#[tokio::test(start_paused = true)]
async fn a_bound_given_to_a_busy_actor_counts_from_now_on() {
    let desk = desk();
    desk.actor().set_mailbox(usize::MAX, Overflow::Wait);
    let until = held(&desk).await;
    for note in 1..=3 {
        desk.note(note).unwrap();
    }
    desk.actor().set_mailbox(2, Overflow::Error);
    assert!(desk.note(4).is_err());
    until.notify_one();
    settle().await;
    desk.note(5).unwrap();
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3, 5]);
}

#[tokio::test(start_paused = true)]
async fn control_does_not_wait_in_a_full_mailbox() {
    let desk = desk();
    let until = held(&desk).await;
    let filing = file(&desk, &[1, 2, 3]).await;
    assert_eq!(desk.actor().status(), Status::Running);
    let stopping = desk.stop();
    until.notify_one();
    assert_eq!(stopping.await.unwrap().reason().to_string(), "normal");
    assert!(desk.notes().await.is_err());
    drop(filing);
}

/// Hears from the clock as well.
#[actor(mailbox = 1, overflow = error)]
#[derive(Default)]
struct Clock {
    ticks: u32,
}

#[actor]
impl Clock {
    #[call]
    async fn hold(&mut self, until: Arc<Notify>) {
        until.notified().await;
    }

    #[cast]
    fn nothing(&mut self) {}

    #[every("1s")]
    fn tick(&mut self) {
        self.ticks += 1;
    }

    #[call]
    fn ticks(&self) -> u32 {
        self.ticks
    }
}

#[tokio::test(start_paused = true)]
async fn the_clock_finds_room_in_a_full_mailbox() {
    let clock = Clock::default().spawn().unwrap();
    let until = Arc::new(Notify::new());
    let (holder, wait) = (clock.clone(), until.clone());
    tokio::spawn(async move { holder.hold(wait).await });
    settle().await;
    clock.nothing().unwrap();
    assert!(clock.nothing().is_err());
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(clock.actor().queue_len(), 2);
    until.notify_one();
    settle().await;
    assert_eq!(clock.ticks().await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_idle_actor_pays_nothing_for_its_bound() {
    let desk = desk();
    assert_eq!(desk.actor().memory().mailbox(), 0);
    let until = held(&desk).await;
    let filing = file(&desk, &[1, 2, 3]).await;
    until.notify_one();
    for filed in filing {
        filed.await.unwrap().unwrap();
    }
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(desk.actor().status(), Status::Idle);
    assert_eq!(desk.actor().memory().mailbox(), 0);
}

/// Checks the order of each sender.
#[actor(mailbox = 3, overflow = wait)]
#[derive(Default)]
struct Checker {
    last: HashMap<u32, u32>,
    count: u32,
}

#[actor]
impl Checker {
    #[cast(wait)]
    fn check(&mut self, sender: u32, number: u32) {
        let last = self.last.entry(sender).or_default();
        assert_eq!(number, *last + 1, "sender {sender}");
        *last = number;
        self.count += 1;
    }

    #[call]
    async fn pause(&mut self, sender: u32) {
        tokio::task::yield_now().await;
        let _ = sender;
    }

    #[call]
    fn count(&self) -> u32 {
        self.count
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_overtaken_between_threads() {
    let checker = Checker::default().spawn().unwrap();
    let senders: Vec<_> = (0..6)
        .map(|sender| {
            let checker = checker.clone();
            tokio::spawn(async move {
                for number in 1..=500 {
                    checker.check(sender, number).await.unwrap();
                    if number % 7 == 0 {
                        checker.pause(sender).await.unwrap();
                    }
                    if number % 11 == 0 {
                        // Gives up at once: nothing of it may arrive.
                        let late = tokio::time::timeout(Duration::ZERO, checker.pause(sender));
                        let _ = late.await;
                    }
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
    assert_eq!(checker.count().await.unwrap(), 3_000);
    assert_eq!(checker.actor().senders_waiting(), 0);
    assert_eq!(checker.actor().queue_len(), 0);
}
