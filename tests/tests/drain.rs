//! Working off what waits before the end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Overflow, Status};
use tokio::sync::Notify;

type Log = Arc<Mutex<Vec<String>>>;

#[actor]
#[derive(Debug)]
struct Desk {
    name: &'static str,
    log: Log,
}

#[actor]
impl Desk {
    #[call]
    async fn hold(&mut self, until: Arc<Notify>) {
        until.notified().await;
    }

    #[cast]
    fn note(&mut self, note: u32) {
        self.log
            .lock()
            .unwrap()
            .push(format!("{} {note}", self.name));
    }

    #[cast(wait)]
    async fn slow(&mut self, note: u32) {
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.log
            .lock()
            .unwrap()
            .push(format!("{} {note}", self.name));
    }

    #[call(priority)]
    fn ask(&self) -> &'static str {
        self.name
    }

    #[every("100ms")]
    fn tick(&self) {}

    #[stop]
    fn on_stop(&mut self, reason: &ExitReason) {
        self.log
            .lock()
            .unwrap()
            .push(format!("{} {reason}", self.name));
    }
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// A desk whose handler is held until the notice.
async fn held(desk: &DeskRef) -> Arc<Notify> {
    let until = Arc::new(Notify::new());
    let (holder, wait) = (desk.clone(), until.clone());
    tokio::spawn(async move { holder.hold(wait).await });
    settle().await;
    assert_eq!(desk.actor().status(), Status::Running);
    until
}

fn desk() -> (DeskRef, Log) {
    let log = Log::default();
    let name = "desk";
    let desk = Desk {
        name,
        log: log.clone(),
    };
    (desk.spawn().unwrap(), log)
}

fn lines(log: &Log) -> Vec<String> {
    log.lock().unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_handled_and_then_the_actor_stops() {
    let (desk, log) = desk();
    let until = held(&desk).await;
    desk.note(1).unwrap();
    desk.slow(2).await.unwrap();
    let caller = desk.clone();
    let asking = tokio::spawn(async move { caller.ask().await });
    settle().await;
    let draining = desk.actor().drain();
    assert!(matches!(desk.note(3), Err(CastError::NoProcess(_))));
    assert!(matches!(desk.slow(3).await, Err(CastError::NoProcess(_))));
    assert!(matches!(desk.ask().await, Err(CallError::NoProcess(_))));
    until.notify_one();
    let exit = draining.await.unwrap();
    assert_eq!(exit.reason().to_string(), "normal");
    assert_eq!(asking.await.unwrap().unwrap(), "desk");
    assert_eq!(lines(&log), ["desk 1", "desk 2", "desk normal"]);
}

#[tokio::test(start_paused = true)]
async fn an_actor_with_nothing_to_do_stops_at_once() {
    let (desk, log) = desk();
    desk.actor().drain().await.unwrap();
    assert_eq!(lines(&log), ["desk normal"]);
    assert_eq!(desk.actor().status(), Status::Gone);
    assert!(desk.actor().drain().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_for_room_are_let_in() {
    let (desk, log) = desk();
    desk.actor().set_mailbox(1, Overflow::Wait);
    let until = held(&desk).await;
    let mut sending = Vec::new();
    for note in 1..=3 {
        let desk = desk.clone();
        sending.push(tokio::spawn(async move { desk.slow(note).await }));
        settle().await;
    }
    assert_eq!(desk.actor().senders_waiting(), 2);
    let draining = desk.actor().drain();
    until.notify_one();
    draining.await.unwrap();
    for sent in sending {
        sent.await.unwrap().unwrap();
    }
    assert_eq!(lines(&log), ["desk 1", "desk 2", "desk 3", "desk normal"]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_cuts_a_drain_short() {
    let (desk, log) = desk();
    let until = held(&desk).await;
    desk.note(1).unwrap();
    let draining = desk.actor().drain();
    let stopping = desk.stop();
    until.notify_one();
    stopping.await.unwrap();
    draining.await.unwrap();
    assert_eq!(lines(&log), ["desk normal"]);
}

#[supervisor(intensity = 10)]
struct Office {
    log: Log,
    #[child(start = Desk { name: "plain", log: log.clone() })]
    plain: Desk,
}

#[tokio::test(start_paused = true)]
async fn after_a_drain_the_next_incarnation_takes_messages_again() {
    let log = Log::default();
    let office = Office { log: log.clone() }.start().await.unwrap();
    let desk = office.plain();
    desk.actor().set_mailbox(2, Overflow::Error);
    desk.actor().drain().await.unwrap();
    settle().await;
    assert_eq!(desk.actor().generation(), 2);
    assert_eq!(desk.actor().capacity(), Some(2), "the bound stays");
    desk.note(1).unwrap();
    settle().await;
    assert_eq!(lines(&log), ["plain normal", "plain 1"]);
}
