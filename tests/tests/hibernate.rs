//! Falling asleep and waking: in every form, without losing a message.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Compact, Compaction, Measure, Status};

const MS: Duration = Duration::from_millis(1);

#[actor(hibernate_after = "100ms")]
struct Session {
    turns: Vec<String>,
    index: Scratch<HashMap<String, usize>>,
}

#[actor]
impl Session {
    #[call]
    fn store(&mut self, text: String) -> Hibernate<usize> {
        self.index.insert(text.clone(), self.turns.len());
        self.turns.push(text);
        Hibernate(self.turns.len())
    }

    #[call]
    fn add(&mut self, text: String) -> usize {
        self.turns.push(text);
        self.turns.len()
    }

    #[call]
    fn indexed(&self) -> usize {
        self.index.len()
    }

    #[call]
    async fn maybe(&mut self, sleep: bool) -> Outcome<usize> {
        tokio::task::yield_now().await;
        let outcome = Outcome::reply(self.turns.len());
        if sleep { outcome.hibernate() } else { outcome }
    }

    #[cast]
    fn note(&mut self, text: String) {
        self.turns.push(text);
    }

    #[cast]
    fn note_and_sleep(&mut self, text: String) -> Hibernate {
        self.turns.push(text);
        Hibernate(())
    }

    #[call]
    fn cut(&mut self, keep: usize) -> Hibernate<usize> {
        let gone = self.turns.len().saturating_sub(keep);
        self.turns.drain(..gone);
        Hibernate(gone)
    }
}

fn session() -> SessionRef {
    let session = Session {
        turns: Vec::new(),
        index: Scratch::default(),
    };
    session.spawn().expect("inside a runtime")
}

#[tokio::test(start_paused = true)]
async fn c184_a_reply_that_hibernates_is_given_and_the_actor_sleeps() {
    let session = session();
    assert_eq!(session.store("one".into()).await.unwrap(), 1);
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert_eq!(
        session.indexed().await.unwrap(),
        0,
        "scratch is dropped and made again"
    );
    assert_eq!(
        session.actor().status(),
        Status::Idle,
        "awake until it asks again"
    );
}

