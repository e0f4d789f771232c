//! Which children a restart covers, and in which order they stop and start.

mod script;

use dormouse::prelude::*;
use dormouse::{AdminErrorKind, AutoShutdown, ChildSpec, Restart, Shutdown, Status, Strategy};
use script::{MS, Script, Worker, WorkerRef, settle};

/// `b` is temporary and `d` transient.
macro_rules! five {
    ($name:ident, $strategy:ident) => {
        #[supervisor(strategy = $strategy, intensity = 1, period = "10s")]
        struct $name {
            script: Script,
            #[child(start = script.open("a"))]
            a: Worker,
            #[child(start = script.open("b"), restart = temporary)]
            b: Worker,
            #[child(start = script.open("c"))]
            c: Worker,
            #[child(start = script.open("d"), restart = transient)]
            d: Worker,
            #[child(start = script.open("e"))]
            e: Worker,
        }

        impl $name {
            async fn up() -> (<$name as dormouse::Supervisor>::Ref, Script) {
                let script = Script::new();
                let tree = $name {
                    script: script.clone(),
                }
                .start()
                .await
                .unwrap();
                assert_eq!(script.log(), "start a, start b, start c, start d, start e");
                (tree, script)
            }
        }
    };
}

five!(All, one_for_all);
five!(Rest, rest_for_one);
five!(One, one_for_one);

#[tokio::test(start_paused = true)]
async fn c057_one_for_one_leaves_the_others_alone() {
    let (tree, script) = One::up().await;
    tree.c().panic().unwrap();
    settle().await;
    assert_eq!(script.log(), "start c");
    assert_eq!(generations!(tree, a b c d e), [1, 1, 2, 1, 1]);
}

#[tokio::test(start_paused = true)]
async fn c008_c058_one_for_all_stops_all_in_reverse_and_starts_them_in_order() {
    let (tree, script) = All::up().await;
    tree.c().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop e: shutdown, stop d: shutdown, stop b: shutdown, stop a: shutdown, \
         start a, start c, start d, start e",
        "temporary siblings that are stopped do not come back"
    );
    assert_eq!(generations!(tree, a c d e), [2, 2, 2, 2]);
    assert_eq!(tree.b().actor().status(), Status::Gone);
    let counts = tree.supervisor().count_children();
    assert_eq!((counts.specs, counts.active), (4, 4));
    tree.e().ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c060_rest_for_one_covers_those_that_start_later() {
    let (tree, script) = Rest::up().await;
    tree.c().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop e: shutdown, stop d: shutdown, start c, start d, start e"
    );
    assert_eq!(generations!(tree, a b c d e), [1, 1, 2, 2, 2]);
    let counts = tree.supervisor().count_children();
    assert_eq!((counts.specs, counts.active), (5, 5));
}

