//! Starts on demand that wait while their supervisor ends: whoever asked for them is told at once.

mod script;

use std::future::Future;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{ChildSpec, StartError, StartErrorKind, Status};
use script::{MS, Script, Worker, settle};
use tokio::task::JoinHandle;
use tokio::time::Instant;

#[supervisor(strategy = simple_one_for_one, intensity = 0, max_children = 2, allow(zero_intensity))]
struct Desks {
    script: Script,
    #[child(start = |hangs: bool| open(script, hangs).await)]
    desk: Worker,
}

async fn open(script: &Script, hangs: bool) -> Result<Start<Worker>, String> {
    let _left = Left(script);
    if hangs {
        std::future::pending::<()>().await;
    }
    script.open("desk")
}

/// Says that a start has been dropped or is over.
struct Left<'a>(&'a Script);

impl Drop for Left<'_> {
    fn drop(&mut self) {
        self.0.note("left");
    }
}

async fn desks() -> (DesksRef, Script) {
    let script = Script::new();
    let desks = Desks {
        script: script.clone(),
    };
    (desks.start().await.unwrap(), script)
}

/// Begins a start that hangs.
async fn begin<T: Send + 'static>(
    start: impl Future<Output = Result<T, StartError>> + Send + 'static,
) -> JoinHandle<Result<(), StartError>> {
    let starting = tokio::spawn(async move { start.await.map(drop) });
    settle().await;
    assert!(!starting.is_finished());
    starting
}

async fn hanging(desks: &DesksRef) -> JoinHandle<Result<(), StartError>> {
    let desks = desks.clone();
    begin(async move { desks.start_child(true).await }).await
}

