//! What is asked of a sleeper while what it holds is moved: it sleeps on where no message came.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::sync::{Arc, Barrier};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Compact, Compaction, ExitReason, Freezable, Measure, Status};
use tokio::task::{spawn_blocking, yield_now};
use tokio::time::{advance, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// Where who moves the state and the test meet, before and after.
#[derive(Clone)]
struct Meeting {
    enters: Arc<Barrier>,
    leaves: Arc<Barrier>,
}

impl Meeting {
    async fn enters(&self) {
        let enters = Arc::clone(&self.enters);
        spawn_blocking(move || enters.wait()).await.unwrap();
    }

    async fn leaves(&self) {
        let leaves = Arc::clone(&self.leaves);
        spawn_blocking(move || leaves.wait()).await.unwrap();
    }
}

/// Takes its time to be compacted for the second time.
struct Slowly {
    compactions: usize,
    meeting: Meeting,
}

impl Compact for Slowly {
    fn compact(&mut self, _: &mut Compaction) {
        self.compactions += 1;
        if self.compactions == 2 {
            self.meeting.enters.wait();
            self.meeting.leaves.wait();
        }
    }

    fn measure(&self, measure: &mut Measure) {
        measure.add_block(100, 100);
    }
}

#[actor(freeze_after = "13s")]
struct Slow {
    slowly: Slowly,
    turns: Freezable<Vec<String>>,
    work: Scratch<Vec<u8>>,
}

#[actor]
impl Slow {
    #[call]
    fn work(&mut self) -> Hibernate {
        self.work.resize(48 * 1024, 1);
        Hibernate(())
    }

    #[call]
    fn compactions(&self) -> usize {
        self.slowly.compactions
    }
}

/// One that sleeps, and what it holds is being moved.
async fn lent() -> (SlowRef, Meeting) {
    let meeting = Meeting {
        enters: Arc::new(Barrier::new(2)),
        leaves: Arc::new(Barrier::new(2)),
    };
    let slow = Slow {
        slowly: Slowly {
            compactions: 0,
            meeting: meeting.clone(),
        },
        turns: Freezable::from(vec!["a turn".to_owned(); 40]),
        work: Scratch::default(),
    };
    let slow = slow.spawn().unwrap();
    slow.work().await.unwrap();
    sleep(6 * SECOND).await;
    // The clock stands still while a thread for blocking work runs.
    advance(5 * SECOND).await;
    meeting.enters().await;
    // Nobody has woken it.
    assert_eq!(slow.actor().status(), Status::Hibernated);
    assert_eq!(slow.actor().why_awake(), None);
    (slow, meeting)
}

/// Until what was left to do is done: nothing says when that is, so until it shows or 1,000 turns have passed.
async fn until(mut holds: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if holds() {
            return;
        }
        yield_now().await;
    }
    panic!("it does not come");
}

#[tokio::test(start_paused = true)]
async fn a_message_is_handled_after() {
    let (slow, meeting) = lent().await;
    let caller = slow.clone();
    let compactions = tokio::spawn(async move { caller.compactions().await });
    until(|| slow.actor().queue_len() == 1).await;
    meeting.leaves().await;
    assert_eq!(compactions.await.unwrap().unwrap(), 2);
    assert_ne!(slow.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn who_reads_the_state_waits_and_the_actor_sleeps_on() {
    let (slow, meeting) = lent().await;
    let read = slow.actor().get_state(|state| state.slowly.compactions);
    let read = tokio::spawn(read);
    yield_now().await;
    meeting.leaves().await;
    assert_eq!(read.await.unwrap().unwrap(), 2);
    until(|| slow.actor().status() == Status::Hibernated).await;
}

#[tokio::test(start_paused = true)]
async fn who_suspends_it_finds_it_asleep() {
    let (slow, meeting) = lent().await;
    let door = slow.clone();
    let suspended = tokio::spawn(async move { door.actor().suspend().await });
    yield_now().await;
    meeting.leaves().await;
    suspended.await.unwrap().unwrap();
    let slow = slow.actor();
    until(|| slow.is_suspended() && slow.status() == Status::Hibernated).await;
    slow.resume().unwrap();
    assert!(!slow.is_suspended());
    for _ in 0..100 {
        assert_eq!(slow.status(), Status::Hibernated);
        yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_comes_with_a_reader_keeps_it_awake() {
    let (slow, meeting) = lent().await;
    let read = tokio::spawn(slow.actor().get_state(|state| state.slowly.compactions));
    let caller = slow.clone();
    let compactions = tokio::spawn(async move { caller.compactions().await });
    until(|| slow.actor().queue_len() == 1).await;
    meeting.leaves().await;
    assert_eq!(read.await.unwrap().unwrap(), 2);
    assert_eq!(compactions.await.unwrap().unwrap(), 2);
    assert_ne!(slow.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_measure_that_cannot_wait_says_so_and_keeps_nothing() {
    let (slow, meeting) = lent().await;
    let door = slow.clone();
    let during = spawn_blocking(move || door.actor().memory()).await.unwrap();
    assert!(during.state().is_none(), "{during:?}");
    assert_eq!(slow.actor().status(), Status::Hibernated);
    meeting.leaves().await;
    until(|| slow.actor().memory().state().is_some()).await;
    assert_eq!(slow.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_it_after() {
    let (slow, meeting) = lent().await;
    let door = slow.clone();
    let stopped = tokio::spawn(async move { door.actor().stop(ExitReason::Shutdown).await });
    yield_now().await;
    meeting.leaves().await;
    stopped.await.unwrap().unwrap();
    until(|| slow.actor().status() == Status::Gone).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_to_be_frozen_just_then_is_frozen_after() {
    let (slow, meeting) = lent().await;
    advance(5 * SECOND).await;
    for _ in 0..100 {
        yield_now().await;
    }
    assert_eq!(slow.actor().status(), Status::Hibernated);
    meeting.leaves().await;
    until(|| slow.actor().memory().state().is_some()).await;
    assert_eq!(slow.actor().memory().state().unwrap().frozen(), 0);
    sleep(SECOND).await;
    assert!(slow.actor().memory().state().unwrap().frozen() > 0);
    assert_eq!(slow.actor().status(), Status::Hibernated);
    assert_eq!(slow.compactions().await.unwrap(), 3);
}
