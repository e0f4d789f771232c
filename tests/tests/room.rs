//! Room in a full mailbox: for values that others send, for those who would wait for themselves, and what is
//! said of what was dropped.

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::{self, settle};
use dormouse::{AnyActorRef, CastError, Down, Overflow};
use dormouse_tests::events;
use tokio::sync::Notify;
use tokio::time::sleep;

const S: Duration = Duration::from_secs(1);

struct Price(u32);

struct Ring;

#[actor(mailbox = 2, overflow = wait)]
#[derive(Default)]
struct Board {
    prices: Vec<u32>,
    heard: Vec<&'static str>,
    refused: Option<CastError>,
}

#[actor]
impl Board {
    #[call]
    async fn hold(&mut self, until: Arc<Notify>) {
        until.notified().await;
    }

    #[call]
    async fn hold_by(&mut self, until: Arc<Notify>, context: &Context<Self>) {
        until.notified().await;
        context.send(Ring).unwrap();
    }

    #[call]
    fn watch(&mut self, other: BoardRef, context: &Context<Self>) {
        context.monitor(&other);
        context.send_after(S, Ring);
    }

    #[cast(wait)]
    fn file(&mut self, price: u32) {
        self.prices.push(price);
    }

    /// Fills its own mailbox, and goes on.
    #[call]
    async fn file_all(&mut self, own: BoardRef) -> u32 {
        for price in 0..3 {
            if let Err(error) = own.file(price).await {
                self.refused = Some(error);
                return price;
            }
        }
        99
    }

    /// Waits for room in the mailbox of another.
    #[call]
    async fn file_with(&mut self, other: BoardRef, price: u32) -> Result<(), CastError> {
        // By then it is known who waits for this one.
        tokio::task::yield_now().await;
        other.file(price).await
    }

    /// The same, and the other calls back.
    #[call]
    async fn ask(
        &mut self,
        other: BoardRef,
        own: BoardRef,
        after: Arc<Notify>,
    ) -> Result<(), CastError> {
        after.notified().await;
        other.file_with(own, 7).await.map_err(|error| match error {
            CallError::Reply(error) => error,
            error => panic!("{error}"),
        })
    }

    #[call(priority)]
    fn prices(&self) -> Vec<u32> {
        self.prices.clone()
    }

    #[call(priority)]
    fn heard(&self) -> Vec<&'static str> {
        self.heard.clone()
    }

    #[call(priority)]
    fn refused(&mut self) -> Option<CastError> {
        self.refused.take()
    }

    #[info]
    fn price(&mut self, Price(price): Price) {
        self.prices.push(price);
    }

    #[info]
    fn ring(&mut self, _: Ring) {
        self.heard.push("ring");
    }

    #[info]
    fn down(&mut self, _: Down) {
        self.heard.push("down");
    }
}

/// A board whose handler waits for the notice.
async fn held(board: &BoardRef) -> Arc<Notify> {
    let until = Arc::new(Notify::new());
    drop(board.hold(Arc::clone(&until)).send());
    settle().await;
    until
}

