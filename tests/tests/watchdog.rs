//! The watchdog: handlers that block their thread are found, and told once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dormouse::prelude::*;
use dormouse_tests::events::{Events, Said, record_everywhere};
use tokio::runtime::Builder;
use tokio::time::timeout;

const MS: Duration = Duration::from_millis(1);
/// Longer than a machine with other work takes a thread away.
const LIMIT: Duration = Duration::from_millis(400);
const LONG: Duration = Duration::from_secs(30);

/// Something that happens once, for threads.
#[derive(Clone, Default)]
struct Flag(Arc<AtomicBool>);

impl Flag {
    fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn wait(&self) {
        let began = Instant::now();
        while !self.0.load(Ordering::SeqCst) {
            assert!(began.elapsed() < LONG, "it never came");
            thread::sleep(MS);
        }
    }
}

#[actor]
struct Worker;

#[actor]
impl Worker {
    #[call]
    fn quick(&self) {}

    #[cast]
    fn blocks(&self, until: Flag) {
        until.wait();
    }

    #[call(blocking)]
    fn may_block(&self, time: Duration) {
        thread::sleep(time);
    }

    #[call]
    async fn awaits(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    #[call]
    async fn blocks_later(&mut self, until: Flag) {
        tokio::time::sleep(MS).await;
        until.wait();
    }

    /// Runs another one inside.
    #[call]
    async fn asks(&mut self, other: WorkerRef, until: Flag) {
        let _ = other.blocks_later(until).await;
    }
}

#[supervisor]
struct App {
    #[child(start = Worker, shutdown = "20ms")]
    one: Worker,
    #[child(start = Worker)]
    other: Worker,
}

/// Collects until that was said; gives everything about blocking.
fn until_said(events: &Events, path: &str, handler: &str) -> Vec<Said> {
    let began = Instant::now();
    let mut all = Vec::new();
    loop {
        let blocking = |said: &Said| said.says("handler blocks its thread");
        all.extend(events.take().into_iter().filter(blocking));
        let wanted = |said: &Said| {
            said.is_warning()
                && said.says(&format!("path=\"{path}\""))
                && said.says(&format!("handler=\"{handler}\""))
        };
        if all.iter().any(wanted) {
            return all;
        }
        assert!(began.elapsed() < LONG, "not told: {all:?}");
        thread::sleep(MS);
    }
}

// One test, for a watchdog and its listener are those of the process.
#[test]
fn a_handler_that_blocks_its_thread_is_told_once_by_path_and_name() {
    let events = record_everywhere();
    dormouse::install_watchdog(LIMIT).unwrap();
    let runtime = Builder::new_multi_thread()
        .worker_threads(3)
        .enable_time()
        .build()
        .unwrap();
    let app = runtime.block_on(App {}.start()).unwrap();

    // Waiting is not blocking, those that may block do, and many quick ones are not one slow one.
    runtime.block_on(async {
        app.one().awaits(2 * LIMIT).await.unwrap();
        app.one().may_block(2 * LIMIT).await.unwrap();
        let began = Instant::now();
        while began.elapsed() < 2 * LIMIT {
            app.other().quick().await.unwrap();
        }
    });
    let told = events.take();
    let told: Vec<_> = told.iter().filter(|said| said.says("blocks")).collect();
    assert!(told.is_empty(), "{told:?}");

    // Once, for as long as it lasts.
    let release = Flag::default();
    app.one().blocks(release.clone()).unwrap();
    let mut told = until_said(&events, "App/one", "blocks");
    thread::sleep(2 * LIMIT);
    told.extend(events.take());
    release.set();
    let told: Vec<_> = told.iter().filter(|said| said.says("App/one")).collect();
    assert_eq!(told.len(), 1, "{told:?}");

    // After an await, and inside the handler of another actor.
    let release = Flag::default();
    let call = runtime.spawn({
        let (one, other, release) = (app.one(), app.other(), release.clone());
        async move { one.asks(other, release).await }
    });
    let told = until_said(&events, "App/other", "blocks_later");
    assert!(told.iter().all(|said| !said.says("App/one")), "{told:?}");
    release.set();
    runtime.block_on(call).unwrap().unwrap();

    // The tree ends all the same.
    let release = Flag::default();
    app.one().blocks(release.clone()).unwrap();
    until_said(&events, "App/one", "blocks");
    runtime.block_on(async {
        let stopped = timeout(LONG, app.stop()).await;
        stopped.expect("the tree ends").unwrap();
    });
    let told = events.take();
    let stuck = |said: &&Said| said.is_error() && said.says("stuck") && said.says("App/one");
    assert_eq!(told.iter().filter(stuck).count(), 1, "{told:?}");
    release.set();

    // Also where the only thread of a runtime is blocked.
    let release = Flag::default();
    let blocked = thread::spawn({
        let release = release.clone();
        move || {
            let alone = Builder::new_current_thread().enable_time().build().unwrap();
            alone.block_on(async {
                let worker = Worker.spawn().unwrap();
                worker.blocks(release).unwrap();
                worker.quick().await.unwrap();
            });
        }
    });
    until_said(&events, "Worker", "blocks");
    release.set();
    blocked.join().unwrap();
}