/// That the start was over when its supervisor began to stop.
async fn told(starting: JoinHandle<Result<(), StartError>>) {
    let error = tokio::time::timeout(MS / 2, starting).await;
    let error = error.expect("told at once").unwrap().unwrap_err();
    assert!(
        matches!(error.kind(), StartErrorKind::NotRunning),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_start_that_hangs_ends_with_the_stop_of_its_supervisor() {
    let (desks, script) = desks().await;
    let starting = hanging(&desks).await;
    let began = Instant::now();
    desks.stop().await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO, "nobody waits for it");
    told(starting).await;
    assert_eq!(script.log(), "left", "and it was dropped");
    assert_eq!(desks.supervisor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn a_start_that_hangs_ends_with_the_kill_of_its_supervisor() {
    let (desks, script) = desks().await;
    let starting = hanging(&desks).await;
    let any = desks.supervisor().find("Desks").unwrap();
    any.kill().await.unwrap();
    told(starting).await;
    assert_eq!(script.log(), "left");
}

#[tokio::test(start_paused = true)]
async fn a_start_that_hangs_ends_when_its_supervisor_gives_up() {
    let (desks, script) = desks().await;
    let desk = desks.start_child(false).await.unwrap();
    let starting = hanging(&desks).await;
    script.log();
    desk.panic().unwrap();
    told(starting).await;
    assert_eq!(script.log(), "left");
    assert_eq!(desks.supervisor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn a_start_is_told_when_the_stop_begins_and_not_when_it_is_over() {
    let (desks, script) = desks().await;
    desks.start_child(false).await.unwrap();
    let starting = hanging(&desks).await;
    script.stop_takes("desk", 3_000 * MS);
    script.log();
    let began = Instant::now();
    let stopping = desks.stop();
    told(starting).await;
    assert_eq!(script.log(), "stop desk: shutdown, left");
    stopping.await.unwrap();
    assert_eq!(began.elapsed(), 3_000 * MS);
}

#[supervisor(dynamic, max_children = 1)]
struct Plugins {}

fn slow(script: &Script) -> ChildSpec<Worker> {
    let script = script.clone();
    ChildSpec::new("slow", move || {
        let script = script.clone();
        async move { open(&script, true).await }
    })
}

#[supervisor]
struct App {
    #[child(start = Plugins {})]
    plugins: Plugins,
}

#[tokio::test(start_paused = true)]
async fn a_start_does_not_go_on_in_the_next_life_of_its_supervisor() {
    let script = Script::new();
    let app = App {}.start().await.unwrap();
    let (plugins, spec) = (app.plugins(), slow(&script));
    let starting = begin(async move { plugins.start_child(spec).await }).await;
    app.supervisor().terminate_child("plugins").await.unwrap();
    told(starting).await;
    assert_eq!(script.log(), "left");
    app.supervisor().restart_child("plugins").await.unwrap();
    // The one place that there is was given back.
    let other = {
        let script = script.clone();
        ChildSpec::new("other", move || script.open("other"))
    };
    app.plugins().start_child(other).await.unwrap();
    assert_eq!(app.plugins().supervisor().count_children().active, 1);
}

/// A supervisor whose second child hangs when told to.
#[supervisor]
struct Inner {
    script: Script,
    #[child(start = script.open("x"))]
    x: Worker,
    #[child(start = { script.hang().await; script.open("y") })]
    y: Worker,
}

#[supervisor(strategy = simple_one_for_one, max_children = 1)]
struct Inners {
    script: Script,
    #[child(start = || Inner { script: script.clone() })]
    inner: Inner,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_is_still_starting_stops_with_the_one_above() {
    let script = Script::new();
    let inners = Inners {
        script: script.clone(),
    };
    let inners = inners.start().await.unwrap();
    script.hanging(1);
    script.stop_takes("x", 300 * MS);
    let starting = inners.clone();
    let starting = begin(async move { starting.start_child().await }).await;
    let began = Instant::now();
    let stopping = inners.stop();
    told(starting).await;
    stopping.await.unwrap();
    assert_eq!(began.elapsed(), 300 * MS, "what it had started is stopped");
    assert_eq!(script.log(), "start x, stop x: shutdown, stopped x");
    assert_eq!(inners.supervisor().count_children().supervisors, 0);
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_with_its_own_specification_that_is_still_starting_is_killed_with_the_one_above()
 {
    let script = Script::new();
    let plugins = Plugins {}.start().await.unwrap();
    script.hanging(1);
    script.stop_takes("x", 300 * MS);
    let spec = {
        let script = script.clone();
        ChildSpec::new("inner", move || Inner {
            script: script.clone(),
        })
        .start_timeout(60_000 * MS)
    };
    let starting = plugins.clone();
    let starting = begin(async move { starting.start_child(spec).await }).await;
    let any = plugins.supervisor().find("Plugins").unwrap();
    let began = Instant::now();
    any.kill().await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO);
    told(starting).await;
    assert_eq!(script.log(), "start x");
    assert_eq!(plugins.supervisor().count_children().specs, 0);
}

#[supervisor(strategy = simple_one_for_one, intensity = 5)]
struct Again {
    script: Script,
    #[child(start = |hangs: Hangs| open(script, hangs.next()).await)]
    desk: Worker,
}

/// Whether the next start hangs.
#[derive(Clone, Default)]
struct Hangs(std::sync::Arc<std::sync::atomic::AtomicBool>);

impl Hangs {
    /// The first does not, all others do.
    fn next(&self) -> bool {
        self.0.swap(true, std::sync::atomic::Ordering::Relaxed)
    }
}

#[tokio::test(start_paused = true)]
async fn a_restart_that_hangs_is_dropped_with_the_end_of_its_supervisor() {
    let script = Script::new();
    let again = Again {
        script: script.clone(),
    };
    let again = again.start().await.unwrap();
    let desk = again.start_child(Hangs::default()).await.unwrap();
    desk.panic().unwrap();
    settle().await;
    let waiting = desk.ping().send();
    script.log();
    again.stop().await.unwrap();
    assert!(waiting.await.is_err());
    settle().await;
    assert_eq!(script.log(), "left");
    assert_eq!(desk.actor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn a_restart_that_hangs_is_dropped_when_its_child_is_terminated() {
    let script = Script::new();
    let again = Again {
        script: script.clone(),
    };
    let again = again.start().await.unwrap();
    let hangs = Hangs::default();
    let desk = again.start_child(hangs.clone()).await.unwrap();
    let other = again.start_child(Hangs::default()).await.unwrap();
    desk.panic().unwrap();
    settle().await;
    let waiting = desk.ping().send();
    script.log();
    again.supervisor().terminate_child(&desk).await.unwrap();
    assert!(waiting.await.is_err());
    settle().await;
    assert_eq!(script.log(), "left");
    assert_eq!(desk.actor().status(), Status::Gone);
    // What it was started with has gone with it.
    assert_eq!(std::sync::Arc::strong_count(&hangs.0), 1);
    other.ping().await.unwrap();
    assert_eq!(again.supervisor().count_children().active, 1);
}

#[tokio::test(start_paused = true)]
async fn a_restart_that_hangs_is_dropped_when_its_child_with_a_specification_is_terminated() {
    let script = Script::new();
    let plugins = Plugins {}.start().await.unwrap();
    let (inside, hangs) = (script.clone(), Hangs::default());
    let spec = ChildSpec::new("desk", move || {
        let (script, hangs) = (inside.clone(), hangs.next());
        async move { open(&script, hangs).await }
    });
    let desk = plugins.start_child(spec).await.unwrap();
    desk.panic().unwrap();
    settle().await;
    script.log();
    plugins.supervisor().terminate_child(&desk).await.unwrap();
    settle().await;
    assert_eq!(script.log(), "left");
    assert_eq!(desk.actor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn a_start_on_demand_whose_caller_has_gone_is_dropped_with_it() {
    let (desks, script) = desks().await;
    let start = desks.start_child(true);
    assert!(tokio::time::timeout(10 * MS, start).await.is_err());
    assert_eq!(script.log(), "left");
    for _ in 0..2 {
        desks.start_child(false).await.unwrap();
    }

    let script = Script::new();
    let inners = Inners {
        script: script.clone(),
    };
    let inners = inners.start().await.unwrap();
    script.hanging(1);
    let start = inners.start_child();
    assert!(tokio::time::timeout(10 * MS, start).await.is_err());
    settle().await;
    assert_eq!(script.log(), "start x, stop x: shutdown");
    assert_eq!(inners.supervisor().count_children().supervisors, 0);
    inners.start_child().await.unwrap();
}
