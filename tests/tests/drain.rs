//! Working off what waits before the end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
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

/// Its children handle what waits, one of them not in time.
#[supervisor]
struct Team {
    log: Log,
    #[child(start = Desk { name: "plain", log: log.clone() }, shutdown = "3s")]
    plain: Desk,
    #[child(start = Desk { name: "drained", log: log.clone() }, shutdown = "3s", drain)]
    drained: Desk,
}

async fn team() -> (TeamRef, Log) {
    dormouse::install_panic_hook();
    let log = Log::default();
    let team = Team { log: log.clone() };
    (team.start().await.unwrap(), log)
}

#[tokio::test(start_paused = true)]
async fn a_child_gets_what_its_option_says_and_the_report_tells_what_was_left() {
    let (team, log) = team().await;
    let mut holds = Vec::new();
    for desk in [team.plain(), team.drained()] {
        holds.push(held(&desk).await);
        desk.note(1).unwrap();
        desk.note(2).unwrap();
        let caller = desk.clone();
        tokio::spawn(async move { caller.ask().await });
        settle().await;
    }
    let stopping = team.stop();
    // The later child is stopped first.
    for until in holds.iter().rev() {
        until.notify_one();
        settle().await;
    }
    let exit = stopping.await.unwrap();
    assert_eq!(
        lines(&log),
        [
            "drained 1",
            "drained 2",
            "drained shutdown",
            "plain shutdown"
        ]
    );
    let report = exit.report();
    assert!(report.killed().is_empty());
    let [left] = report.unhandled() else {
        panic!("{report}");
    };
    assert_eq!(left.path(), "Team/plain");
    assert_eq!((left.calls(), left.casts()), (1, 2));
    assert_eq!(
        report.to_string(),
        "not handled: Team/plain, 1 calls and 2 casts"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_not_drained_in_time_is_killed_and_told() {
    let (team, log) = team().await;
    let desk = team.drained();
    for note in 1..=5 {
        desk.slow(note).await.unwrap();
    }
    let began = tokio::time::Instant::now();
    let exit = team.stop().await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 3);
    assert_eq!(lines(&log)[..2], ["drained 1", "drained 2"]);
    assert_eq!(exit.report().killed(), ["Team/drained"]);
    assert_eq!(exit.report().stuck().len(), 0);
    assert_eq!(exit.report().unhandled()[0].path(), "Team/drained");
}

#[tokio::test(start_paused = true)]
async fn a_tree_that_is_drained_loses_nothing() {
    let (team, log) = team().await;
    for desk in [team.plain(), team.drained()] {
        desk.slow(1).await.unwrap();
        desk.note(2).unwrap();
    }
    let exit = team.supervisor().drain().await.unwrap();
    assert!(exit.report().is_empty(), "{}", exit.report());
    let lines = lines(&log);
    for name in ["plain", "drained"] {
        let own: Vec<_> = lines.iter().filter(|line| line.starts_with(name)).collect();
        let shutdown = format!("{name} shutdown");
        assert_eq!(own, [&format!("{name} 1"), &format!("{name} 2"), &shutdown]);
    }
    assert_eq!(lines.last().unwrap(), "plain shutdown");
}

#[tokio::test(start_paused = true)]
async fn a_child_that_is_terminated_is_drained_as_well() {
    let (team, log) = team().await;
    team.drained().slow(1).await.unwrap();
    team.drained().note(2).unwrap();
    team.supervisor().terminate_child("drained").await.unwrap();
    assert_eq!(lines(&log), ["drained 1", "drained 2", "drained shutdown"]);
}

/// Both start again together.
#[supervisor(strategy = one_for_all, intensity = 10)]
struct Pair {
    log: Log,
    #[child(start = Desk { name: "first", log: log.clone() }, drain)]
    first: Desk,
    #[child(start = Desk { name: "second", log: log.clone() }, drain)]
    second: Desk,
}

#[tokio::test(start_paused = true)]
async fn a_group_that_starts_again_leaves_its_queues_to_the_next_incarnations() {
    let log = Log::default();
    let pair = Pair { log: log.clone() }.start().await.unwrap();
    let first = pair.first();
    let until = held(&first).await;
    first.note(1).unwrap();
    pair.second().actor().kill().await.unwrap();
    settle().await;
    first.note(2).unwrap();
    until.notify_one();
    settle().await;
    assert_eq!(lines(&log), ["first shutdown", "first 1", "first 2"]);
    assert_eq!(first.actor().generation(), 2);
}

/// On demand.
#[supervisor(strategy = simple_one_for_one)]
struct Crowd {
    log: Log,
    #[child(start = |name: &'static str| Desk { name, log: log.clone() }, drain, shutdown = "5s")]
    desk: Desk,
}

#[supervisor]
struct House {
    log: Log,
    #[child(start = Crowd { log: log.clone() })]
    crowd: Crowd,
    #[child(start = Pair { log: log.clone() }, shutdown = "1s")]
    pair: Pair,
}

#[tokio::test(start_paused = true)]
async fn the_report_of_a_root_tells_of_all_below_it() {
    let log = Log::default();
    let house = House { log: log.clone() }.start().await.unwrap();
    let desk = house.crowd().start_child("crowd").await.unwrap();
    desk.note(1).unwrap();
    let slow = house.crowd().start_child("slow").await.unwrap();
    for note in 1..=9 {
        slow.slow(note).await.unwrap();
    }
    let pair = house.pair();
    for note in 1..=3 {
        pair.second().slow(note).await.unwrap();
    }
    let exit = house.stop().await.unwrap();
    let report = exit.report();
    let slow = slow.actor().path();
    assert_eq!(report.killed(), ["House/pair", slow.as_str()]);
    let left: Vec<_> = report
        .unhandled()
        .iter()
        .map(|left| (left.path(), left.calls(), left.casts()))
        .collect();
    assert_eq!(left, [("House/pair/second", 0, 1), (slow.as_str(), 0, 2)]);
    assert!(lines(&log).contains(&"crowd 1".to_owned()));
}
