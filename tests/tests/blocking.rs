//! Handlers that block: they get a thread of their own, and their actor is otherwise like any other.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread::{self, ThreadId};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{CallError, Exit, Status};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// A handler says that it has begun, and blocks until it may go on.
struct Gate {
    entered: oneshot::Sender<()>,
    open: mpsc::Receiver<()>,
}

impl Gate {
    fn new() -> (Self, oneshot::Receiver<()>, mpsc::Sender<()>) {
        let (entered, begun) = oneshot::channel();
        let (opens, open) = mpsc::channel();
        (Self { entered, open }, begun, opens)
    }

    fn pass(self) {
        let _ = self.entered.send(());
        let _ = self.open.recv();
    }
}

struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A value that others send; it is told on which thread it is handled.
struct Inspection(oneshot::Sender<ThreadId>);

#[actor(hibernate_after = "1s")]
struct Disk {
    rows: Vec<u32>,
    hooks: usize,
    _alive: Alive,
}

fn disk() -> (Disk, Arc<AtomicUsize>) {
    let drops = Arc::new(AtomicUsize::new(0));
    let disk = Disk {
        rows: Vec::new(),
        hooks: 0,
        _alive: Alive(Arc::clone(&drops)),
    };
    (disk, drops)
}

#[actor]
impl Disk {
    #[call(blocking)]
    fn hold(&mut self, row: u32, gate: Gate) -> usize {
        gate.pass();
        self.rows.push(row);
        self.rows.len()
    }

    #[cast(blocking)]
    fn write(&mut self, row: u32) {
        self.rows.push(row);
    }

    #[info(blocking)]
    fn inspect(&mut self, inspection: Inspection) {
        let _ = inspection.0.send(thread::current().id());
    }

    #[call(blocking, priority)]
    fn write_first(&mut self, row: u32) {
        self.rows.push(row);
    }

    #[cast]
    fn note(&mut self, row: u32) {
        self.rows.push(row);
    }

    #[call]
    fn rows(&self) -> Vec<u32> {
        self.rows.clone()
    }

    #[call(blocking)]
    fn thread(&self, context: &Context<Self>) -> Hibernate<(ThreadId, String)> {
        Hibernate((thread::current().id(), context.path()))
    }

    #[call(blocking)]
    fn crash(&mut self) -> u32 {
        panic!("head crash")
    }

    #[call(blocking)]
    fn fail(&mut self) -> Outcome {
        Outcome::stop(ExitReason::failed("no disk"))
    }

    /// Waits for another one by blocking.
    #[call(blocking)]
    fn ask(&mut self, other: DiskRef) -> Result<Vec<u32>, CallError> {
        Handle::current().block_on(async { other.rows().await })
    }

    #[stop]
    fn leave(&mut self, _reason: &ExitReason) {
        self.hooks += 1;
    }
}

