//! How children started on demand start: not for longer than they may, and again after a pause.

mod script;

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Backoff, ChildSpec, Shutdown, Status};
use script::{MS, Script, Worker, WorkerRef, settle};
use tokio::time::Instant;

#[supervisor(strategy = simple_one_for_one, intensity = 20, period = "1s", max_children = 10)]
struct Patient {
    script: Script,
    #[child(
        start = |name: &'static str| { script.hang().await; script.open(name) },
        backoff(initial = "100ms", max = "400ms", factor = 2, jitter = 0),
        start_timeout = "1s"
    )]
    worker: Worker,
}

async fn patient() -> (PatientRef, Script) {
    let script = Script::new();
    let tree = Patient {
        script: script.clone(),
    };
    (tree.start().await.unwrap(), script)
}

/// Crashes it; gives how long it was away.
async fn away(worker: &WorkerRef) -> Duration {
    worker.panic().unwrap();
    let began = Instant::now();
    worker.ping().await.unwrap();
    began.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_child_on_demand_with_a_backoff_pauses_longer_each_time() {
    let (tree, script) = patient().await;
    let a = tree.start_child("a").await.unwrap();
    let b = tree.start_child("b").await.unwrap();
    for pause in [100, 200, 400, 400] {
        assert_eq!(away(&a).await, pause * MS);
    }
    // Each child has its own.
    assert_eq!(away(&b).await, 100 * MS);
    // After a run that is longer than the period, pauses begin anew.
    tokio::time::sleep(1_001 * MS).await;
    assert_eq!(away(&a).await, 100 * MS);
    script.failing("a", 2);
    assert_eq!(away(&a).await, (200 + 400 + 400) * MS);
}

#[tokio::test(start_paused = true)]
async fn a_child_that_waits_for_its_restart_can_be_terminated() {
    let (tree, script) = patient().await;
    let a = tree.start_child("a").await.unwrap();
    a.panic().unwrap();
    settle().await;
    assert_eq!(a.actor().status(), Status::Restarting);
    let counts = tree.supervisor().count_children();
    assert_eq!((counts.active, counts.workers), (0, 1));
    let waiting = a.ping().send();
    tree.supervisor().terminate_child(&a).await.unwrap();
    assert!(waiting.await.is_err());
    assert_eq!(a.actor().status(), Status::Gone);
    script.log();
    tokio::time::sleep(1_000 * MS).await;
    assert_eq!(script.log(), "", "nobody starts it");
    // Another one in its place begins with the first pause.
    let b = tree.start_child("b").await.unwrap();
    assert_eq!(away(&b).await, 100 * MS);
}

#[tokio::test(start_paused = true)]
async fn a_stop_does_not_wait_for_a_pause() {
    let (tree, script) = patient().await;
    let a = tree.start_child("a").await.unwrap();
    a.panic().unwrap();
    settle().await;
    script.log();
    let began = Instant::now();
    tree.stop().await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO);
    tokio::time::sleep(1_000 * MS).await;
    assert_eq!(script.log(), "");
    assert_eq!(a.actor().status(), Status::Gone);
}

