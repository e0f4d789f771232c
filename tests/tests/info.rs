//! Infos: values that find their handler by their type.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use dormouse::prelude::*;
use dormouse::{ActorDoor, AnyActorRef, CastError, Receive, Status};
use dormouse_tests::events;
use tokio::sync::Notify;

#[derive(Debug, PartialEq, Eq)]
struct Price(u32);

/// A type under another name is the same type.
type Rate = Price;

struct Bell;

#[actor]
#[derive(Default)]
struct Board {
    prices: Vec<u32>,
    words: Vec<String>,
    gate: Arc<Notify>,
}

#[actor]
impl Board {
    #[info]
    fn price(&mut self, Price(price): Price) {
        self.prices.push(price);
    }

    /// The context may come first.
    #[info]
    async fn word(&mut self, context: &Context<Self>, word: String) -> Result<(), String> {
        self.gate.notified().await;
        if word.is_empty() {
            return Err("an empty word".to_owned());
        }
        self.words.push(format!("{} hears {word}", context.path()));
        Ok(())
    }

    #[info]
    fn bell(&mut self, _bell: Bell) -> Hibernate {
        Hibernate(())
    }

    #[info]
    fn pair(&mut self, pair: (u32, Option<Box<u32>>), context: Context<Self>) -> Outcome {
        if let Some(next) = pair.1 {
            context.send(Price(*next)).unwrap();
        }
        self.prices.push(pair.0);
        Outcome::awake()
    }

    #[call]
    fn prices(&self) -> Vec<u32> {
        self.prices.clone()
    }

    #[call]
    fn words(&self) -> Vec<String> {
        self.words.clone()
    }
}

#[tokio::test]
async fn a_value_goes_to_the_handler_of_its_type() {
    let board = Board::default().spawn().unwrap();
    board.actor().send(Price(1)).unwrap();
    let rate: Rate = Price(2);
    board.actor().send(rate).unwrap();
    board.actor().send((3, Some(Box::new(4)))).unwrap();
    board.actor().send((5, None)).unwrap();
    // 4 was sent from within, and went behind what waited.
    assert_eq!(board.prices().await.unwrap(), [1, 2, 3, 5]);
    assert_eq!(board.prices().await.unwrap(), [1, 2, 3, 5, 4]);
}

#[tokio::test]
async fn an_info_may_await_and_fail() {
    let board = Board::default().spawn().unwrap();
    let gate = Arc::new(Notify::new());
    drop(board);
    let board = Board {
        gate: Arc::clone(&gate),
        ..Board::default()
    }
    .spawn()
    .unwrap();
    board.actor().send("tea".to_owned()).unwrap();
    gate.notify_one();
    assert_eq!(board.words().await.unwrap(), ["Board hears tea"]);
    board.actor().send(String::new()).unwrap();
    let stopped = board.actor().stopped();
    gate.notify_one();
    assert_eq!(
        stopped.await.unwrap().reason().to_string(),
        "failed in `word`: an empty word"
    );
    let refused = board.actor().send(Price(1)).unwrap_err();
    assert!(matches!(refused, CastError::NoProcess(_)));
}

#[tokio::test]
async fn c186_an_info_can_hibernate() {
    let board = Board::default().spawn().unwrap();
    board.actor().send(Bell).unwrap();
    while board.actor().status() != Status::Hibernated {
        tokio::task::yield_now().await;
    }
    board.actor().send(Price(7)).unwrap();
    assert_eq!(board.prices().await.unwrap(), [7]);
}

/// Whatever it is, it takes prices.
fn tell<A: Receive<Price>>(door: &ActorDoor<'_, A>) {
    door.send(Price(9)).unwrap();
}

/// Generic in what it takes.
#[actor]
struct Last<T: Clone + Send + 'static> {
    last: Option<T>,
}

#[actor]
impl<T: Clone + Send + 'static> Last<T> {
    #[info]
    fn value(&mut self, value: Vec<T>) {
        self.last = value.last().cloned();
    }

    #[cfg(not(any()))]
    #[info]
    fn only(&mut self, _: Bell) {
        self.last = None;
    }

    #[cfg(any())]
    #[info]
    fn other(&mut self, _: Bell) {}

    #[call]
    fn last(&self) -> Option<T> {
        self.last.clone()
    }
}

#[tokio::test]
async fn what_may_be_sent_is_a_bound() {
    let board = Board::default().spawn().unwrap();
    tell(&board.actor());
    assert_eq!(board.prices().await.unwrap(), [9]);
    let last = Last::<u32> { last: None }.spawn().unwrap();
    last.actor().send(vec![1, 2]).unwrap();
    assert_eq!(last.last().await.unwrap(), Some(2));
    last.actor().send(Bell).unwrap();
    assert_eq!(last.last().await.unwrap(), None);
}

