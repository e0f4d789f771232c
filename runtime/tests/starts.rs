//! Starts that are cut short, and ends that come between two lives.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use dormouse::Status;
use dormouse::prelude::*;
use tokio::time::timeout;

use self::common::{Log, MS};

/// Takes its time to stop.
#[actor]
struct Worker {
    name: &'static str,
    log: Log,
    stop_takes: Duration,
}

impl Worker {
    fn new(name: &'static str, log: &Log, stop_takes: Duration) -> Self {
        Self {
            name,
            log: log.clone(),
            stop_takes,
        }
    }
}

#[actor]
impl Worker {
    #[stop]
    async fn on_stop(&mut self) {
        tokio::time::sleep(self.stop_takes).await;
        self.log.add(format!("{} stopped", self.name));
    }
}

#[supervisor]
struct Inner {
    log: Log,
    #[child(start = Worker::new("worker", log, 10 * MS))]
    worker: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_between_two_lives_cannot_be_stopped_and_says_so() {
    #[supervisor(intensity = 10)]
    struct Slow {
        log: Log,
        #[child(start = {
            let again = !log.lines().is_empty();
            log.add("start");
            tokio::time::sleep(if again { Duration::from_secs(3600) } else { MS }).await;
            Inner { log: log.clone() }
        })]
        inner: Inner,
    }

    let tree = Slow {
        log: Log::default(),
    }
    .start()
    .await
    .unwrap();
    let inner = tree.inner();
    inner.stop().await.unwrap();
    tokio::time::sleep(100 * MS).await;
    assert_eq!(inner.supervisor().status(), Status::Restarting);
    let again = timeout(Duration::from_secs(60), inner.stop()).await;
    assert!(again.expect("an answer").is_err());
    tree.stop().await.unwrap();
}

/// Starts a child at once, and another one after a while.
#[supervisor]
struct Room {
    log: Log,
    token: Arc<()>,
    #[child(start = Worker::new("first", log, 500 * MS))]
    first: Worker,
    #[child(start = {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Worker::new("second", log, MS)
    })]
    second: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_whose_start_on_demand_is_dropped_is_stopped_again() {
    #[supervisor(strategy = simple_one_for_one)]
    struct Rooms {
        #[child(start = |log: Log, token: Arc<()>| Room { log, token }, restart = temporary)]
        room: Room,
    }

    let (log, token) = (Log::default(), Arc::new(()));
    let rooms = Rooms {}.start().await.unwrap();
    let start = rooms.start_child(log.clone(), Arc::clone(&token));
    assert!(timeout(100 * MS, start).await.is_err());
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(log.lines(), ["first stopped"]);
    assert_eq!(Arc::strong_count(&token), 1);
    assert_eq!(rooms.supervisor().count_children().supervisors, 0);
    rooms.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_tree_waits_for_a_supervisor_in_it_that_still_starts() {
    #[supervisor]
    struct House {
        log: Log,
        token: Arc<()>,
        #[child(start = Worker::new("porter", log, MS))]
        porter: Worker,
        #[child(start = Room { log: log.clone(), token: token.clone() })]
        room: Room,
    }

    let (log, token) = (Log::default(), Arc::new(()));
    let house = House {
        log: log.clone(),
        token: Arc::clone(&token),
    };
    assert!(timeout(100 * MS, house.start()).await.is_err());
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(log.lines(), ["first stopped", "porter stopped"]);
    assert_eq!(Arc::strong_count(&token), 1);
}

#[tokio::test(start_paused = true)]
async fn a_start_that_is_cut_short_has_dropped_what_it_held_before_the_tree_has_ended() {
    /// Takes note of its drop.
    struct Port(Log, &'static str);
    impl Drop for Port {
        fn drop(&mut self) {
            self.0.add(format!("{} closed", self.1));
        }
    }

    #[actor]
    struct Open {
        port: Port,
    }

    #[actor]
    impl Open {
        #[call]
        fn name(&self) -> &'static str {
            self.port.1
        }
    }

    #[supervisor]
    struct Tree {
        log: Log,
        #[child(start = Open { port: Port(log.clone(), "first") })]
        first: Open,
        #[child(start = {
            let port = Port(log.clone(), "second");
            std::future::pending::<()>().await;
            Open { port }
        })]
        second: Open,
    }

    let log = Log::default();
    let tree = Tree { log: log.clone() };
    assert!(timeout(100 * MS, tree.start()).await.is_err());
    tokio::time::sleep(100 * MS).await;
    assert_eq!(log.lines(), ["second closed", "first closed"]);
}
