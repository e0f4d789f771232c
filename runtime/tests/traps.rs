//! Traps of soundness that no other test is about; `docs/soundness.md` lists them all.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

mod common;

use std::cell::Cell;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use dormouse::prelude::*;
use tokio::time::timeout;

use self::common::{Log, MS, block_on, multi, within};

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// Takes note of its drop.
struct Noted(Log, &'static str);

impl Drop for Noted {
    fn drop(&mut self) {
        self.0.add(self.1);
    }
}

#[test]
fn t03_who_sends_needs_no_runtime_of_its_own() {
    #[actor]
    struct Here {
        log: Log,
    }

    #[actor]
    impl Here {
        #[cast]
        async fn note(&mut self) {
            tokio::time::sleep(MS).await;
            let here = tokio::runtime::Handle::current().id();
            self.log.add(here.to_string());
        }

        #[call]
        fn lines(&self) -> Vec<String> {
            self.log.lines()
        }
    }

    within(|| {
        let home = multi(1);
        let log = Log::default();
        let here = home.block_on(async { Here { log }.spawn().unwrap() });
        here.note().unwrap();
        let lines = block_on(here.lines()).unwrap();
        assert_eq!(lines, [home.handle().id().to_string()]);
    });
}

#[tokio::test(start_paused = true)]
async fn t05_a_message_to_an_actor_that_is_down_is_refused_and_not_kept() {
    #[actor]
    struct Sink;

    #[actor]
    impl Sink {
        #[cast]
        fn put(&self, _noted: Noted) {}

        #[call]
        fn ask(&self, _noted: Noted) {}
    }

    #[supervisor]
    struct Tree {
        #[child(start = Sink)]
        sink: Sink,
    }

    let tree = Tree {}.start().await.unwrap();
    let sink = tree.sink();
    tree.supervisor().terminate_child("sink").await.unwrap();
    let log = Log::default();
    assert!(sink.put(Noted(log.clone(), "cast")).is_err());
    let asked = timeout(Duration::from_secs(1), sink.ask(Noted(log.clone(), "call")));
    assert!(asked.await.expect("an answer").is_err());
    assert_eq!(sink.actor().queue_len(), 0);
    assert_eq!(log.lines(), ["cast", "call"]);
}

/// Lent its argument by its supervisor, and suspended with a borrow of its own state.
#[actor]
struct Borrower {
    held: Noted,
    argument: Arc<Noted>,
}

#[actor]
impl Borrower {
    #[call]
    async fn hang(&mut self, frame: Noted) {
        let borrowed = &mut self.held;
        std::future::pending::<()>().await;
        borrowed.1 = "written through a borrow that has gone";
        drop((frame, Arc::clone(&self.argument)));
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Borrowers {
    #[child(start = |log: Log, argument: Arc<Noted>| Borrower {
        held: Noted(log.clone(), "state"),
        argument: argument.clone(),
    })]
    borrower: Borrower,
}

#[tokio::test(start_paused = true)]
async fn t07_a_frame_goes_before_the_state_it_borrows_and_that_before_the_arguments() {
    let log = Log::default();
    let borrowers = Borrowers {}.start().await.unwrap();
    let argument = Arc::new(Noted(log.clone(), "argument"));
    let borrower = borrowers.start_child(log.clone(), argument).await.unwrap();
    let frame = Noted(log.clone(), "frame");
    assert!(timeout(MS, borrower.hang(frame)).await.is_err());
    borrowers
        .supervisor()
        .terminate_child(&borrower)
        .await
        .unwrap();
    settle().await;
    assert_eq!(log.lines(), ["frame", "state", "argument"]);
}

#[tokio::test(start_paused = true)]
async fn t07_between_two_lives_there_is_no_state_to_drop_again() {
    #[actor]
    struct Once {
        _state: Noted,
    }

    #[actor]
    impl Once {
        #[call]
        fn ping(&self) {}
    }

    #[supervisor(intensity = 10)]
    struct Slow {
        log: Log,
        #[child(start = {
            let again = !log.lines().is_empty();
            log.add("start");
            if again {
                let _half = Noted(log.clone(), "half");
                std::future::pending::<()>().await;
            }
            Once { _state: Noted(log.clone(), "state") }
        })]
        once: Once,
    }

    let log = Log::default();
    let slow = Slow { log: log.clone() }.start().await.unwrap();
    let once = slow.once();
    once.stop().await.unwrap();
    settle().await;
    assert!(once.actor().memory().state().is_none());
    assert!(timeout(MS, once.ping()).await.is_err());
    slow.stop().await.unwrap();
    drop((slow, once));
    settle().await;
    assert_eq!(log.lines(), ["start", "state", "start", "half"]);
}

