//! Calls of an actor whose own queue is long.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use dormouse::prelude::*;
use tokio::sync::Notify;

const CALLS: u32 = 10_000;

/// What so many calls took of the handler that made them.
#[derive(Debug)]
struct Taken {
    polls: u32,
    /// Of this thread, in nanoseconds; not of the clock on the wall.
    processor: u64,
}

fn processor() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split(' ').next().and_then(|time| time.parse().ok());
    first.unwrap_or(0)
}

#[actor]
struct Callee;

#[actor]
impl Callee {
    #[call]
    fn at_once(&self) -> u32 {
        1
    }

    #[call]
    async fn later(&mut self) -> u32 {
        tokio::task::yield_now().await;
        1
    }
}

#[actor]
struct Caller {
    callee: CalleeRef,
    noted: u32,
}

#[actor]
impl Caller {
    #[call]
    async fn calls(&mut self, gate: Arc<Notify>) -> Taken {
        gate.notified().await;
        let before = processor();
        let callee = self.callee.clone();
        let mut calls = pin!(async move {
            let mut sum = 0;
            for _ in 0..CALLS / 2 {
                sum += callee.at_once().await.unwrap() + callee.later().await.unwrap();
            }
            assert_eq!(sum, CALLS);
        });
        let mut polls = 0;
        poll_fn(|context| {
            polls += 1;
            calls.as_mut().poll(context)
        })
        .await;
        Taken {
            polls,
            processor: processor() - before,
        }
    }

    #[cast]
    fn note(&mut self) {
        self.noted += 1;
    }

    #[call]
    fn noted(&self) -> u32 {
        self.noted
    }
}

async fn taken(queue: u32) -> Taken {
    let callee = Callee.spawn().unwrap();
    let caller = Caller { callee, noted: 0 }.spawn().unwrap();
    let gate = Arc::new(Notify::new());
    let calls = caller.calls(Arc::clone(&gate)).send();
    tokio::task::yield_now().await;
    for _ in 0..queue {
        caller.note().unwrap();
    }
    assert_eq!(caller.actor().queue_len(), queue as usize);
    gate.notify_one();
    let taken = calls.await.unwrap();
    assert_eq!(caller.noted().await.unwrap(), queue);
    taken
}

#[tokio::test(start_paused = true)]
async fn c172_a_long_queue_of_its_own_costs_a_caller_nothing() {
    let empty = taken(0).await;
    let full = taken(500_000).await;
    assert_eq!(full.polls, empty.polls);
    // Where the processor's time is known. One look through the queue per call would be a factor of hundreds.
    if empty.processor > 0 {
        assert!(full.processor < 10 * empty.processor, "{full:?} {empty:?}");
    }
}