#[supervisor(intensity = 10)]
struct App {
    drops: Arc<AtomicUsize>,
    #[child(
        start = Disk { rows: Vec::new(), hooks: 0, _alive: Alive(Arc::clone(drops)) },
        shutdown = "20ms"
    )]
    disk: Disk,
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_blocks_runs_on_a_thread_of_its_own() {
    let (disk, _) = disk();
    let disk = disk.spawn().unwrap();
    let (other, path) = disk.thread().await.unwrap();
    assert_ne!(other, thread::current().id());
    assert_eq!(path, "Disk");
    // What it returns is followed as ever: its reply may come first.
    while disk.actor().status() != Status::Hibernated {
        tokio::task::yield_now().await;
    }
    assert!(disk.rows().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_handler_of_a_value_may_block_as_well() {
    let (disk, _) = disk();
    let disk = disk.spawn().unwrap();
    let (on, thread) = oneshot::channel();
    disk.actor().send(Inspection(on)).unwrap();
    assert_ne!(thread.await.unwrap(), thread::current().id());
    assert!(disk.rows().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn its_actor_handles_nothing_else_meanwhile_and_goes_on_in_order() {
    let (disk, _) = disk();
    let disk = disk.spawn().unwrap();
    disk.note(1).unwrap();
    let (gate, begun, open) = Gate::new();
    let held = disk.hold(2, gate).send();
    begun.await.unwrap();
    disk.note(3).unwrap();
    disk.write(4).unwrap();
    disk.write(5).unwrap();
    disk.note(6).unwrap();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    assert_eq!(disk.actor().status(), Status::Running);
    assert_eq!(disk.actor().queue_len(), 4);
    open.send(()).unwrap();
    assert_eq!(held.await.unwrap(), 2);
    assert_eq!(disk.rows().await.unwrap(), [1, 2, 3, 4, 5, 6]);
}

#[tokio::test(start_paused = true)]
async fn what_goes_first_goes_first_also_where_it_blocks() {
    let (disk, _) = disk();
    let disk = disk.spawn().unwrap();
    let (gate, begun, open) = Gate::new();
    let held = disk.hold(1, gate).send();
    begun.await.unwrap();
    disk.write(4).unwrap();
    disk.note(5).unwrap();
    let first = disk.write_first(2).send();
    let second = disk.write_first(3).send();
    open.send(()).unwrap();
    held.await.unwrap();
    first.await.unwrap();
    second.await.unwrap();
    assert_eq!(disk.rows().await.unwrap(), [1, 2, 3, 4, 5]);
}

#[tokio::test(start_paused = true)]
async fn its_panics_and_failures_end_the_actor_as_any_other() {
    dormouse::install_panic_hook();
    let drops = Arc::new(AtomicUsize::new(0));
    let app = App {
        drops: Arc::clone(&drops),
    };
    let app = app.start().await.unwrap();
    let disk = app.disk();
    let Err(CallError::Exited(exit)) = disk.crash().await else {
        panic!("it crashed");
    };
    assert!(
        exit.reason()
            .to_string()
            .starts_with("panicked in `crash` at"),
        "{exit}"
    );
    disk.write(1).unwrap();
    assert_eq!(disk.rows().await.unwrap(), [1]);
    let Err(CallError::Exited(exit)) = disk.fail().await else {
        panic!("it failed");
    };
    assert_eq!(exit.reason().to_string(), "failed in `fail`: no disk");
    assert!(disk.rows().await.unwrap().is_empty());
    assert_eq!(drops.load(Ordering::SeqCst), 2);
    app.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_stop_waits_for_it_and_the_hook_runs() {
    let (disk, drops) = disk();
    let disk = disk.spawn().unwrap();
    let (gate, begun, open) = Gate::new();
    let held = disk.hold(1, gate).send();
    begun.await.unwrap();
    let behind = disk.rows().send();
    let mut stopping = disk.actor().stop(ExitReason::Normal);
    let suspended = disk.actor().suspend();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    assert!(futures_pending(&mut stopping).await);
    open.send(()).unwrap();
    assert_eq!(held.await.unwrap(), 1);
    suspended.await.unwrap();
    assert!(behind.await.is_err());
    assert!(stopping.await.unwrap().reason().is_clean());
    assert_eq!(drops.load(Ordering::SeqCst), 1);
}

/// Whether it is not there yet.
async fn futures_pending<F: Future + Unpin>(future: &mut F) -> bool {
    std::future::poll_fn(|context| {
        let pending = std::pin::Pin::new(&mut *future).poll(context).is_pending();
        std::task::Poll::Ready(pending)
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_tree_ends_in_its_time_and_leaves_it_behind() {
    let drops = Arc::new(AtomicUsize::new(0));
    let app = App {
        drops: Arc::clone(&drops),
    };
    let app = app.start().await.unwrap();
    let disk = app.disk();
    let (gate, begun, open) = Gate::new();
    let held = disk.hold(1, gate).send();
    begun.await.unwrap();
    let behind = disk.rows().send();
    let mut stopping = tokio::spawn(app.stop());
    // The clock does not move by itself while a thread blocks.
    let mut steps = 0;
    while futures_pending(&mut stopping).await {
        tokio::time::advance(Duration::from_millis(10)).await;
        steps += 1;
        assert!(steps < 1_000, "the tree does not end");
    }
    assert!(behind.await.is_err());
    assert_eq!(disk.actor().status(), Status::Gone);
    // The state is in use until the handler returns.
    assert_eq!(drops.load(Ordering::SeqCst), 0);
    open.send(()).unwrap();
    assert_eq!(held.await.unwrap(), 1);
    while drops.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_kill_ends_the_actor_when_the_handler_returns() {
    let (disk, drops) = disk();
    let disk = disk.spawn().unwrap();
    let (gate, begun, open) = Gate::new();
    let held = disk.hold(1, gate).send();
    begun.await.unwrap();
    let mut killed = disk.actor().kill();
    assert!(futures_pending(&mut killed).await);
    open.send(()).unwrap();
    assert_eq!(held.await.unwrap(), 1);
    assert!(matches!(killed.await.unwrap().reason(), ExitReason::Killed));
    assert_eq!(drops.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn it_may_wait_for_others_by_blocking_but_not_for_itself() {
    let (one, _) = disk();
    let (two, _) = disk();
    let (one, two) = (one.spawn().unwrap(), two.spawn().unwrap());
    two.note(7).unwrap();
    assert_eq!(one.ask(two.clone()).await.unwrap(), [7]);
    let error = one.ask(one.clone()).await.unwrap_err();
    assert!(error.to_string().contains("itself"), "{error}");
    assert_eq!(two.rows().await.unwrap(), [7]);
}

#[test]
fn a_runtime_that_goes_answers_the_calls_behind_it() {
    let home = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_time()
        .build()
        .unwrap();
    let away = Builder::new_current_thread().enable_time().build().unwrap();
    let (disk, drops) = disk();
    let disk = home.block_on(async { disk.spawn().unwrap() });
    let (gate, begun, open) = Gate::new();
    away.block_on(async {
        let held = disk.hold(1, gate).send();
        begun.await.unwrap();
        let behind = disk.rows().send();
        home.shutdown_background();
        open.send(()).unwrap();
        assert_eq!(held.await.unwrap(), 1);
        assert!(behind.await.is_err());
    });
    drop(disk);
    assert_eq!(drops.load(Ordering::SeqCst), 1);
}

/// Told when its tick is handled, and on which thread; the second tick crashes it.
#[actor]
struct Flusher {
    handled: mpsc::Sender<ThreadId>,
    ticks: u32,
}

#[actor]
impl Flusher {
    #[every("1s", blocking, on_crash = missed)]
    fn flush(&mut self) {
        self.ticks += 1;
        assert!(self.ticks < 2, "disk full");
        let _ = self.handled.send(thread::current().id());
    }
}

static MISSED: AtomicUsize = AtomicUsize::new(0);

fn missed(exit: &Exit) {
    assert!(exit.reason().to_string().ends_with("disk full"));
    MISSED.fetch_add(1, Ordering::SeqCst);
}

#[tokio::test(start_paused = true)]
async fn ticks_may_block_and_tell_of_a_crash() {
    let (handled, ticks) = mpsc::channel();
    let flusher = Flusher { handled, ticks: 0 }.spawn().unwrap();
    let exit = flusher.actor().stopped().await.unwrap();
    assert!(exit.reason().to_string().contains("panicked in `flush`"));
    let on = ticks.recv().unwrap();
    assert_ne!(on, thread::current().id());
    assert_eq!(
        (ticks.try_recv().is_err(), MISSED.load(Ordering::SeqCst)),
        (true, 1)
    );
}

/// A value from a timer.
struct Alarm(u32);

#[actor]
#[derive(Default)]
struct Guard {
    heard: Vec<u32>,
    timers: Vec<dormouse::Timer>,
}

#[actor]
impl Guard {
    #[call]
    fn arm(&mut self, context: &Context<Self>) {
        for number in 1..=3 {
            let timer = context.send_after(Duration::from_secs(1), Alarm(number));
            self.timers.push(timer);
        }
    }

    /// Those that wait behind it are heard no more.
    #[info(blocking)]
    fn alarm(&mut self, alarm: Alarm) {
        self.heard.push(alarm.0);
        for timer in self.timers.drain(..) {
            timer.cancel();
        }
    }

    /// Holds the actor until all its timers are in its queue.
    #[call]
    async fn hold(&mut self) {
        tokio::time::sleep(Duration::from_secs(2)).await;
    }

    #[call]
    fn heard(&self) -> Vec<u32> {
        self.heard.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_timer_that_a_blocking_handler_cancels_is_not_heard_behind_it() {
    let guard = Guard::default().spawn().unwrap();
    guard.arm().await.unwrap();
    guard.hold().await.unwrap();
    assert_eq!(guard.heard().await.unwrap(), [1]);
}
