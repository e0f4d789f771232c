//! `#[on_hibernate]` and `#[on_wake]`: in pairs, in every form of hibernation, and harmless when they panic.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Compact, Compaction, Measure, Status};
use dormouse_tests::events;

const MS: Duration = Duration::from_millis(1);

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    fn add(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }

    fn take(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Compact for Log {
    fn compact(&mut self, _: &mut Compaction) {
        self.add("compact");
    }

    fn measure(&self, measure: &mut Measure) {
        // Loose, so that it is compacted each time.
        measure.add_block(0, 4096);
    }
}

#[actor(hibernate_after = "100ms")]
struct Session {
    log: Log,
}

#[actor]
impl Session {
    #[on_hibernate]
    fn shed(&mut self) {
        self.log.add("hibernate");
    }

    #[on_wake]
    fn refill(&mut self, context: &Context<Self>) {
        assert_eq!(context.path(), "Session");
        self.log.add("wake");
    }

    #[call]
    fn ask(&self) {
        self.log.add("ask");
    }

    #[call]
    fn sleep(&self) -> Hibernate {
        self.log.add("sleep");
        Hibernate(())
    }

    #[cast]
    fn note(&self) {
        self.log.add("note");
    }

    #[cast]
    fn sleep_later(&self) -> Outcome {
        self.log.add("sleep");
        Outcome::awake().hibernate()
    }

    #[cast]
    async fn in_place(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
        self.log.add("goes on");
    }

    #[cast]
    async fn in_place_for(&mut self, time: Duration, context: &Context<Self>) {
        tokio::select! {
            () = context.hibernate(self) => {}
            () = tokio::time::sleep(time) => {}
        }
        self.log.add("goes on");
    }

    #[stop]
    fn on_stop(&mut self) {
        self.log.add("stop");
    }
}

fn session() -> (SessionRef, Log) {
    let log = Log::default();
    let session = Session { log: log.clone() };
    (session.spawn().unwrap(), log)
}

#[tokio::test(start_paused = true)]
async fn hooks_are_called_round_a_sleep() {
    let (session, log) = session();
    session.ask().await.unwrap();
    assert_eq!(log.take(), ["ask"]);
    session.sleep().await.unwrap();
    assert_eq!(log.take(), ["sleep", "hibernate", "compact"]);
    session.ask().await.unwrap();
    assert_eq!(log.take(), ["wake", "ask"]);
    tokio::time::sleep(200 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert_eq!(log.take(), ["hibernate", "compact"]);
    session.note().unwrap();
    session.note().unwrap();
    settle().await;
    assert_eq!(log.take(), ["wake", "note", "note"]);
}

#[tokio::test(start_paused = true)]
async fn a_hibernation_that_is_skipped_calls_none() {
    let (session, log) = session();
    session.sleep_later().unwrap();
    session.note().unwrap();
    settle().await;
    assert_eq!(log.take(), ["sleep", "note"]);
}

#[tokio::test(start_paused = true)]
async fn inspection_and_suspension_call_none() {
    let (session, log) = session();
    session.sleep().await.unwrap();
    log.take();
    session.actor().get_state(|_| ()).await.unwrap();
    let _ = session.actor().memory();
    session.actor().suspend().await.unwrap();
    session.actor().resume().unwrap();
    settle().await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert_eq!(log.take(), [""; 0]);
    session.ask().await.unwrap();
    assert_eq!(log.take(), ["wake", "ask"]);
}

#[tokio::test(start_paused = true)]
async fn a_sleeper_is_woken_before_its_stop_method() {
    let (session, log) = session();
    session.sleep().await.unwrap();
    log.take();
    session.actor().stop(ExitReason::Normal).await.unwrap();
    assert_eq!(log.take(), ["wake", "stop"]);
}

#[tokio::test(start_paused = true)]
async fn they_are_called_round_a_hibernation_in_place() {
    let (session, log) = session();
    session.in_place().unwrap();
    settle().await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert_eq!(log.take(), ["hibernate", "compact"]);
    session.actor().get_state(|_| ()).await.unwrap();
    settle().await;
    assert_eq!(log.take(), [""; 0]);
    session.note().unwrap();
    settle().await;
    assert_eq!(log.take(), ["wake", "goes on", "note"]);
    session.in_place_for(50 * MS).unwrap();
    tokio::time::sleep(60 * MS).await;
    assert_eq!(log.take(), ["hibernate", "compact", "wake", "goes on"]);
    session.in_place().unwrap();
    settle().await;
    log.take();
    session.actor().kill().await.unwrap();
    assert_eq!(log.take(), [""; 0], "a kill runs no hook");
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_panics_is_told_once_and_harms_nobody() {
    #[actor]
    struct Brittle;

    #[actor]
    impl Brittle {
        #[on_hibernate]
        fn shed(&self) {
            panic!("no thanks");
        }

        #[on_wake]
        fn refill(&self) {
            panic!("let me sleep");
        }

        #[call]
        fn ask(&self) -> Hibernate<u32> {
            Hibernate(7)
        }
    }

    dormouse::install_panic_hook();
    let (events, _guard) = events::record();
    let brittle = Brittle.spawn().unwrap();
    assert_eq!(brittle.ask().await.unwrap(), 7);
    assert_eq!(brittle.actor().status(), Status::Hibernated);
    assert_eq!(brittle.ask().await.unwrap(), 7);
    assert_eq!(brittle.actor().generation(), 1);
    let told: Vec<_> = events
        .take()
        .into_iter()
        .filter(|said| said.says("hook panicked"))
        .map(|said| (said.field("hook").to_owned(), said.is_warning()))
        .collect();
    let told: Vec<_> = told
        .iter()
        .map(|(hook, warns)| (hook.as_str(), *warns))
        .collect();
    assert_eq!(
        told,
        [
            ("on_hibernate", true),
            ("on_wake", true),
            ("on_hibernate", true)
        ]
    );
}
