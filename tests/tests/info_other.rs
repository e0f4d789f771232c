//! The handler of infos that no other handler takes.

use std::sync::{Arc, Mutex, PoisonError};

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{
    AnyActorRef, AnyInfo, Coverage, CoverageReport, Down, Exited, Status, set_counting,
};
use dormouse_tests::events;

#[derive(Debug)]
struct Price(u32);

/// Nobody has a handler of its own for it.
#[derive(Debug, PartialEq)]
struct Word(&'static str);

#[actor]
#[derive(Default)]
struct Board {
    prices: Vec<u32>,
    others: Arc<Mutex<Vec<AnyInfo>>>,
}

#[actor]
impl Board {
    /// It stands first, and is asked last.
    #[info(other)]
    fn other(&mut self, info: AnyInfo) -> Hibernate {
        self.others.lock().unwrap().push(info);
        Hibernate(())
    }

    #[info]
    fn price(&mut self, Price(price): Price) {
        self.prices.push(price);
    }

    #[call]
    fn watch(&mut self, job: AnyActorRef, context: &Context<Self>) {
        context.monitor(&job);
    }

    #[call]
    fn tie(&mut self, job: AnyActorRef, context: &Context<Self>) {
        context.link(&job);
    }

    #[call]
    fn prices(&self) -> Vec<u32> {
        self.prices.clone()
    }
}

#[actor]
struct Job;

#[actor]
impl Job {}

fn board() -> (BoardRef, AnyActorRef, Arc<Mutex<Vec<AnyInfo>>>) {
    let board = Board::default();
    let others = Arc::clone(&board.others);
    let board = board.spawn().unwrap();
    let any = AnyActorRef::from(&board);
    (board, any, others)
}

#[tokio::test(start_paused = true)]
async fn c167_c186_an_info_without_a_handler_goes_to_the_one_for_all_others_which_can_hibernate() {
    let (board, any, others) = board();
    let (events, _guard) = events::record();
    assert_eq!(board.prices().await.unwrap(), []);
    assert_eq!(any.status(), Status::Idle);
    any.send(Word("tea")).unwrap();
    settle().await;
    assert_eq!(any.status(), Status::Hibernated);
    any.send(Price(5)).unwrap();
    assert_eq!(board.prices().await.unwrap(), [5], "typed as ever");

    let info = others.lock().unwrap().pop().unwrap();
    assert!(info.type_name().ends_with("Word") && info.is::<Word>());
    assert!(format!("{info:?}").contains("Word"), "{info:?}");
    let info = info.downcast::<Price>().unwrap_err();
    assert_eq!(info.downcast::<Word>().unwrap(), Word("tea"));
    assert!(others.lock().unwrap().is_empty());
    let events = events.take();
    assert!(
        !events.iter().any(|event| event.says("unexpected info")),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_value_without_its_type_arrives_as_it_is() {
    let (board, any, others) = board();
    board.actor().send(AnyInfo::new(Word("typed"))).unwrap();
    any.send(AnyInfo::new(Word("untyped"))).unwrap();
    board.prices().await.unwrap();
    let words: Vec<Word> = others
        .lock()
        .unwrap()
        .drain(..)
        .map(|info| info.downcast().unwrap())
        .collect();
    assert_eq!(words, [Word("typed"), Word("untyped")]);
}

#[tokio::test]
async fn c167_a_notice_that_nobody_else_takes_goes_there_once() {
    let (board, _, others) = board();
    let job = Job.spawn().unwrap();
    board.watch((&job).into()).await.unwrap();
    job.actor().kill().await.unwrap();
    board.prices().await.unwrap();
    let mut others = others.lock().unwrap();
    assert_eq!(others.len(), 1);
    let down: Down = others.pop().unwrap().downcast().unwrap();
    assert_eq!(down.reason().to_string(), "killed");
}

/// An actor traps exits where it says so, as a process of Erlang does: a catch-all clause alone does not.
#[tokio::test]
async fn a_link_still_ends_an_actor_that_takes_all_infos() {
    let (board, any, others) = board();
    let job = Job.spawn().unwrap();
    board.tie((&job).into()).await.unwrap();
    let stopped = board.actor().stopped();
    job.actor().kill().await.unwrap();
    stopped.await.unwrap();
    assert_eq!(any.status(), Status::Gone);
    assert!(others.lock().unwrap().is_empty());
}

/// Passes on what it is told.
#[actor]
struct Relay {
    to: AnyActorRef,
}

#[actor]
impl Relay {
    #[call]
    fn tie(&mut self, job: AnyActorRef, context: &Context<Self>) {
        context.link(&job);
    }

    #[info]
    fn exited(&mut self, exited: Exited) {
        self.to.send(exited).unwrap();
    }
}

#[tokio::test]
async fn a_notice_that_somebody_passes_on_is_a_value_like_others() {
    let (board, any, others) = board();
    let job = Job.spawn().unwrap();
    let relay = Relay { to: any }.spawn().unwrap();
    relay.tie((&job).into()).await.unwrap();
    job.actor().kill().await.unwrap();
    settle().await;
    board.prices().await.unwrap();
    assert!(others.lock().unwrap()[0].is::<Exited>());
}

/// Decides, later, and may fail.
#[actor]
struct Strict;

#[actor]
impl Strict {
    #[info(other)]
    async fn other(&mut self, info: AnyInfo, context: Context<Self>) -> Result<Outcome, String> {
        tokio::task::yield_now().await;
        if info.is::<Word>() {
            return Err(format!("{} knows no words", context.path()));
        }
        Ok(Outcome::awake())
    }
}

#[tokio::test]
async fn an_unknown_info_may_be_a_failure() {
    let strict = Strict.spawn().unwrap();
    let any = AnyActorRef::from(&strict);
    any.send(1_u8).unwrap();
    settle().await;
    assert_eq!(any.generation(), 1);
    let stopped = strict.actor().stopped();
    any.send(Word("")).unwrap();
    assert_eq!(
        stopped.await.unwrap().reason().to_string(),
        "failed in `other`: Strict knows no words"
    );
}

/// Generic, and conditional.
#[actor]
struct Any<T: Send + 'static> {
    last: Option<T>,
}

#[actor]
impl<T: Send + 'static> Any<T> {
    #[cfg(any())]
    #[info(other)]
    fn none(&mut self, _: AnyInfo) {}

    #[cfg(not(any()))]
    #[info(other)]
    fn other(&mut self, info: AnyInfo) {
        self.last = info.downcast().ok();
    }

    #[call]
    fn take(&mut self) -> Option<T> {
        self.last.take()
    }
}

#[tokio::test]
async fn a_generic_actor_takes_all_infos_too() {
    let any = Any::<Word> { last: None }.spawn().unwrap();
    AnyActorRef::from(&any).send(Word("tea")).unwrap();
    assert_eq!(any.take().await.unwrap(), Some(Word("tea")));
}

/// A value whose drop panics, at worst.
struct Bomb(Arc<Mutex<u32>>);

impl Drop for Bomb {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        panic!("a bomb was dropped");
    }
}

