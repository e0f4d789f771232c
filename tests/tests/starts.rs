//! How a child starts: not for longer than it may, after a pause, and by an expression that returns.

mod script;

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AdminErrorKind, Backoff, ChildSpec, Status};
use script::{MS, Script, Worker, WorkerRef, settle};
use tokio::time::Instant;

#[supervisor(strategy = rest_for_one, intensity = 3, period = "10s")]
struct Hasty {
    script: Script,
    takes: Duration,
    #[child(start = script.open("a"))]
    a: Worker,
    #[child(start = script.open_in(*takes, "b").await, start_timeout = "1s")]
    b: Worker,
    #[child(start = script.open("c"))]
    c: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_start_that_takes_too_long_fails() {
    let script = Script::new();
    let tree = Hasty {
        script: script.clone(),
        takes: 2_000 * MS,
    };
    let began = Instant::now();
    let error = tree.start().await.unwrap_err();
    assert_eq!(began.elapsed(), 1_000 * MS);
    assert_eq!(
        error.to_string(),
        "`Hasty/b` did not start: failed: its start took longer than 1s"
    );
    assert_eq!(script.log(), "start a, stop a: shutdown");
    tokio::time::sleep(5_000 * MS).await;
    assert_eq!(script.log(), "", "the start was dropped");
}

#[tokio::test(start_paused = true)]
async fn a_start_in_time_is_left_alone() {
    let script = Script::new();
    let tree = Hasty {
        script: script.clone(),
        takes: 999 * MS,
    };
    let tree = tree.start().await.unwrap();
    tokio::time::sleep(5_000 * MS).await;
    tree.b().ping().await.unwrap();
    assert_eq!(tree.b().actor().generation(), 1);
}

/// Its second start hangs.
#[supervisor(intensity = 5, period = "100s")]
struct Hanging {
    script: Script,
    #[child(
        start = {
            script.note("try");
            script.hang().await;
            script.open("a")
        },
        start_timeout = "1s"
    )]
    a: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_restart_that_takes_too_long_is_tried_again() {
    let script = Script::new();
    let tree = Hanging {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.hanging(2);
    script.log();
    let began = Instant::now();
    tree.a().panic().unwrap();
    tree.a().ping().await.unwrap();
    assert_eq!(script.log(), "try, try, try, start a");
    assert_eq!(began.elapsed(), 2_000 * MS);

    script.hanging(2);
    tree.a().panic().unwrap();
    let told = tree.a().ping().await.unwrap_err().to_string();
    assert!(told.contains("its start took longer than 1s"), "{told}");
    assert_eq!(tree.supervisor().status(), Status::Gone);
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

#[supervisor]
struct Outer {
    script: Script,
    #[child(start = Inner { script: script.clone() }, start_timeout = "1s")]
    inner: Inner,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_takes_too_long_stops_what_it_had_started() {
    let script = Script::new();
    script.hanging(1);
    let outer = Outer {
        script: script.clone(),
    };
    let error = outer.start().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Outer/inner` did not start: failed: its start took longer than 1s"
    );
    assert_eq!(script.log(), "start x, stop x: shutdown");
}

#[supervisor(intensity = 100, period = "1s")]
struct Waiting {
    script: Script,
    #[child(
        start = script.open("a"),
        backoff(initial = "100ms", max = "400ms", factor = 2, jitter = 0.0)
    )]
    a: Worker,
    #[child(start = script.open("b"), restart = transient, backoff)]
    b: Worker,
    #[child(start = script.open("c"))]
    c: Worker,
}

async fn waiting() -> (WaitingRef, Script) {
    let script = Script::new();
    let tree = Waiting {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.log();
    (tree, script)
}

/// Crashes `a`; gives how long it was away.
async fn away(tree: &WaitingRef) -> Duration {
    tree.a().panic().unwrap();
    let began = Instant::now();
    tree.a().ping().await.unwrap();
    began.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_child_with_a_backoff_pauses_longer_each_time() {
    let (tree, _script) = waiting().await;
    for pause in [100, 200, 400, 400] {
        assert_eq!(away(&tree).await, pause * MS);
    }
    // After a run that is longer than the period, pauses begin anew.
    tokio::time::sleep(1_001 * MS).await;
    assert_eq!(away(&tree).await, 100 * MS);
    // Others have none.
    tree.c().panic().unwrap();
    let began = Instant::now();
    tree.c().ping().await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn jitter_shortens_a_pause() {
    let (tree, _script) = waiting().await;
    tree.b().panic().unwrap();
    let began = Instant::now();
    tree.b().ping().await.unwrap();
    let pause = began.elapsed();
    assert!(pause >= 90 * MS && pause <= 100 * MS, "{pause:?}");
}

#[tokio::test(start_paused = true)]
async fn a_start_that_fails_pauses_before_the_next_try() {
    let (tree, script) = waiting().await;
    script.failing("a", 2);
    assert_eq!(away(&tree).await, 700 * MS);
    assert_eq!(script.log(), "fail a, fail a, start a");
}

#[tokio::test(start_paused = true)]
async fn requests_are_served_in_a_pause_and_may_end_it() {
    let (tree, script) = waiting().await;
    tree.a().panic().unwrap();
    settle().await;
    assert_eq!(tree.a().actor().status(), Status::Restarting);
    let door = tree.supervisor();
    assert_eq!(door.count_children().active, 2);
    let refused = door.restart_child("a").await.unwrap_err();
    assert!(matches!(refused.kind(), AdminErrorKind::Restarting));
    door.terminate_child("a").await.unwrap();
    assert_eq!(tree.a().actor().status(), Status::Down);
    tokio::time::sleep(1_000 * MS).await;
    assert_eq!(script.log(), "", "nobody starts it");
    door.restart_child("a").await.unwrap();
    assert_eq!(away(&tree).await, 100 * MS, "it begins anew");

    tree.a().panic().unwrap();
    settle().await;
    let began = Instant::now();
    tree.stop().await.unwrap();
    assert_eq!(
        began.elapsed(),
        Duration::ZERO,
        "a stop does not wait for it"
    );
}

#[supervisor(strategy = one_for_all, intensity = 1, period = "10s")]
struct Group {
    script: Script,
    #[child(start = script.open("a"))]
    a: Worker,
    #[child(start = script.open("b"), backoff(initial = "1s", jitter = 0))]
    b: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_group_is_stopped_before_the_pause_and_starts_after_it() {
    let script = Script::new();
    let tree = Group {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.log();
    tree.b().panic().unwrap();
    settle().await;
    assert_eq!(script.log(), "stop a: shutdown");
    tree.a().ping().await.unwrap();
    assert_eq!(script.log(), "start a, start b");

    // Nobody waits for a restart that would be one too many.
    let ended = tree.supervisor().stopped();
    tree.b().panic().unwrap();
    let began = Instant::now();
    assert!(
        ended
            .await
            .unwrap()
            .to_string()
            .contains("restart intensity of 1")
    );
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_child_that_is_added_may_have_a_backoff_and_a_limit() {
    let (tree, script) = waiting().await;
    let door = tree.supervisor();
    let backoff = Backoff::new(50 * MS, 50 * MS, 1.0, 0.0);
    let spec = {
        let script = script.clone();
        let start = move || {
            let script = script.clone();
            async move {
                script.hang().await;
                script.open("d")
            }
        };
        ChildSpec::new("d", start)
            .backoff(backoff)
            .start_timeout(1_000 * MS)
    };
    let d: WorkerRef = door.start_child(spec).await.unwrap();
    for _ in 0..2 {
        d.panic().unwrap();
        let began = Instant::now();
        d.ping().await.unwrap();
        assert_eq!(began.elapsed(), 50 * MS);
    }
    script.hanging(1);
    d.panic().unwrap();
    let began = Instant::now();
    d.ping().await.unwrap();
    assert_eq!(began.elapsed(), 1_100 * MS);
    let options = door.get_childspec("d").unwrap();
    assert_eq!(options.backoff, Some(backoff));
    assert_eq!(options.start_timeout, Some(1_000 * MS));
}

/// Each start may return early.
#[supervisor]
struct Returning {
    script: Script,
    early: bool,
    #[child(start = {
        if *early {
            return script.open("early a");
        }
        script.open("a")
    })]
    a: Worker,
    #[child(start = {
        settle().await;
        if *early {
            return script.open("early b");
        }
        script.open("b")
    })]
    b: Worker,
    #[child(start = {
        if *early {
            return Ok(Start::Ignore);
        }
        script.open("c")?
    })]
    c: Worker,
}

#[supervisor(strategy = simple_one_for_one)]
struct OnDemand {
    script: Script,
    #[child(start = |early: bool| {
        if early {
            return script.open("early");
        }
        script.open("late")
    })]
    worker: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_start_may_return() {
    let script = Script::new();
    for (early, started) in [
        (false, "start a, start b, start c"),
        (true, "start early a, start early b"),
    ] {
        let tree = Returning {
            script: script.clone(),
            early,
        };
        let tree = tree.start().await.unwrap();
        assert_eq!(script.log(), started);
        let down = tree.c().actor().status() == Status::Down;
        assert_eq!(down, early);
        tree.stop().await.unwrap();
        script.log();
    }
    let tree = OnDemand {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    tree.start_child(true).await.unwrap();
    tree.start_child(false).await.unwrap();
    assert!(script.log().ends_with("start early, start late"));
}

#[supervisor(intensity = 2, period = "10s")]
struct Hopeless {
    script: Script,
    #[child(start = script.open("a"), backoff(initial = "2s", jitter = 0))]
    a: Worker,
    #[child(start = script.open("b"))]
    b: Worker,
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_has_become_hopeless_is_not_waited_out() {
    let script = Script::new();
    let tree = Hopeless {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    let ended = tree.supervisor().stopped();
    tree.a().panic().unwrap();
    settle().await;
    let waiting = tree.a().ping().send();
    for _ in 0..2 {
        tree.b().panic().unwrap();
        settle().await;
    }
    let began = Instant::now();
    let exit = ended.await.unwrap().to_string();
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert!(exit.contains("at last by `Hopeless/a`"), "{exit}");
    assert!(waiting.await.is_err());
}