#[tokio::test(start_paused = true)]
async fn an_outcome_decides_at_run_time() {
    let session = session();
    assert_eq!(session.maybe(false).await.unwrap(), 0);
    assert_eq!(session.actor().status(), Status::Idle);
    assert_eq!(session.maybe(true).await.unwrap(), 0);
    settle().await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn c186_a_cast_can_hibernate() {
    let session = session();
    session.note_and_sleep("one".into()).unwrap();
    settle().await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert_eq!(session.add("two".into()).await.unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn c188_an_idle_actor_hibernates_after_its_time() {
    let session = session();
    session.add("by a call".into()).await.unwrap();
    assert_eq!(session.actor().status(), Status::Idle);
    tokio::time::sleep(90 * MS).await;
    assert_eq!(session.actor().status(), Status::Idle);
    tokio::time::sleep(60 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    session.note("by a cast".into()).unwrap();
    settle().await;
    assert_eq!(session.actor().status(), Status::Idle);
    tokio::time::sleep(150 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_is_used_does_not_hibernate() {
    let session = session();
    for turn in 0..40 {
        if turn % 2 == 0 {
            session.add("call".into()).await.unwrap();
        } else {
            session.note("cast".into()).unwrap();
        }
        tokio::time::sleep(50 * MS).await;
        assert_eq!(session.actor().status(), Status::Idle, "turn {turn}");
    }
}

#[tokio::test(start_paused = true)]
async fn c188_an_actor_that_was_never_used_hibernates_too() {
    let session = session();
    assert_eq!(session.actor().status(), Status::Idle);
    tokio::time::sleep(200 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_waits_skips_hibernation() {
    let session = session();
    session.note_and_sleep("one".into()).unwrap();
    session.note("two".into()).unwrap();
    settle().await;
    assert_eq!(session.actor().status(), Status::Idle);
}

#[tokio::test(start_paused = true)]
async fn a_used_session_falls_by_more_than_four_fifths() {
    let session = session();
    for turn in 0..50 {
        let text = format!("{turn:0>200}");
        session.add(text).await.unwrap();
    }
    let awake = session.actor().memory();
    assert!(awake.bytes() > 50 * 200);
    assert_eq!(session.cut(2).await.unwrap(), 48);
    let asleep = session.actor().memory();
    assert_eq!(
        session.actor().status(),
        Status::Hibernated,
        "asking does not wake"
    );
    assert!(
        asleep.bytes() * 5 < awake.bytes(),
        "{} of {} bytes",
        asleep.bytes(),
        awake.bytes()
    );
    assert_eq!((asleep.mailbox(), asleep.task()), (0, 0));
    assert_eq!(session.add("still there".into()).await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn inspection_does_not_wake_and_does_not_change_the_idle_time() {
    let session = session();
    session.add("one".into()).await.unwrap();
    for _ in 0..15 {
        tokio::time::sleep(10 * MS).await;
        let _ = session.actor().memory();
        let _ = session.actor().queue_len();
        let _ = session.tree().to_string();
    }
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn c198_a_sleeper_is_stopped_like_any_other() {
    #[actor(hibernate_after = "0ms")]
    struct Sleeper(Arc<AtomicU32>);

    #[actor]
    impl Sleeper {
        #[call]
        fn ping(&self) {}

        #[stop]
        fn on_stop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    let stops = Arc::new(AtomicU32::new(0));
    let sleeper = Sleeper(Arc::clone(&stops)).spawn().unwrap();
    sleeper.ping().await.unwrap();
    assert_eq!(sleeper.actor().status(), Status::Hibernated);
    let exit = sleeper.actor().stop(ExitReason::Normal).await.unwrap();
    assert!(exit.reason().is_clean());
    assert_eq!(stops.load(Ordering::SeqCst), 1);
    let other = Sleeper(Arc::clone(&stops)).spawn().unwrap();
    other.ping().await.unwrap();
    other.actor().kill().await.unwrap();
    assert_eq!(stops.load(Ordering::SeqCst), 1, "a kill runs no hook");
}

#[tokio::test(start_paused = true)]
async fn an_interval_ticks_through_sleep() {
    #[actor(hibernate_after = "100ms")]
    struct Ticker {
        ticks: u32,
    }

    #[actor]
    impl Ticker {
        #[every("60s")]
        fn tick(&mut self) -> Hibernate {
            self.ticks += 1;
            Hibernate(())
        }

        #[call]
        fn ticks(&self) -> Hibernate<u32> {
            Hibernate(self.ticks)
        }
    }

    let ticker = Ticker { ticks: 0 }.spawn().unwrap();
    tokio::time::sleep(Duration::from_secs(59)).await;
    assert_eq!(ticker.actor().status(), Status::Hibernated);
    assert_eq!(ticker.ticks().await.unwrap(), 0);
    tokio::time::sleep(Duration::from_secs(1) + 10 * MS).await;
    assert_eq!(ticker.ticks().await.unwrap(), 1);
    tokio::time::sleep(Duration::from_secs(240)).await;
    assert_eq!(ticker.ticks().await.unwrap(), 5);
    assert_eq!(ticker.actor().status(), Status::Hibernated);
}

/// Panics when it is compacted.
struct Brittle(Vec<u8>);

impl Compact for Brittle {
    fn compact(&mut self, _: &mut Compaction) {
        panic!("compacting {} bytes", self.0.len());
    }

    fn measure(&self, measure: &mut Measure) {
        measure.add_block(0, 4096);
    }
}

#[tokio::test(start_paused = true)]
async fn a_compaction_that_panics_harms_nobody() {
    #[actor]
    struct Holder {
        brittle: Brittle,
    }

    #[actor]
    impl Holder {
        #[call]
        fn len(&self) -> Hibernate<usize> {
            Hibernate(self.brittle.0.len())
        }
    }

    dormouse::install_panic_hook();
    let holder = Holder {
        brittle: Brittle(vec![1, 2, 3]),
    };
    let holder = holder.spawn().unwrap();
    assert_eq!(holder.len().await.unwrap(), 3);
    assert_eq!(holder.actor().status(), Status::Hibernated);
    assert_eq!(holder.len().await.unwrap(), 3);
    assert_eq!(holder.actor().generation(), 1);
}

#[supervisor]
struct Watchful {
    #[child(start = Session { turns: Vec::new(), index: Scratch::default() })]
    session: Session,
}

#[supervisor(hibernate_after = "100ms")]
struct Quick {
    #[child(start = Session { turns: Vec::new(), index: Scratch::default() })]
    session: Session,
}

#[supervisor(auto_hibernation = false)]
struct Sleepless {
    #[child(start = Session { turns: Vec::new(), index: Scratch::default() })]
    session: Session,
}

#[tokio::test(start_paused = true)]
async fn c140_a_static_supervisor_hibernates_after_one_second() {
    let tree = Watchful {}.start().await.unwrap();
    tokio::time::sleep(900 * MS).await;
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tokio::time::sleep(300 * MS).await;
    assert_eq!(tree.supervisor().status(), Status::Hibernated);
    tree.session().add("one".into()).await.unwrap();
    assert_eq!(
        tree.supervisor().status(),
        Status::Hibernated,
        "it has no part in that"
    );
}

#[tokio::test(start_paused = true)]
async fn c137_c138_a_call_wakes_a_supervisor_and_it_sleeps_again() {
    let tree = Quick {}.start().await.unwrap();
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tokio::time::sleep(150 * MS).await;
    assert_eq!(tree.supervisor().status(), Status::Hibernated);
    assert_eq!(tree.supervisor().which_children().len(), 1);
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tokio::time::sleep(150 * MS).await;
    assert_eq!(tree.supervisor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_can_be_kept_awake() {
    let tree = Sleepless {}.start().await.unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(tree.supervisor().status(), Status::Idle);
}

#[actor]
#[derive(Default)]
struct Plain;

#[actor]
impl Plain {}

#[supervisor(strategy = simple_one_for_one, hibernate_after = "1s")]
struct Pool {
    #[child(start = || Plain)]
    plain: Plain,
}

/// Nobody in the system is watched, so that the coarse time stands still between two looks.
#[tokio::test(start_paused = true)]
async fn the_idle_time_of_a_dynamic_supervisor_begins_with_the_last_that_was_asked() {
    let pool = Pool {}.start().await.unwrap();
    tokio::time::sleep(1_500 * MS).await;
    let first = pool.start_child().await.unwrap();
    assert_eq!(pool.supervisor().status(), Status::Idle);
    tokio::time::sleep(900 * MS).await;
    let second = pool.start_child().await.unwrap();
    tokio::time::sleep(900 * MS).await;
    assert_eq!(pool.supervisor().status(), Status::Idle);
    tokio::time::sleep(200 * MS).await;
    assert_eq!(pool.supervisor().status(), Status::Hibernated);
    drop((first, second));
}