#[supervisor(strategy = simple_one_for_one)]
struct Boards {
    #[child(start = || Board::default())]
    board: Board,
}

#[supervisor(intensity = 5)]
struct App {
    #[child]
    boards: Boards,
    #[child]
    board: Board,
}

#[tokio::test]
async fn a_handle_without_its_type_finds_the_handler_too() {
    let app = App {}.start().await.unwrap();
    let any: AnyActorRef = app.board().into();
    any.send(Price(3)).unwrap();
    assert_eq!(app.board().prices().await.unwrap(), [3]);
    assert_eq!(any.path(), "App/board");
    assert_eq!((any.generation(), any.status()), (1, Status::Idle));
    assert_eq!(any.clone().downcast::<BoardRef>().unwrap(), app.board());
    let any = any.downcast::<LastRef<u32>>().unwrap_err();
    let any = any.downcast::<AppRef>().unwrap_err();

    let boards = AnyActorRef::from(&app.boards());
    assert!(boards.is_supervisor() && !any.is_supervisor());
    assert_eq!(boards.path(), "App/boards");
    assert_eq!(
        boards.clone().downcast::<BoardsRef>().unwrap(),
        app.boards()
    );
    assert!(boards.clone().downcast::<BoardRef>().is_err());

    let mut seen = HashSet::from([any.clone(), boards.clone(), AnyActorRef::from(app.board())]);
    assert_eq!(seen.len(), 2);
    assert!(seen.remove(&AnyActorRef::from(&any)));

    let exit = any.stop(ExitReason::failed("enough")).await.unwrap();
    assert_eq!(exit.reason().to_string(), "failed: enough");
    let exit = boards.kill().await.unwrap();
    assert_eq!(exit.path(), "App/boards");
    app.stop().await.unwrap();
    assert!(any.kill().await.is_err());
    assert!(any.send(Price(1)).is_err());
    assert!(boards.stopped().await.is_err());
}

#[tokio::test]
async fn a_handle_without_its_type_keeps_what_a_typed_one_would() {
    let board = Board::default().spawn().unwrap();
    let any = AnyActorRef::from(board);
    let stopped = any.stopped();
    any.send(Price(1)).unwrap();
    assert_eq!(any.status(), Status::Running);
    let again = any.clone();
    drop(any);
    assert_ne!(again.status(), Status::Gone);
    drop(again);
    assert!(matches!(
        stopped.await.unwrap().reason(),
        ExitReason::Shutdown
    ));

    let app = AnyActorRef::from(App {}.start().await.unwrap());
    let stopped = app.stopped();
    drop(app);
    assert!(matches!(
        stopped.await.unwrap().reason(),
        ExitReason::Shutdown
    ));
}

#[tokio::test]
async fn c167_a_value_that_no_handler_takes_is_a_warning_and_the_actor_lives() {
    let board = Board::default().spawn().unwrap();
    let app = App {}.start().await.unwrap();
    let (events, _guard) = events::record();
    AnyActorRef::from(&board).send(1.5_f64).unwrap();
    AnyActorRef::from(&app).send(1.5_f64).unwrap();
    let events = events.take();
    assert_eq!(events.len(), 2, "{events:?}");
    assert!(
        events[0].is_warning() && events[0].says("unexpected info"),
        "{events:?}"
    );
    assert!(
        events[0].says("actor=\"Board\"") && events[0].says("message=\"f64\""),
        "{events:?}"
    );
    assert!(events[1].says("path=\"App\""), "{events:?}");
    assert_eq!(board.prices().await.unwrap(), []);
    assert_eq!(board.actor().generation(), 1);
    app.board().prices().await.unwrap();
}

/// What is queued when an actor ends for good is counted.
#[tokio::test]
async fn infos_lost_with_their_actor_are_counted() {
    let board = Board::default().spawn().unwrap();
    board.actor().send("held".to_owned()).unwrap();
    tokio::task::yield_now().await;
    board.actor().send(Price(1)).unwrap();
    board.actor().send(Price(2)).unwrap();
    let (events, _guard) = events::record();
    board.actor().kill().await.unwrap();
    let events = events.take();
    assert!(
        events.iter().any(|event| event.says("lost=2")),
        "{events:?}"
    );
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
async fn a_refused_value_is_the_senders_to_drop() {
    let board = Board::default().spawn().unwrap();
    let dropped = Arc::new(Mutex::new(0));
    let bomb = Bomb(Arc::clone(&dropped));
    let any = AnyActorRef::from(&board);
    let sent = tokio::spawn(async move { any.send(bomb) }).await;
    assert!(sent.unwrap_err().is_panic());
    assert_eq!(*dropped.lock().unwrap(), 1);
    board.prices().await.unwrap();
}
