//! What a supervisor does when a child ends: restart in place, intensity, escalation.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::Status;
use dormouse::prelude::*;
use tokio::sync::Notify;

/// What happened, in order.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[actor]
struct Worker {
    name: &'static str,
    log: Log,
    count: u32,
    gate: Arc<Notify>,
}

impl Worker {
    fn open(name: &'static str, log: &Log, gate: &Arc<Notify>) -> Self {
        log.add(format!("start {name}"));
        Self {
            name,
            log: log.clone(),
            count: 0,
            gate: Arc::clone(gate),
        }
    }
}

#[actor]
impl Worker {
    #[call]
    fn count(&mut self) -> u32 {
        self.count += 1;
        self.count
    }

    #[call]
    async fn wait(&mut self) -> u32 {
        self.gate.notified().await;
        self.count
    }

    #[cast]
    fn add(&mut self, by: u32) {
        self.count += by;
    }

    #[cast]
    fn panic(&self) {
        panic!("{} was told to", self.name);
    }

    #[cast]
    fn fail(&self) -> Result<(), String> {
        Err(format!("{} was told to fail", self.name))
    }

    #[cast]
    fn finish(&self) -> Outcome {
        Outcome::stop(ExitReason::Normal)
    }

    #[stop]
    fn on_stop(&mut self, reason: &ExitReason) {
        self.log.add(format!("stop {}: {reason}", self.name));
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.log.add(format!("drop {}", self.name));
    }
}

#[supervisor(strategy = one_for_one, intensity = 2, period = "10s")]
struct Team {
    log: Log,
    gate: Arc<Notify>,
    #[child(start = Worker::open("a", log, gate))]
    a: Worker,
    #[child(start = Worker::open("b", log, gate), restart = transient)]
    b: Worker,
    #[child(start = Worker::open("c", log, gate), restart = temporary)]
    c: Worker,
}

async fn team() -> (TeamRef, Log, Arc<Notify>) {
    dormouse::install_panic_hook();
    let log = Log::default();
    let gate = Arc::new(Notify::new());
    let team = Team {
        log: log.clone(),
        gate: Arc::clone(&gate),
    };
    let team = team.start().await.unwrap();
    assert_eq!(log.take(), ["start a", "start b", "start c"]);
    (team, log, gate)
}

#[tokio::test(start_paused = true)]
async fn c048_c057_a_child_that_panics_is_restarted_in_place() {
    let (team, log, _gate) = team().await;
    let (a, b) = (team.a(), team.b());
    assert_eq!(a.count().await.unwrap(), 1);
    assert_eq!(b.count().await.unwrap(), 1);
    a.panic().unwrap();
    assert_eq!(a.count().await.unwrap(), 1, "a new state");
    assert_eq!(b.count().await.unwrap(), 2, "the same state");
    assert_eq!(a.actor().generation(), 2);
    assert_eq!(b.actor().generation(), 1);
    assert_eq!(log.take(), ["drop a", "start a"]);
    assert_eq!(team.a(), a, "the handle stays");
}

