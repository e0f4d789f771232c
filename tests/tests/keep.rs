//! What outlives an incarnation: its queue, and the fields it keeps.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Overflow, Status};
use tokio::sync::Notify;

/// Counts how many of it there are.
#[derive(Debug)]
struct Token(Arc<AtomicU32>);

impl Token {
    fn new(count: &Arc<AtomicU32>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count.clone())
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[actor]
struct Store {
    starts: Arc<AtomicU32>,
    #[actor(keep)]
    cache: HashMap<u32, u32>,
    plain: u32,
    #[actor(keep)]
    token: Option<Token>,
}

/// Proves that a state with a `Drop` of its own can keep fields.
impl Drop for Store {
    fn drop(&mut self) {
        assert!(self.cache.is_empty() || self.starts.load(Ordering::SeqCst) > 90);
    }
}

#[actor]
impl Store {
    #[call]
    fn put(&mut self, key: u32, value: u32) {
        self.plain += 1;
        self.cache.insert(key, value);
    }

    #[call]
    fn get(&self, key: u32) -> (Option<u32>, u32, bool) {
        (
            self.cache.get(&key).copied(),
            self.plain,
            self.token.is_some(),
        )
    }

    #[call]
    fn fail(&mut self) {
        self.cache.insert(0, 0);
        panic!("as asked");
    }

    #[call]
    fn hold_token(&mut self, count: Arc<AtomicU32>) {
        self.token = Some(Token::new(&count));
    }

    #[call]
    async fn hold(&mut self, until: Arc<Notify>) {
        until.notified().await;
    }
}

fn store(starts: &Arc<AtomicU32>) -> Result<Store, &'static str> {
    // The second start fails once.
    if starts.fetch_add(1, Ordering::SeqCst) == 1 {
        return Err("not yet");
    }
    Ok(Store {
        starts: starts.clone(),
        cache: HashMap::from([(7, 7)]),
        plain: 0,
        token: None,
    })
}

#[supervisor(intensity = 10)]
struct App {
    starts: Arc<AtomicU32>,
    #[child(start = store(starts)?)]
    store: Store,
}

async fn app() -> AppRef {
    dormouse::install_panic_hook();
    App {
        starts: Arc::default(),
    }
    .start()
    .await
    .unwrap()
}

