//! Too many restarts, starts that keep failing, and who learns of it.

mod script;

use dormouse::prelude::*;
use dormouse::{AdminErrorKind, Status};
use script::{MS, Script, Worker, settle};

macro_rules! three {
    ($name:ident, $strategy:ident, $limit:literal) => {
        #[supervisor(strategy = $strategy, intensity = $limit, period = "10s", allow(zero_intensity))]
        struct $name {
            script: Script,
            #[child(start = script.open("a"))]
            a: Worker,
            #[child(start = script.open("b"))]
            b: Worker,
            #[child(start = script.open("c"))]
            c: Worker,
        }

        impl $name {
            async fn up() -> (<$name as dormouse::Supervisor>::Ref, Script) {
                let script = Script::new();
                let tree = $name {
                    script: script.clone(),
                };
                let tree = tree.start().await.unwrap();
                assert_eq!(script.log(), "start a, start b, start c");
                (tree, script)
            }
        }
    };
}

three!(Strict, one_for_one, 0);
three!(Two, one_for_one, 2);
three!(OneForOne, one_for_one, 4);
three!(OneForAll, one_for_all, 4);
three!(RestForOne, rest_for_one, 4);

#[tokio::test(start_paused = true)]
async fn c076_intensity_zero_ends_at_the_first_failure() {
    let (tree, script) = Strict::up().await;
    let ended = tree.supervisor().stopped();
    tree.b().panic().unwrap();
    let exit = ended.await.unwrap();
    assert_eq!(script.log(), "stop c: shutdown, stop a: shutdown");
    assert!(exit.reason().is_clean(), "it is a shutdown");
    assert_eq!(tree.supervisor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn c074_restarts_of_different_children_add_up() {
    let (tree, _script) = Two::up().await;
    tree.a().panic().unwrap();
    tree.b().panic().unwrap();
    settle().await;
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tree.c().panic().unwrap();
    settle().await;
    assert_eq!(tree.supervisor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn who_calls_after_a_supervisor_gave_up_is_told_why() {
    let (tree, _script) = Strict::up().await;
    tree.a().sleep(100 * MS).unwrap();
    settle().await;
    let queued = tokio::spawn({
        let a = tree.a();
        async move { a.ping().await.unwrap_err().to_string() }
    });
    settle().await;
    tree.b().panic().unwrap();
    let why = "reached maximum restart intensity of 0 in 10s, at last by `Strict/b`: \
               panicked in `panic`";
    // Whoever waits at another child, whoever comes later, and whoever asks the supervisor.
    let told = queued.await.unwrap();
    assert!(
        told.starts_with("no reply: actor `Strict/a` ended: shutdown: reached"),
        "{told}"
    );
    assert!(told.contains(why), "{told}");
    let told = tree.a().ping().await.unwrap_err().to_string();
    assert!(
        told.starts_with("actor `Strict/a` is gone (shutdown: reached"),
        "{told}"
    );
    assert!(told.contains(why), "{told}");
    let told = tree.stop().await.unwrap_err();
    let Some(ExitReason::ReachedMaxRestartIntensity(gave_up)) = told.last_exit() else {
        panic!("{told}");
    };
    assert_eq!((gave_up.intensity(), gave_up.period()), (0, 10_000 * MS));
    assert_eq!(gave_up.path(), "Strict/b");
    assert!(matches!(gave_up.reason(), ExitReason::Panicked(_)));
    // The child itself says what was wrong with it.
    let told = tree.b().ping().await.unwrap_err().to_string();
    assert!(
        told.starts_with("actor `Strict/b` is gone (panicked in `panic`"),
        "{told}"
    );
}

#[tokio::test(start_paused = true)]
async fn c079_a_child_that_cannot_be_started_again_is_the_end() {
    let (tree, script) = OneForOne::up().await;
    let ended = tree.supervisor().stopped();
    script.failing("a", u32::MAX);
    tree.a().panic().unwrap();
    let exit = ended.await.unwrap();
    assert_eq!(
        script.log(),
        "fail a, fail a, fail a, fail a, stop c: shutdown, stop b: shutdown",
        "as many tries as the intensity allows"
    );
    assert_eq!(
        exit.to_string(),
        "actor `OneForOne` ended: shutdown: reached maximum restart intensity of 4 in 10s, \
         at last by `OneForOne/a`: failed: a does not start"
    );
}

#[tokio::test(start_paused = true)]
async fn c081_one_for_all_gives_up_when_another_child_does_not_start() {
    let (tree, script) = OneForAll::up().await;
    script.failing("b", u32::MAX);
    tree.a().panic().unwrap();
    settle().await;
    let round = "start a, fail b, stop a: shutdown, ";
    assert_eq!(
        script.log(),
        format!(
            "stop c: shutdown, stop b: shutdown, {round}{round}{round}start a, fail b, \
             stop a: shutdown"
        )
    );
    assert_eq!(tree.supervisor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn c082_rest_for_one_gives_up_when_another_child_does_not_start() {
    let (tree, script) = RestForOne::up().await;
    script.failing("b", u32::MAX);
    tree.a().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop c: shutdown, stop b: shutdown, start a, fail b, fail b, fail b, fail b, \
         stop a: shutdown"
    );
    assert_eq!(tree.supervisor().status(), Status::Gone);
}

/// Starts of `a` and `b` take 100 ms.
macro_rules! slow {
    ($name:ident, $strategy:ident) => {
        #[supervisor(strategy = $strategy, intensity = 1_000, period = "1s")]
        struct $name {
            script: Script,
            #[child(start = script.open_in(100 * MS, "a").await)]
            a: Worker,
            #[child(start = script.open_in(100 * MS, "b").await)]
            b: Worker,
            #[child(start = script.open("c"))]
            c: Worker,
        }
    };
}

slow!(Slow, one_for_one);
slow!(SlowRest, rest_for_one);

#[tokio::test(start_paused = true)]
async fn c084_terminate_child_ends_the_retries() {
    let script = Script::new();
    let tree = Slow {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.failing("a", u32::MAX);
    script.log();
    tree.a().panic().unwrap();
    tokio::time::sleep(1_050 * MS).await;
    assert_eq!(script.log(), ["fail a"; 10].join(", "));
    assert_eq!(tree.a().actor().status(), Status::Restarting);

    // Requests are served between the tries.
    let door = tree.supervisor();
    let refused = door.restart_child("a").await.unwrap_err();
    assert!(matches!(refused.kind(), AdminErrorKind::Restarting));
    let queued = tokio::spawn({
        let a = tree.a();
        async move { a.ping().await }
    });
    door.terminate_child("a").await.unwrap();
    assert!(queued.await.unwrap().is_err(), "nothing comes to answer it");
    script.log();
    tokio::time::sleep(1_000 * MS).await;
    assert_eq!(script.log(), "", "nobody tries any more");
    assert_eq!(tree.a().actor().status(), Status::Down);
    let failed = door.restart_child("a").await.unwrap_err();
    assert!(matches!(failed.kind(), AdminErrorKind::StartFailed(_)));
    script.failing("a", 0);
    door.restart_child("a").await.unwrap();
    tree.a().ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c086_what_is_listed_while_a_child_is_tried_again() {
    let script = Script::new();
    let tree = SlowRest {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.failing("b", u32::MAX);
    tree.b().panic().unwrap();
    tokio::time::sleep(550 * MS).await;
    let door = tree.supervisor();
    let listed: Vec<_> = door
        .which_children()
        .iter()
        .map(|child| format!("{} {}", child.id().unwrap(), child.status()))
        .collect();
    assert_eq!(listed, ["c down", "b restarting", "a idle"]);
    assert_eq!(tree.a().actor().generation(), 1);
    let counts = door.count_children();
    assert_eq!((counts.specs, counts.active, counts.workers), (3, 1, 3));
    // Messages wait for a child that waits for another one's restart.
    tree.c().note("waited").unwrap();
    script.log();
    script.failing("b", 0);
    tokio::time::sleep(200 * MS).await;
    assert_eq!(script.log(), "start b, start c, waited c");
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_retries() {
    let script = Script::new();
    let tree = Slow {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.failing("a", u32::MAX);
    tree.a().panic().unwrap();
    tokio::time::sleep(550 * MS).await;
    script.log();
    tree.stop().await.unwrap();
    assert_eq!(script.log(), "stop c: shutdown, stop b: shutdown");
}

#[supervisor(intensity = 1, period = "5s", hibernate_after = "50ms")]
struct Sleepy {
    script: Script,
    #[child(start = script.open("a"))]
    a: Worker,
}

#[tokio::test(start_paused = true)]
async fn c144_hibernation_forgets_no_restart_within_the_period() {
    let script = Script::new();
    let tree = Sleepy { script }.start().await.unwrap();
    tree.a().panic().unwrap();
    settle().await;
    tokio::time::sleep(800 * MS).await;
    assert_eq!(tree.supervisor().status(), Status::Hibernated);
    tree.a().panic().unwrap();
    settle().await;
    assert_eq!(tree.supervisor().status(), Status::Gone);
}

#[supervisor(hibernate_after = "0s")]
struct AlwaysAsleep {
    script: Script,
    #[child(start = script.open("a"))]
    a: Worker,
}

#[tokio::test(start_paused = true)]
async fn c028_c142_a_supervisor_may_hibernate_at_once() {
    let script = Script::new();
    let tree = AlwaysAsleep { script }.start().await.unwrap();
    settle().await;
    let door = tree.supervisor();
    assert_eq!(door.status(), Status::Hibernated);
    assert_eq!(door.which_children().len(), 1);
    door.terminate_child("a").await.unwrap();
    door.restart_child("a").await.unwrap();
    tree.a().ping().await.unwrap();
    settle().await;
    assert_eq!(door.status(), Status::Hibernated);
}