#[tokio::test]
async fn what_is_lost_with_its_actor_is_counted_here_too() {
    let (board, any, _) = board();
    let dropped = Arc::new(Mutex::new(0));
    any.send(Bomb(Arc::clone(&dropped))).unwrap();
    any.send(Word("lost")).unwrap();
    let (events, _guard) = events::record();
    board.actor().kill().await.unwrap();
    let events = events.take();
    assert!(
        events.iter().any(|event| event.says("lost=2")),
        "{events:?}"
    );
    assert_eq!(*dropped.lock().unwrap_or_else(PoisonError::into_inner), 1);
}

/// One of its own, for what is counted.
#[actor]
struct Counter;

#[actor]
impl Counter {
    #[call]
    fn ask(&self) {}

    #[info(other)]
    fn other(&mut self, _: AnyInfo) -> Hibernate {
        Hibernate(())
    }
}

#[tokio::test(start_paused = true)]
async fn the_path_of_the_unknown_is_counted_apart() {
    let counter = Counter.spawn().unwrap();
    set_counting(true);
    counter.ask().await.unwrap();
    AnyActorRef::from(&counter).send(Word("tea")).unwrap();
    settle().await;
    set_counting(false);
    let report = CoverageReport::new();
    let row = report.row("Counter").unwrap();
    assert_eq!(row.coverage(), Coverage::Partial);
    let other = &row.handlers()[1];
    assert_eq!((other.kind(), other.form()), ("other", "always"));
    assert_eq!(
        (other.counts().handled(), other.counts().hibernated()),
        (1, 1)
    );
}