#[tokio::test(start_paused = true)]
async fn kept_fields_are_those_of_the_incarnation_before() {
    let app = app().await;
    let store = app.store();
    store.put(1, 10).await.unwrap();
    assert!(store.fail().await.is_err());
    assert_eq!(store.get(1).await.unwrap(), (Some(10), 0, false));
    assert_eq!(
        store.get(0).await.unwrap().0,
        Some(0),
        "as the panic left it"
    );
    assert_eq!(store.get(7).await.unwrap().0, Some(7));
    assert_eq!(store.actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn they_outlive_kills_and_stops_that_are_followed_by_a_restart() {
    let app = app().await;
    let store = app.store();
    let count = Arc::<AtomicU32>::default();
    store.hold_token(count.clone()).await.unwrap();
    let (holder, until) = (store.clone(), Arc::new(Notify::new()));
    tokio::spawn(async move { holder.hold(until).await });
    tokio::task::yield_now().await;
    store.actor().kill().await.unwrap();
    assert!(store.get(1).await.unwrap().2);
    store.stop().await.unwrap();
    assert!(store.get(1).await.unwrap().2);
    assert_eq!(store.actor().generation(), 3);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn they_go_with_a_child_that_is_terminated() {
    let app = app().await;
    let store = app.store();
    let count = Arc::<AtomicU32>::default();
    store.hold_token(count.clone()).await.unwrap();
    app.supervisor().terminate_child("store").await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 0);
    assert_eq!(store.actor().status(), Status::Down);
    // The second start fails.
    assert!(app.supervisor().restart_child("store").await.is_err());
    app.supervisor().restart_child("store").await.unwrap();
    assert!(!store.get(1).await.unwrap().2);
}

#[tokio::test(start_paused = true)]
async fn they_go_with_their_tree() {
    let app = app().await;
    let count = Arc::<AtomicU32>::default();
    app.store().hold_token(count.clone()).await.unwrap();
    app.stop().await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

/// Its `Default` panics: there is nothing to stand in for what is kept.
#[derive(Debug)]
struct Stubborn;

impl Default for Stubborn {
    fn default() -> Self {
        panic!("no default")
    }
}

#[actor]
struct Fragile {
    #[actor(keep)]
    stubborn: Stubborn,
    #[actor(keep)]
    number: u32,
}

#[actor]
impl Fragile {
    #[call]
    fn add(&mut self, by: u32) -> u32 {
        self.number += by;
        assert!(by < 100, "{:?}", self.stubborn);
        self.number
    }
}

#[supervisor(intensity = 10)]
struct Glass {
    #[child(start = Fragile { stubborn: Stubborn, number: 1 })]
    fragile: Fragile,
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_fields_are_taken_out_leaves_the_new_state_its_own() {
    dormouse::install_panic_hook();
    let glass = Glass {}.start().await.unwrap();
    let fragile = glass.fragile();
    assert_eq!(fragile.add(1).await.unwrap(), 2);
    assert!(fragile.add(100).await.is_err());
    assert_eq!(fragile.add(1).await.unwrap(), 2, "a new state");
    assert_eq!(fragile.actor().generation(), 2);
}

/// Its queue ends with its incarnation.
#[actor(on_restart = clear, mailbox = 3, overflow = wait)]
#[derive(Default)]
struct Forgetful {
    notes: Vec<u32>,
}

#[actor]
impl Forgetful {
    #[call]
    async fn fail(&mut self, until: Arc<Notify>) {
        until.notified().await;
        panic!("as asked");
    }

    #[cast]
    fn note(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[call]
    fn add(&mut self, note: u32) -> Vec<u32> {
        self.notes.push(note);
        self.notes.clone()
    }

    #[call(priority)]
    fn urgent(&mut self, note: u32) {
        self.notes.push(note);
    }
}

#[supervisor(intensity = 10)]
struct Past {
    #[child]
    forgetful: Forgetful,
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_ends_with_its_incarnation_answers_its_callers() {
    dormouse::install_panic_hook();
    let past = Past {}.start().await.unwrap();
    let forgetful = past.forgetful();
    let until = Arc::new(Notify::new());
    let (failing, wait) = (forgetful.clone(), until.clone());
    tokio::spawn(async move { failing.fail(wait).await });
    settle().await;
    let called = forgetful.clone();
    let first = tokio::spawn(async move { called.add(1).await });
    let called = forgetful.clone();
    let second = tokio::spawn(async move { called.urgent(2).await });
    settle().await;
    forgetful.note(3).unwrap();
    let called = forgetful.clone();
    let waiting = tokio::spawn(async move { called.add(4).await });
    settle().await;
    assert_eq!(forgetful.actor().queue_len(), 3);
    assert_eq!(forgetful.actor().senders_waiting(), 1);
    until.notify_one();
    for error in [
        first.await.unwrap().map(drop).unwrap_err(),
        second.await.unwrap().unwrap_err(),
    ] {
        assert!(error.to_string().contains("as asked"), "{error}");
    }
    // Who waited for room was not in the queue.
    assert_eq!(waiting.await.unwrap().unwrap(), [4]);
    assert_eq!(forgetful.actor().generation(), 2);
    assert_eq!(forgetful.actor().dropped(), 0);
    assert_eq!(forgetful.actor().overflow(), Some(Overflow::Wait));
}

/// Answers later, and keeps until then what it answers by.
#[actor]
#[derive(Default)]
struct Shelf {
    #[actor(keep)]
    replies: Vec<ReplyTo<u32>>,
}

#[actor]
impl Shelf {
    #[call]
    fn hold(&mut self, reply: ReplyTo<u32>) {
        self.replies.push(reply);
    }

    #[cast]
    fn crash(&self) {
        panic!("as asked");
    }
}

#[supervisor(intensity = 0, allow(zero_intensity))]
struct Shelves {
    #[child(restart = temporary)]
    temporary: Shelf,
    #[child]
    permanent: Shelf,
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_is_kept_tells_how_the_actor_ended_that_does_not_come_back() {
    dormouse::install_panic_hook();
    let shelves = Shelves {}.start().await.unwrap();
    for shelf in [
        Shelf::default().spawn().unwrap(),
        shelves.temporary(),
        // Its supervisor gives up.
        shelves.permanent(),
    ] {
        let held = shelf.hold().send();
        settle().await;
        shelf.crash().unwrap();
        let error = held.await.unwrap_err();
        assert!(error.to_string().contains("as asked"), "{error}");
    }
}