#[tokio::test(start_paused = true)]
async fn c062_rest_for_one_covers_all_from_the_first_and_none_but_the_last() {
    let (tree, script) = Rest::up().await;
    tree.a().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop e: shutdown, stop d: shutdown, stop c: shutdown, stop b: shutdown, \
         start a, start c, start d, start e"
    );
    tokio::time::sleep(11_000 * MS).await;
    tree.e().panic().unwrap();
    settle().await;
    assert_eq!(script.log(), "start e");
    assert_eq!(generations!(tree, a c d e), [2, 2, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_group_restart_counts_once() {
    // Intensity 1: had the five counted five times, the supervisor would have given up.
    let (tree, _script) = All::up().await;
    tree.a().panic().unwrap();
    settle().await;
    tree.a().ping().await.unwrap();
    tokio::time::sleep(11_000 * MS).await;
    tree.e().panic().unwrap();
    settle().await;
    tree.e().ping().await.unwrap();
    assert_eq!(tree.a().actor().generation(), 3);
}

#[tokio::test(start_paused = true)]
async fn c064_a_group_restart_starts_also_those_that_did_not_run() {
    let (tree, script) = All::up().await;
    let door = tree.supervisor();
    door.terminate_child("d").await.unwrap();
    assert_eq!(tree.d().actor().status(), Status::Down);
    script.log();
    tree.a().panic().unwrap();
    settle().await;
    tree.d().ping().await.unwrap();
    assert_eq!(tree.d().actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_transient_child_that_finished_comes_back_with_its_group() {
    let (tree, script) = Rest::up().await;
    tree.d().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(tree.d().actor().status(), Status::Down);
    assert!(tree.d().ping().await.is_err());
    script.log();
    tree.c().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop e: shutdown, start c, start d, start e",
        "there is nothing of it to stop"
    );
    tree.d().ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c003_a_child_that_ignores_is_listed_down_and_asked_again_with_its_group() {
    let script = Script::new();
    script.ignoring("d", true);
    let tree = All {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    assert_eq!(script.log(), "start a, start b, start c, ignore d, start e");
    assert_eq!(tree.d().actor().status(), Status::Down);
    let counts = tree.supervisor().count_children();
    assert_eq!((counts.specs, counts.active, counts.workers), (5, 4, 5));
    let listed = tree.supervisor().which_children();
    assert_eq!(listed[1].id(), Some("d"));
    assert_eq!(listed[1].status(), Status::Down);

    tree.supervisor().restart_child("d").await.unwrap();
    assert_eq!(script.log(), "ignore d", "ok, and no process");
    assert_eq!(tree.d().actor().status(), Status::Down);

    script.ignoring("d", false);
    tree.e().panic().unwrap();
    settle().await;
    tree.d().ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c005_a_temporary_child_that_ignores_is_not_kept() {
    let script = Script::new();
    script.ignoring("b", true);
    let tree = One {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    assert_eq!(tree.b().actor().status(), Status::Gone);
    let counts = tree.supervisor().count_children();
    assert_eq!((counts.specs, counts.active), (4, 4));
    let refused = tree.supervisor().restart_child("b").await.unwrap_err();
    assert!(matches!(refused.kind(), AdminErrorKind::NotFound));
}

#[supervisor(intensity = 0, allow(zero_intensity))]
struct Inner {
    script: Script,
    names: [&'static str; 2],
    #[child(start = script.open(names[0]))]
    first: Worker,
    #[child(start = script.open(names[1]))]
    second: Worker,
}

#[supervisor(intensity = 1)]
struct Patient {
    script: Script,
    #[child(start = script.open("x"))]
    x: Worker,
    #[child(start = script.open("y"))]
    y: Worker,
}

#[supervisor(strategy = one_for_all)]
struct Outer {
    script: Script,
    #[child(start = Patient { script: script.clone() })]
    patient: Patient,
    #[child(start = Inner { script: script.clone(), names: ["p", "q"] })]
    inner: Inner,
}

#[tokio::test(start_paused = true)]
async fn c066_what_an_inner_supervisor_restarts_is_nobody_elses_affair() {
    let script = Script::new();
    let outer = Outer {
        script: script.clone(),
    };
    let outer = outer.start().await.unwrap();
    assert_eq!(script.log(), "start x, start y, start p, start q");
    outer.patient().x().panic().unwrap();
    settle().await;
    assert_eq!(script.log(), "start x");
    assert_eq!(generations!(outer.patient(), x y), [2, 1]);
    assert_eq!(outer.patient().supervisor().generation(), 1);
    assert_eq!(outer.inner().supervisor().generation(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_group_of_supervisors_is_stopped_and_started_as_one() {
    let script = Script::new();
    let outer = Outer {
        script: script.clone(),
    };
    let outer = outer.start().await.unwrap();
    script.log();
    let x = outer.patient().x();
    outer.inner().first().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop q: shutdown, stop y: shutdown, stop x: shutdown, \
         start x, start y, start p, start q"
    );
    x.ping().await.unwrap();
    assert_eq!(x.actor().generation(), 2, "the handle stays");
    assert_eq!(outer.patient().supervisor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn c073_children_added_at_run_time_stand_at_the_end() {
    let (tree, script) = All::up().await;
    let added = {
        let script = script.clone();
        ChildSpec::new("f", move || script.open("f"))
    };
    let f: WorkerRef = tree.supervisor().start_child(added).await.unwrap();
    script.log();
    tree.a().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop f: shutdown, stop e: shutdown, stop d: shutdown, stop c: shutdown, \
         stop b: shutdown, start a, start c, start d, start e, start f"
    );
    f.ping().await.unwrap();
}

macro_rules! three {
    ($name:ident, $strategy:ident) => {
        #[supervisor(strategy = $strategy, intensity = 10, period = "10s")]
        struct $name {
            script: Script,
            #[child(start = script.open("a"))]
            a: Worker,
            #[child(start = script.open("b"))]
            b: Worker,
            #[child(start = script.open("c"))]
            c: Worker,
        }
    };
}

three!(AllOfThree, one_for_all);
three!(RestOfThree, rest_for_one);

#[tokio::test(start_paused = true)]
async fn c068_the_child_that_fails_in_a_group_restart_begins_the_next_one() {
    let script = Script::new();
    let all = AllOfThree {
        script: script.clone(),
    };
    let all = all.start().await.unwrap();
    script.log();
    script.failing("b", 1);
    all.a().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop c: shutdown, stop b: shutdown, start a, fail b, \
         stop a: shutdown, start a, start b, start c"
    );
    assert_eq!(generations!(all, a b c), [3, 2, 2]);

    let rest = RestOfThree {
        script: script.clone(),
    };
    let rest = rest.start().await.unwrap();
    script.log();
    script.failing("b", 1);
    rest.a().panic().unwrap();
    settle().await;
    assert_eq!(
        script.log(),
        "stop c: shutdown, stop b: shutdown, start a, fail b, start b, start c",
        "those before the child that failed are left alone"
    );
    assert_eq!(generations!(rest, a b c), [2, 2, 2]);
}

#[supervisor(strategy = one_for_all, intensity = 1)]
struct Slow {
    script: Script,
    #[child(start = script.open("a"))]
    a: Worker,
    #[child(start = script.open("b"))]
    b: Worker,
    #[child(start = script.open("c"))]
    c: Worker,
    #[child(start = script.open("slow"))]
    slow: Worker,
}

#[tokio::test(start_paused = true)]
async fn c070_two_ends_in_one_group_restart_cost_one_restart() {
    let script = Script::new();
    let tree = Slow {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.stop_takes("slow", 1_000 * MS);
    script.log();
    // While the supervisor waits for `slow`, it sees to nothing else.
    let door = tree.clone();
    let halting =
        tokio::spawn(async move { door.supervisor().terminate_child("slow").await.unwrap() });
    tokio::time::sleep(100 * MS).await;
    tree.a().panic().unwrap();
    tree.c().panic().unwrap();
    settle().await;
    halting.await.unwrap();
    tree.c().ping().await.unwrap();
    assert_eq!(
        script.log(),
        "stop slow: shutdown, stopped slow, stop b: shutdown, \
         start a, start b, start c, start slow"
    );
    assert_eq!(generations!(tree, a b c slow), [2, 2, 2, 2]);
}

#[tokio::test(start_paused = true)]
async fn messages_wait_for_the_next_incarnation_of_a_sibling() {
    let script = Script::new();
    let tree = AllOfThree {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    tree.b().sleep(100 * MS).unwrap();
    tree.b().note("later").unwrap();
    script.log();
    tree.a().panic().unwrap();
    settle().await;
    tree.b().note("after").unwrap();
    tree.b().ping().await.unwrap();
    assert_eq!(
        script.log(),
        "stop c: shutdown, stop b: shutdown, start a, start b, start c, later b, after b"
    );
}

#[tokio::test(start_paused = true)]
async fn c072_a_stop_is_in_reverse_order_whatever_the_strategy() {
    let (tree, script) = Rest::up().await;
    script.stop_takes("c", 100 * MS);
    tree.stop().await.unwrap();
    assert_eq!(
        script.log(),
        "stop e: shutdown, stop d: shutdown, stop c: shutdown, stopped c, \
         stop b: shutdown, stop a: shutdown"
    );
}

#[tokio::test(start_paused = true)]
async fn c001_a_supervisor_without_children_starts_and_stops() {
    #[supervisor(strategy = one_for_one, intensity = 2, period = "1h")]
    struct Empty {}

    let tree = Empty {}.start().await.unwrap();
    assert_eq!(tree.supervisor().count_children(), Default::default());
    let watching = tree.supervisor().stopped();
    assert_eq!(
        tree.stop().await.unwrap().to_string(),
        "actor `Empty` ended: shutdown"
    );
    assert!(matches!(
        watching.await.unwrap().reason(),
        ExitReason::Shutdown
    ));
}

#[tokio::test(start_paused = true)]
async fn c017_what_holds_when_nothing_is_said() {
    #[supervisor]
    struct Plain {}

    let flags = Plain {}.start().await.unwrap().supervisor().flags();
    assert_eq!(flags.strategy, Strategy::OneForOne);
    assert_eq!(flags.intensity, 1);
    assert_eq!(flags.period, 5_000 * MS);
    assert_eq!(flags.auto_shutdown, AutoShutdown::Never);
    assert_eq!(flags.hibernate_after, Some(1_000 * MS));
    assert_eq!(flags.max_children, None);
    // The names are OTP's.
    assert_eq!(Strategy::OneForAll.name(), "one_for_all");
    assert_eq!(Restart::Permanent.name(), "permanent");
    assert_eq!(Shutdown::WORKER, Shutdown::After(5_000 * MS));
}
