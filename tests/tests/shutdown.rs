//! How things end: in order, in time, and without losing a reply.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Exit, Status};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

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

/// Takes its time to stop, and may sit in a handler.
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
    #[call]
    async fn busy(&mut self, time: Duration) -> u32 {
        tokio::time::sleep(time).await;
        self.log.add(format!("{} handled", self.name));
        7
    }

    #[call]
    fn ping(&self) {}

    #[cast]
    fn note(&mut self) {
        self.log.add(format!("{} noted", self.name));
    }

    #[call]
    fn block(&self, until: Arc<AtomicBool>) {
        while !until.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
    }

    #[stop]
    async fn on_stop(&mut self, reason: &ExitReason) {
        self.log.add(format!("{} stops: {reason}", self.name));
        tokio::time::sleep(self.stop_takes).await;
        self.log.add(format!("{} stopped", self.name));
    }
}

const MS: Duration = Duration::from_millis(1);

#[supervisor]
struct Team {
    log: Log,
    #[child(start = Worker::new("a", log, 200 * MS))]
    a: Worker,
    #[child(start = Worker::new("b", log, 200 * MS), shutdown = "1s")]
    b: Worker,
    #[child(start = Worker::new("c", log, 200 * MS), shutdown = infinity)]
    c: Worker,
}

async fn team() -> (TeamRef, Log) {
    dormouse::install_panic_hook();
    let log = Log::default();
    (Team { log: log.clone() }.start().await.unwrap(), log)
}