#[tokio::test(start_paused = true)]
async fn t08_an_actor_whose_queue_and_state_hold_its_address_is_freed() {
    #[actor]
    struct Ring {
        itself: Option<RingRef>,
        _state: Noted,
    }

    #[actor]
    impl Ring {
        #[call]
        async fn hang(&mut self) {
            std::future::pending::<()>().await;
        }

        #[cast]
        fn keep(&mut self, itself: RingRef, _message: Noted) {
            self.itself = Some(itself);
        }
    }

    let log = Log::default();
    let ring = Ring {
        itself: None,
        _state: Noted(log.clone(), "state"),
    };
    let ring = ring.spawn().unwrap();
    ring.keep(ring.clone(), Noted(log.clone(), "handled"))
        .unwrap();
    settle().await;
    assert!(timeout(MS, ring.hang()).await.is_err());
    ring.keep(ring.clone(), Noted(log.clone(), "queued"))
        .unwrap();
    ring.actor().kill().await.unwrap();
    assert_eq!(log.lines(), ["handled", "state", "queued"]);
}

#[test]
fn t10_a_state_is_sent_between_threads_and_never_shared() {
    /// Moves between threads, and must not be seen by two.
    #[actor]
    struct Counter {
        count: Cell<u32>,
    }

    #[actor]
    impl Counter {
        #[call]
        fn add(&self) -> u32 {
            self.count.set(self.count.get() + 1);
            self.count.get()
        }

        #[call]
        async fn add_later(&mut self) -> u32 {
            let before = self.count.get();
            tokio::task::yield_now().await;
            self.count.set(before + 1);
            self.count.get()
        }
    }

    within(|| {
        let runtime = multi(2);
        let counter = runtime.block_on(async {
            let count = Cell::new(0);
            Counter { count }.spawn().unwrap()
        });
        let tasks: Vec<_> = (0..3)
            .map(|_| {
                let counter = counter.clone();
                runtime.spawn(async move {
                    for _ in 0..300 {
                        counter.add().await.unwrap();
                        counter.add_later().await.unwrap();
                        let _ = counter.actor().memory();
                    }
                })
            })
            .collect();
        for task in tasks {
            block_on(task).unwrap();
        }
        assert_eq!(block_on(counter.add()).unwrap(), 3 * 300 * 2 + 1);
    });
}

/// Ready at the third poll; wakes nobody but the last waker that it was given.
#[derive(Clone, Default)]
struct Picky(Arc<Mutex<(u32, Option<Waker>)>>);

impl Future for Picky {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<u32> {
        let mut inside = self.0.lock().unwrap();
        inside.0 += 1;
        inside.1 = Some(context.waker().clone());
        if inside.0 < 3 {
            Poll::Pending
        } else {
            Poll::Ready(inside.0)
        }
    }
}

#[tokio::test(start_paused = true)]
async fn t11_a_handler_that_was_polled_in_its_callers_task_is_polled_by_its_own() {
    #[actor]
    struct Waits;

    #[actor]
    impl Waits {
        #[call]
        async fn wait_for(&mut self, picky: Picky) -> u32 {
            picky.await
        }
    }

    let waits = Waits.spawn().unwrap();
    let picky = Picky::default();
    let mut call = Box::pin(waits.wait_for(picky.clone()));
    let mut context = TaskContext::from_waker(Waker::noop());
    assert!(call.as_mut().poll(&mut context).is_pending());
    assert_eq!(
        picky.0.lock().unwrap().0,
        1,
        "the first poll is the caller's"
    );
    settle().await;
    let waker = picky.0.lock().unwrap().1.take();
    assert_eq!(picky.0.lock().unwrap().0, 2, "the second is the task's");
    waker.expect("a waker").wake();
    assert_eq!(call.await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn t12_a_handler_that_begins_in_its_callers_task_runs_once() {
    #[actor]
    struct Runs {
        begun: Arc<AtomicU32>,
    }

    #[actor]
    impl Runs {
        #[call]
        fn at_once(&self) {
            self.begun.fetch_add(1, Ordering::SeqCst);
        }

        #[call]
        async fn later(&mut self) {
            self.begun.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(MS).await;
        }
    }

    let begun = Arc::new(AtomicU32::new(0));
    let runs = Runs {
        begun: Arc::clone(&begun),
    };
    let runs = runs.spawn().unwrap();
    runs.at_once().await.unwrap();
    runs.later().await.unwrap();
    let mut given_up = Box::pin(runs.later());
    assert!(timeout(Duration::ZERO, &mut given_up).await.is_err());
    drop(given_up);
    runs.at_once().await.unwrap();
    assert_eq!(begun.load(Ordering::SeqCst), 4);
}