#[tokio::test(start_paused = true)]
async fn c051_an_error_of_a_cast_ends_the_actor_after_its_hook() {
    let (team, log, _gate) = team().await;
    team.b().fail().unwrap();
    assert_eq!(team.b().count().await.unwrap(), 1);
    assert_eq!(
        log.take(),
        [
            "stop b: failed in `fail`: b was told to fail",
            "drop b",
            "start b"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn queued_messages_survive_a_restart() {
    let (team, _log, gate) = team().await;
    let a = team.a();
    let waiting = tokio::spawn({
        let a = a.clone();
        async move { a.wait().await }
    });
    tokio::task::yield_now().await;
    a.panic().unwrap();
    a.add(5).unwrap();
    a.add(6).unwrap();
    let after = tokio::spawn({
        let a = a.clone();
        async move { a.count().await }
    });
    tokio::task::yield_now().await;
    gate.notify_one();
    assert_eq!(waiting.await.unwrap().unwrap(), 0);
    assert_eq!(
        after.await.unwrap().unwrap(),
        12,
        "both casts reached the new state"
    );
    assert_eq!(a.actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn c046_a_permanent_child_that_finishes_is_restarted() {
    let (team, log, _gate) = team().await;
    team.a().finish().unwrap();
    assert_eq!(team.a().count().await.unwrap(), 1);
    assert_eq!(log.take(), ["stop a: normal", "drop a", "start a"]);
}

#[tokio::test(start_paused = true)]
async fn c049_a_transient_child_that_finishes_is_not() {
    let (team, _log, _gate) = team().await;
    team.b().finish().unwrap();
    let error = team.b().count().await.unwrap_err();
    assert!(error.to_string().contains("actor `Team/b` "), "{error}");
    assert_eq!(team.b().actor().status(), Status::Down);
    let counts = team.supervisor().count_children();
    assert_eq!((counts.specs, counts.active, counts.workers), (3, 2, 3));
}

#[tokio::test(start_paused = true)]
async fn c053_a_temporary_child_goes_with_its_specification() {
    let (team, _log, _gate) = team().await;
    team.c().panic().unwrap();
    assert!(team.c().count().await.is_err());
    assert_eq!(team.c().actor().status(), Status::Gone);
    let counts = team.supervisor().count_children();
    assert_eq!((counts.specs, counts.active, counts.workers), (2, 2, 2));
}

#[tokio::test(start_paused = true)]
async fn c074_one_failure_too_many_of_any_children_ends_the_supervisor() {
    let (team, log, _gate) = team().await;
    team.a().panic().unwrap();
    team.a().count().await.unwrap();
    team.b().panic().unwrap();
    team.b().count().await.unwrap();
    log.take();
    team.a().panic().unwrap();
    assert!(team.a().count().await.is_err());
    assert_eq!(team.supervisor().status(), Status::Gone);
    // The rest is stopped in reverse order, with their hooks.
    assert_eq!(
        log.take(),
        [
            "drop a",
            "stop c: shutdown",
            "drop c",
            "stop b: shutdown",
            "drop b"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn c077_failures_further_apart_than_the_period_do_not() {
    let (team, _log, _gate) = team().await;
    for _ in 0..8 {
        team.a().panic().unwrap();
        assert_eq!(team.a().count().await.unwrap(), 1);
        tokio::time::sleep(Duration::from_secs(6)).await;
    }
    assert_eq!(team.a().actor().generation(), 9);
}

#[tokio::test(start_paused = true)]
async fn c040_children_are_listed_newest_first() {
    let (team, _log, _gate) = team().await;
    let listed = team.supervisor().which_children();
    let ids: Vec<_> = listed.iter().filter_map(|child| child.id()).collect();
    assert_eq!(ids, ["c", "b", "a"]);
    assert_eq!(listed[2].path(), "Team/a");
}

#[tokio::test(start_paused = true)]
async fn c031_c032_c034_a_child_can_be_terminated_and_restarted_by_name() {
    let (team, log, _gate) = team().await;
    let door = team.supervisor();
    door.terminate_child("a").await.unwrap();
    assert_eq!(log.take(), ["stop a: shutdown", "drop a"]);
    assert_eq!(team.a().actor().status(), Status::Down);
    door.terminate_child("a").await.unwrap();
    door.restart_child("a").await.unwrap();
    assert_eq!(team.a().count().await.unwrap(), 1);
    let error = door.restart_child("a").await.unwrap_err();
    assert!(matches!(error.kind(), dormouse::AdminErrorKind::Running));
    let error = door.terminate_child("z").await.unwrap_err();
    assert!(matches!(error.kind(), dormouse::AdminErrorKind::NotFound));
}

/// Its start fails as often as it is told.
#[actor]
struct Fragile;

#[actor]
impl Fragile {
    #[cast]
    fn panic(&self) {
        panic!("told to");
    }

    #[call]
    fn ping(&self) {}
}

#[derive(Clone, Debug, Default)]
struct Plan {
    starts: Arc<AtomicU32>,
    failing: Arc<AtomicU32>,
}

impl Plan {
    fn open(&self) -> Result<Fragile, String> {
        self.starts.fetch_add(1, Ordering::SeqCst);
        let failing = self.failing.load(Ordering::SeqCst);
        if failing > 0 {
            self.failing.store(failing - 1, Ordering::SeqCst);
            return Err("not yet".to_owned());
        }
        Ok(Fragile)
    }

    async fn open_later(&self) -> Result<Fragile, String> {
        tokio::time::sleep(Duration::from_millis(1)).await;
        self.open()
    }
}

#[supervisor(intensity = 4, period = "60s")]
struct Stubborn {
    plan: Plan,
    #[child(start = plan.open())]
    now: Fragile,
}

#[supervisor(intensity = 4, period = "60s")]
struct StubbornLater {
    plan: Plan,
    #[child(start = plan.open_later().await)]
    later: Fragile,
}

#[tokio::test(start_paused = true)]
async fn a_start_that_fails_is_tried_again_within_the_intensity() {
    dormouse::install_panic_hook();
    let plan = Plan::default();
    let tree = Stubborn { plan: plan.clone() }.start().await.unwrap();
    plan.failing.store(3, Ordering::SeqCst);
    tree.now().panic().unwrap();
    tree.now().ping().await.unwrap();
    assert_eq!(plan.starts.load(Ordering::SeqCst), 5);
}

#[tokio::test(start_paused = true)]
async fn c079_a_start_that_keeps_failing_uses_the_intensity_up() {
    dormouse::install_panic_hook();
    let plan = Plan::default();
    let tree = StubbornLater { plan: plan.clone() }.start().await.unwrap();
    plan.failing.store(u32::MAX, Ordering::SeqCst);
    tree.later().panic().unwrap();
    let error = tree.later().ping().await.unwrap_err();
    assert!(error.to_string().contains("StubbornLater/later"), "{error}");
    assert_eq!(
        plan.starts.load(Ordering::SeqCst),
        5,
        "the first and four tries"
    );
    assert_eq!(tree.supervisor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn c009_a_start_that_fails_stops_those_before_it() {
    #[supervisor]
    struct Broken {
        log: Log,
        gate: Arc<Notify>,
        #[child(start = Worker::open("a", log, gate))]
        a: Worker,
        #[child(start = Worker::open("b", log, gate))]
        b: Worker,
        #[child(start = { let _ = b; Err::<Worker, _>("no c") })]
        c: Worker,
        #[child(start = Worker::open("d", log, gate))]
        d: Worker,
    }
    let log = Log::default();
    let broken = Broken {
        log: log.clone(),
        gate: Arc::default(),
    };
    let error = broken.start().await.unwrap_err();
    assert_eq!(error.path(), "Broken/c");
    assert_eq!(error.to_string(), "`Broken/c` did not start: failed: no c");
    assert_eq!(
        log.take(),
        [
            "start a",
            "start b",
            "stop b: shutdown",
            "drop b",
            "stop a: shutdown",
            "drop a"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn c006_a_start_that_panics_is_an_error_of_the_caller() {
    #[supervisor]
    struct Broken {
        #[child(start = if true { panic!("in start") } else { Fragile })]
        only: Fragile,
    }
    dormouse::install_panic_hook();
    let error = Broken {}.start().await.unwrap_err();
    assert_eq!(error.path(), "Broken/only");
    assert!(error.to_string().contains("in start"), "{error}");
}

/// A supervisor whose child is a supervisor that gives up at once.
#[supervisor(intensity = 0, allow(zero_intensity))]
struct Inner {
    plan: Plan,
    #[child(start = plan.open())]
    leaf: Fragile,
}

#[supervisor(intensity = 5, period = "60s")]
struct Outer {
    plan: Plan,
    #[child(start = Inner { plan: plan.clone() })]
    inner: Inner,
    #[child(start = Inner { plan: plan.clone() }, restart = transient)]
    fragile: Inner,
}

#[tokio::test(start_paused = true)]
async fn c088_a_permanent_supervisor_that_gives_up_is_restarted_and_handles_stay() {
    dormouse::install_panic_hook();
    let outer = Outer {
        plan: Plan::default(),
    };
    let outer = outer.start().await.unwrap();
    let leaf = outer.inner().leaf();
    leaf.panic().unwrap();
    leaf.ping().await.unwrap();
    assert_eq!(leaf.actor().generation(), 2);
    assert_eq!(outer.inner().supervisor().generation(), 2);
    assert_eq!(outer.inner().leaf(), leaf);
}

#[tokio::test(start_paused = true)]
async fn c089_a_transient_supervisor_that_gives_up_is_not() {
    dormouse::install_panic_hook();
    let outer = Outer {
        plan: Plan::default(),
    };
    let outer = outer.start().await.unwrap();
    let leaf = outer.fragile().leaf();
    leaf.panic().unwrap();
    assert!(leaf.ping().await.is_err());
    assert_eq!(outer.fragile().supervisor().status(), Status::Down);
    assert_eq!(outer.supervisor().status(), Status::Idle);
    outer.inner().leaf().ping().await.unwrap();
}