#[tokio::test(start_paused = true)]
async fn c072_c098_children_stop_in_reverse_order_one_after_the_other() {
    let (team, log) = team().await;
    let began = Instant::now();
    let exit: Exit = team.stop().await.unwrap();
    assert_eq!(exit.to_string(), "actor `Team` ended: shutdown");
    assert!(began.elapsed() >= 600 * MS);
    assert_eq!(
        log.take(),
        [
            "c stops: shutdown",
            "c stopped",
            "b stops: shutdown",
            "b stopped",
            "a stops: shutdown",
            "a stopped"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn c092_a_hung_child_is_killed_after_its_time_and_hangs_nobody() {
    let (team, log) = team().await;
    let b = team.b();
    let waiting = tokio::spawn(async move { b.busy(Duration::from_secs(200)).await });
    tokio::task::yield_now().await;
    let began = Instant::now();
    team.stop().await.unwrap();
    let took = began.elapsed();
    assert!(took >= 1400 * MS && took < 1500 * MS, "{took:?}");
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "no reply: actor `Team/b` ended: killed");
    assert_eq!(
        log.take(),
        [
            "c stops: shutdown",
            "c stopped",
            "a stops: shutdown",
            "a stopped"
        ],
        "the hook of a killed actor does not run"
    );
}

#[tokio::test(start_paused = true)]
async fn a_stop_lets_the_running_handler_finish_and_overtakes_the_queue() {
    let (team, log) = team().await;
    let a = team.a();
    let first = tokio::spawn({
        let a = a.clone();
        async move { a.busy(100 * MS).await }
    });
    tokio::task::yield_now().await;
    a.note().unwrap();
    let second = tokio::spawn({
        let a = a.clone();
        async move { a.ping().await }
    });
    tokio::task::yield_now().await;
    let stopped = a.actor().stop(ExitReason::shutdown_because("enough"));
    assert_eq!(first.await.unwrap().unwrap(), 7, "the handler that ran");
    stopped.await.unwrap();
    // Permanent: the next incarnation handles what was queued.
    second.await.unwrap().unwrap();
    assert_eq!(
        log.take(),
        [
            "a handled",
            "a stops: shutdown: enough",
            "a stopped",
            "a noted"
        ]
    );
    assert_eq!(a.actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_kill_does_not_wait_for_the_handler() {
    let (team, _log) = team().await;
    let a = team.a();
    let waiting = tokio::spawn({
        let a = a.clone();
        async move { a.busy(Duration::from_secs(1000)).await }
    });
    tokio::task::yield_now().await;
    let began = Instant::now();
    let exit = a.actor().kill().await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Killed));
    assert!(began.elapsed() < 10 * MS);
    assert!(waiting.await.unwrap().is_err());
    a.ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c096_a_caller_that_does_not_wait_does_not_stop_the_stop() {
    let (team, log) = team().await;
    let waited = tokio::time::timeout(100 * MS, team.stop()).await;
    assert!(waited.is_err());
    assert_eq!(log.take().len(), 1);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(team.supervisor().status(), Status::Gone);
    assert_eq!(log.take().len(), 5);
    assert!(team.stop().await.is_err(), "there is nothing left to stop");
}

#[tokio::test(start_paused = true)]
async fn handles_of_a_tree_that_ended_refuse_for_good() {
    let (team, _log) = team().await;
    let a = team.a();
    team.stop().await.unwrap();
    let CallError::NoProcess(process) = a.ping().await.unwrap_err() else {
        panic!("an answer from a tree that has ended");
    };
    assert!(process.is_for_good());
    assert_eq!(process.path(), "Team/a");
    assert!(a.note().is_err());
}

#[tokio::test(start_paused = true)]
async fn the_last_root_handle_stops_the_tree() {
    let (team, log) = team().await;
    let (a, other) = (team.a(), team.clone());
    drop(team);
    a.ping().await.unwrap();
    drop(other);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(a.actor().status(), Status::Gone);
    assert_eq!(log.take().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn the_last_handle_stops_an_actor_that_was_started_alone() {
    let log = Log::default();
    let alone = Worker::new("alone", &log, MS).spawn().unwrap();
    let other = alone.clone();
    drop(alone);
    other.ping().await.unwrap();
    drop(other);
    tokio::time::sleep(10 * MS).await;
    assert_eq!(log.take(), ["alone stops: shutdown", "alone stopped"]);
}

/// Its start waits until it is let go.
#[supervisor]
struct Slow {
    log: Log,
    gate: Arc<Notify>,
    #[child(start = Worker::new("a", log, MS))]
    a: Worker,
    #[child(start = { gate.notified().await; Worker::new("b", log, MS) })]
    b: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_start_that_is_dropped_stops_what_was_started() {
    let log = Log::default();
    let slow = Slow {
        log: log.clone(),
        gate: Arc::default(),
    };
    assert!(tokio::time::timeout(50 * MS, slow.start()).await.is_err());
    tokio::time::sleep(50 * MS).await;
    assert_eq!(log.take(), ["a stops: shutdown", "a stopped"]);
}

#[supervisor(intensity = 5)]
struct Restarting {
    log: Log,
    gate: Arc<Notify>,
    #[child(start = { gate.notified().await; Worker::new("b", log, MS) })]
    b: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_does_not_wait_for_a_child_that_is_still_starting() {
    let log = Log::default();
    let gate = Arc::new(Notify::new());
    gate.notify_one();
    let tree = Restarting {
        log: log.clone(),
        gate: Arc::clone(&gate),
    };
    let tree = tree.start().await.unwrap();
    let b = tree.b();
    b.actor().kill().await.unwrap();
    assert_eq!(b.actor().status(), Status::Restarting);
    let waiting = tokio::spawn({
        let b = b.clone();
        async move { b.ping().await }
    });
    tokio::task::yield_now().await;
    let began = Instant::now();
    tree.stop().await.unwrap();
    assert!(began.elapsed() < 10 * MS);
    assert!(
        waiting.await.unwrap().is_err(),
        "a call that waited for it is answered"
    );
}

#[test]
fn a_handler_that_blocks_its_thread_is_left_behind_and_the_tree_ends() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap();
    let release = Arc::new(AtomicBool::new(false));
    let (entered, wait) = oneshot::channel();
    runtime.block_on(async {
        let log = Log::default();
        let team = Team { log: log.clone() }.start().await.unwrap();
        let b = team.b();
        let blocked = tokio::spawn({
            let (b, release) = (b.clone(), Arc::clone(&release));
            async move {
                let mut call = Box::pin(b.block(release));
                let _ = entered.send(());
                call.as_mut().await
            }
        });
        wait.await.unwrap();
        while b.actor().status() != Status::Running {
            tokio::task::yield_now().await;
        }
        // 0.2 s for c, 1 s until the kill, 1 s of grace, 0.2 s for a.
        let stopped = tokio::time::timeout(Duration::from_secs(20), team.stop()).await;
        let exit = stopped.expect("the tree ends").unwrap();
        assert_eq!(exit.report().stuck(), [b.actor().path()]);
        assert!(exit.to_string().ends_with("shutdown"), "{exit}");
        assert!(
            exit.report().to_string().contains("stuck"),
            "{}",
            exit.report()
        );
        assert_eq!(b.actor().status(), Status::Gone);
        release.store(true, Ordering::SeqCst);
        // The handler returns after all, and its caller gets what it said or why it has ended.
        let _ = blocked.await.unwrap();
        assert!(b.ping().await.is_err());
    });
}