#[tokio::test(start_paused = true)]
async fn values_that_others_send_find_the_bound_like_casts() {
    let board = Board::default().spawn().unwrap();
    let any = AnyActorRef::from(&board);
    let until = held(&board).await;
    board.actor().send(Price(1)).unwrap();
    any.send(Price(2)).unwrap();
    for refused in [board.actor().send(Price(3)), any.send(Price(3))] {
        let Err(CastError::Full(full)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!((full.path(), full.capacity()), ("Board", 2));
    }
    board.actor().set_mailbox(2, Overflow::DropOldest);
    board.actor().send(Price(4)).unwrap();
    assert_eq!(board.actor().dropped(), 1);
    board.actor().set_mailbox(2, Overflow::DropNewest);
    any.send(Price(5)).unwrap();
    assert_eq!(board.actor().dropped(), 2);
    until.notify_one();
    assert_eq!(prices_of(&board).await, [2, 4]);
}

async fn prices_of(board: &BoardRef) -> Vec<u32> {
    test_util::quiet(board).await;
    board.prices().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn what_an_actor_has_asked_for_comes_in_always() {
    let (board, other) = (
        Board::default().spawn().unwrap(),
        Board::default().spawn().unwrap(),
    );
    board.watch(other.clone()).await.unwrap();
    let until = Arc::new(Notify::new());
    drop(board.hold_by(Arc::clone(&until)).send());
    settle().await;
    board.actor().send(Price(1)).unwrap();
    board.actor().send(Price(2)).unwrap();
    test_util::crash(&other, "over").await;
    sleep(2 * S).await;
    assert_eq!(board.actor().queue_len(), 4, "beyond the bound");
    until.notify_one();
    test_util::quiet(&board).await;
    assert_eq!(board.heard().await.unwrap(), ["down", "ring", "ring"]);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_would_wait_for_its_own_room_is_told() {
    let board = Board::default().spawn().unwrap();
    let filed = board.file_all(board.clone()).timeout(60 * S).await;
    assert_eq!(filed.unwrap(), 2, "two find room");
    let refused = board.refused().await.unwrap().unwrap();
    let CastError::CallingSelf(call) = &refused else {
        panic!("{refused}");
    };
    assert_eq!((call.path(), call.handler()), ("Board", "file"));
    assert!(
        refused.to_string().contains("by the actor itself"),
        "{refused}"
    );
    assert_eq!(
        prices_of(&board).await,
        [0, 1],
        "the third has left the line"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_room_that_closes_a_cycle_is_told() {
    let (one, other) = (
        Board::default().spawn().unwrap(),
        Board::default().spawn().unwrap(),
    );
    // One waits for the other, which then waits for room with the one.
    let full_now = Arc::new(Notify::new());
    let asked = one
        .ask(other.clone(), one.clone(), Arc::clone(&full_now))
        .send();
    settle().await;
    let full = [one.actor().send(Price(1)), one.actor().send(Price(2))];
    full_now.notify_one();
    assert!(full.iter().all(Result::is_ok));
    let error = asked.timeout(60 * S).await.unwrap_err();
    let Some(CastError::Cycle(cycle)) = error.into_reply() else {
        panic!("no cycle");
    };
    assert_eq!(cycle.handler(), "file");
    assert_eq!(cycle.paths().count(), 3);
    assert_eq!(prices_of(&one).await, [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_room_with_another_is_no_cycle() {
    let (one, other) = (
        Board::default().spawn().unwrap(),
        Board::default().spawn().unwrap(),
    );
    let until = held(&other).await;
    other.actor().send(Price(1)).unwrap();
    other.actor().send(Price(2)).unwrap();
    let filed = one.file_with(other.clone(), 3).send();
    settle().await;
    assert_eq!(other.actor().senders_waiting(), 1);
    until.notify_one();
    filed.await.unwrap();
    assert_eq!(prices_of(&other).await, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn an_overflow_is_reported_each_time_that_its_count_has_doubled() {
    let (said, _guard) = events::record();
    let board = Board::default().spawn().unwrap();
    board.actor().set_mailbox(1, Overflow::DropOldest);
    let until = held(&board).await;
    for price in 0..10 {
        board.actor().send(Price(price)).unwrap();
    }
    let said = said.take();
    let overflows: Vec<_> = said
        .iter()
        .filter(|event| event.says("mailbox overflowed"))
        .collect();
    assert_eq!(overflows.len(), 4, "1, 2, 4 and 8: {said:?}");
    for (event, dropped) in overflows.iter().zip([1, 2, 4, 8]) {
        assert!(event.is_warning());
        assert!(
            event.says("path=\"Board\"") && event.says("capacity=1 "),
            "{event:?}"
        );
        assert!(event.says(&format!("dropped={dropped} ")), "{event:?}");
    }
    assert_eq!(board.actor().dropped(), 9);
    until.notify_one();
    assert_eq!(prices_of(&board).await, [9]);
}