#[supervisor(strategy = simple_one_for_one, intensity = 1, period = "10s")]
struct Vain {
    script: Script,
    #[child(start = |name: &'static str| script.open(name), backoff(initial = "1s", jitter = 0))]
    worker: Worker,
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_restart_that_would_be_one_too_many() {
    let script = Script::new();
    let tree = Vain {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    let a = tree.start_child("a").await.unwrap();
    assert_eq!(away(&a).await, 1_000 * MS);
    let ended = tree.supervisor().stopped();
    a.panic().unwrap();
    let began = Instant::now();
    let exit = ended.await.unwrap().to_string();
    assert!(exit.contains("restart intensity of 1"), "{exit}");
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_pause_on_demand_that_has_become_hopeless_is_not_waited_out() {
    let script = Script::new();
    let plugins = Plugins {}.start().await.unwrap();
    let spec = |name| {
        let script = script.clone();
        ChildSpec::new(name, move || script.open(name))
    };
    let pause = Duration::from_secs(1);
    let patient = spec("a").backoff(Backoff::new(pause, pause, 1.0, 0.0));
    let a = plugins.start_child(patient).await.unwrap();
    let b = plugins.start_child(spec("b")).await.unwrap();
    let ended = plugins.supervisor().stopped();
    a.panic().unwrap();
    settle().await;
    let waiting = a.ping().send();
    for _ in 0..19 {
        b.panic().unwrap();
        b.ping().await.unwrap();
    }
    let began = Instant::now();
    // With the last restart that there is, none is left for a.
    b.panic().unwrap();
    let exit = ended.await.unwrap().to_string();
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert!(exit.contains("at last by `Plugins/a#0`"), "{exit}");
    assert!(waiting.await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_start_on_demand_that_takes_too_long_fails() {
    let (tree, script) = patient().await;
    script.hanging(1);
    let began = Instant::now();
    let error = tree.start_child("a").await.unwrap_err();
    assert_eq!(began.elapsed(), 1_000 * MS);
    assert_eq!(
        error.to_string(),
        "`Patient/worker` did not start: failed: its start took longer than 1s"
    );
    assert_eq!(tree.supervisor().count_children().workers, 0);
    // Its place is free again, and a start in time is left alone.
    for _ in 0..10 {
        tree.start_child("b").await.unwrap();
    }
    tokio::time::sleep(5_000 * MS).await;
    assert_eq!(tree.supervisor().count_children().active, 10);
}

#[tokio::test(start_paused = true)]
async fn a_restart_on_demand_that_takes_too_long_is_tried_again() {
    let (tree, script) = patient().await;
    let a = tree.start_child("a").await.unwrap();
    script.hanging(2);
    assert_eq!(away(&a).await, (100 + 1_000 + 200 + 1_000 + 400) * MS);
    assert_eq!(a.actor().generation(), 2);
}

/// A supervisor whose second child hangs.
#[supervisor]
struct Inner {
    script: Script,
    #[child(start = script.open("x"))]
    x: Worker,
    #[child(start = { script.hang().await; script.open("y") })]
    y: Worker,
}

#[supervisor(strategy = simple_one_for_one, intensity = 5)]
struct Inners {
    script: Script,
    #[child(start = || Inner { script: script.clone() }, start_timeout = "1s")]
    inner: Inner,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_on_demand_that_takes_too_long_stops_what_it_had_started() {
    let script = Script::new();
    let tree = Inners {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.hanging(1);
    script.stop_takes("x", 300 * MS);
    let began = Instant::now();
    let error = tree.start_child().await.unwrap_err();
    assert_eq!(began.elapsed(), 1_300 * MS);
    assert_eq!(
        error.to_string(),
        "`Inners/inner#0` did not start: failed: its start took longer than 1s"
    );
    assert_eq!(script.log(), "start x, stop x: shutdown, stopped x");
    assert_eq!(tree.supervisor().count_children().supervisors, 0);

    // Started again, it is tried until it is in time.
    let inner = tree.start_child().await.unwrap();
    inner.y().panic().unwrap();
    settle().await;
    script.log();
    script.hanging(1);
    inner.y().panic().unwrap();
    tokio::time::sleep(3_000 * MS).await;
    let log = script.log();
    let again = "start x, stop x: shutdown, stopped x";
    assert_eq!(
        log,
        format!("stop x: shutdown, stopped x, {again}, start x, start y")
    );
    inner.y().ping().await.unwrap();
}

#[supervisor(dynamic, intensity = 20)]
struct Plugins {}

#[tokio::test(start_paused = true)]
async fn a_child_with_a_specification_may_have_a_backoff_and_a_limit() {
    let script = Script::new();
    let plugins = Plugins {}.start().await.unwrap();
    let backoff = Backoff::new(50 * MS, 50 * MS, 1.0, 0.0);
    let start = {
        let script = script.clone();
        move || {
            let script = script.clone();
            async move {
                script.hang().await;
                script.open("d")
            }
        }
    };
    let spec = ChildSpec::new("d", start)
        .backoff(backoff)
        .start_timeout(1_000 * MS);
    let d = plugins.start_child(spec.clone()).await.unwrap();
    for _ in 0..2 {
        assert_eq!(away(&d).await, 50 * MS);
    }
    script.hanging(1);
    assert_eq!(away(&d).await, 1_100 * MS);

    script.hanging(1);
    let error = plugins.start_child(spec).await.unwrap_err();
    assert!(error.to_string().contains("took longer than 1s"), "{error}");
    assert_eq!(plugins.supervisor().count_children().active, 1);

    // A limit does nothing to a child without anything to wait for.
    let quick = {
        let script = script.clone();
        ChildSpec::new("e", move || script.open("e"))
            .start_timeout(Duration::MAX)
            .shutdown(Shutdown::BrutalKill)
    };
    plugins.start_child(quick).await.unwrap();
}
