//! Panics, wherever user code runs: caught, told, and never more than one actor's.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dormouse::prelude::*;
use dormouse::test_util::settle;

/// Panics when it is dropped, once.
struct Bomb(Arc<AtomicU32>);

impl Bomb {
    fn new(drops: &Arc<AtomicU32>) -> Self {
        Self(Arc::clone(drops))
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) > 0, "dropped");
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Nowhere,
    Stop,
    Drop,
}

#[actor]
struct Trap {
    place: Where,
    drops: Arc<AtomicU32>,
}

#[actor]
impl Trap {
    #[call]
    fn ping(&self) {}

    #[call]
    async fn after_an_await(&mut self) -> u32 {
        tokio::task::yield_now().await;
        panic!("after an await")
    }

    #[call]
    async fn holds_a_bomb(&mut self) {
        let _bomb = Bomb::new(&self.drops);
        std::future::pending::<()>().await;
    }

    #[cast]
    fn take(&self, _bomb: Bomb) {}

    #[call]
    fn odd_payload(&self) {
        std::panic::panic_any(7_u32);
    }

    #[call]
    fn payload_with_a_bomb(&self) {
        std::panic::panic_any(Bomb::new(&self.drops));
    }

    #[stop]
    fn on_stop(&mut self) {
        assert!(self.place != Where::Stop, "in the hook");
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        assert!(self.place != Where::Drop, "in the drop of the state");
    }
}

#[supervisor(intensity = 100)]
struct Tree {
    place: Where,
    drops: Arc<AtomicU32>,
    #[child(start = Trap { place: *place, drops: drops.clone() })]
    trap: Trap,
    #[child(start = Trap { place: Where::Nowhere, drops: drops.clone() })]
    other: Trap,
}

async fn tree(place: Where) -> TreeRef {
    dormouse::install_panic_hook();
    let tree = Tree {
        place,
        drops: Arc::default(),
    };
    tree.start().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn in_an_async_handler() {
    let tree = tree(Where::Nowhere).await;
    let error = tree.trap().after_an_await().await.unwrap_err();
    assert!(
        error.to_string().contains("panicked in `after_an_await`"),
        "{error}"
    );
    tree.trap().ping().await.unwrap();
    assert_eq!(tree.trap().actor().generation(), 2);
    assert_eq!(tree.other().actor().generation(), 1);
}

#[tokio::test(start_paused = true)]
async fn in_the_stop_hook() {
    let tree = tree(Where::Stop).await;
    let exit = tree.trap().actor().stop(ExitReason::Normal).await.unwrap();
    assert!(exit.to_string().contains("in the hook"), "{exit}");
    tree.trap().ping().await.unwrap();
    assert_eq!(tree.trap().actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn t07_in_the_drop_of_the_state() {
    let tree = tree(Where::Drop).await;
    let exit = tree.trap().actor().stop(ExitReason::Normal).await.unwrap();
    assert!(
        exit.to_string().contains("in the drop of the state"),
        "{exit}"
    );
    tree.trap().ping().await.unwrap();
    tree.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn t06_in_the_drop_of_what_a_killed_handler_holds() {
    let tree = tree(Where::Nowhere).await;
    let trap = tree.trap();
    let waiting = tokio::spawn({
        let trap = trap.clone();
        async move { trap.holds_a_bomb().await }
    });
    settle().await;
    let exit = trap.actor().kill().await.unwrap();
    assert!(
        matches!(exit.reason(), ExitReason::Killed),
        "the kill is the reason"
    );
    assert!(waiting.await.unwrap().is_err());
    trap.ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn in_the_drop_of_a_message() {
    let tree = tree(Where::Nowhere).await;
    let drops = Arc::default();
    tree.trap().take(Bomb::new(&drops)).unwrap();
    settle().await;
    tree.trap().ping().await.unwrap();
    assert_eq!(
        tree.trap().actor().generation(),
        2,
        "its handler was running"
    );
    // In a queue that is failed: nobody's fault.
    let trap = tree.trap();
    let waiting = tokio::spawn({
        let trap = trap.clone();
        async move { trap.holds_a_bomb().await }
    });
    settle().await;
    let drops = Arc::default();
    trap.take(Bomb::new(&drops)).unwrap();
    tree.supervisor().terminate_child("trap").await.unwrap();
    assert!(waiting.await.unwrap().is_err());
    assert_eq!(drops.load(Ordering::SeqCst), 1);
    tree.other().ping().await.unwrap();
    tree.supervisor().restart_child("trap").await.unwrap();
    trap.ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn with_a_payload_that_is_no_text() {
    let tree = tree(Where::Nowhere).await;
    let error = tree.trap().odd_payload().await.unwrap_err();
    assert!(
        error.to_string().contains("a payload that is no text"),
        "{error}"
    );
    let error = tree.trap().payload_with_a_bomb().await.unwrap_err();
    assert!(
        error.to_string().contains("a payload that is no text"),
        "{error}"
    );
    tree.trap().ping().await.unwrap();
    assert_eq!(tree.trap().actor().generation(), 3);
}
