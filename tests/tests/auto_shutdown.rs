//! Significant children, whose end ends their supervisor.

mod script;

use dormouse::prelude::*;
use dormouse::{AutoShutdown, Status};
use script::{MS, Script, Worker, settle};

/// Children without significance, under each `auto_shutdown`.
macro_rules! insignificant {
    ($name:ident, $when:ident) => {
        #[supervisor(auto_shutdown = $when, intensity = 5, allow(no_significant))]
        struct $name {
            script: Script,
            #[child(start = script.open("killed"), restart = temporary, shutdown = brutal_kill)]
            killed: Worker,
            #[child(start = script.open("terminated"), restart = temporary)]
            terminated: Worker,
            #[child(start = script.open("failed"), restart = temporary)]
            failed: Worker,
            #[child(start = script.open("finished"), restart = temporary)]
            finished: Worker,
            #[child(start = script.open("transient"), restart = transient)]
            transient: Worker,
        }

        impl $name {
            /// Ends its children in every way.
            async fn outlives_its_children() {
                let script = Script::new();
                let tree = $name { script }.start().await.unwrap();
                let door = tree.supervisor();
                door.terminate_child("killed").await.unwrap();
                door.terminate_child("terminated").await.unwrap();
                tree.failed().panic().unwrap();
                settle().await;
                tree.finished().end(ExitReason::Normal).unwrap();
                settle().await;

                tree.transient().panic().unwrap();
                settle().await;
                tree.transient().end(ExitReason::failed("told to")).unwrap();
                settle().await;
                tree.transient().ping().await.unwrap();
                assert_eq!(tree.transient().actor().generation(), 3);
                door.terminate_child("transient").await.unwrap();
                door.restart_child("transient").await.unwrap();
                tree.transient().end(ExitReason::Normal).unwrap();
                settle().await;

                assert_eq!(door.status(), Status::Idle);
                let counts = door.count_children();
                assert_eq!((counts.specs, counts.active), (1, 0));
            }
        }
    };
}

insignificant!(Never, never);
insignificant!(Any, any_significant);
insignificant!(All, all_significant);

#[tokio::test(start_paused = true)]
async fn c124_c125_ends_without_significance_never_end_the_supervisor() {
    Never::outlives_its_children().await;
    Any::outlives_its_children().await;
    All::outlives_its_children().await;
}

#[supervisor(auto_shutdown = any_significant)]
struct AnyOf {
    script: Script,
    #[child(start = script.open("a"), restart = temporary, significant)]
    a: Worker,
    #[child(start = script.open("b"), restart = temporary, significant = true)]
    b: Worker,
    #[child(start = script.open("c"), restart = temporary, significant = false)]
    c: Worker,
}

async fn any_of() -> (AnyOfRef, Script) {
    let script = Script::new();
    let tree = AnyOf {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    assert_eq!(script.log(), "start a, start b, start c");
    (tree, script)
}

#[tokio::test(start_paused = true)]
async fn c127_the_end_of_any_significant_temporary_child_ends_the_supervisor() {
    for reason in [
        ExitReason::Killed,
        ExitReason::failed("told to"),
        ExitReason::Normal,
    ] {
        let (tree, script) = any_of().await;
        let ended = tree.supervisor().stopped();
        tree.a().end(reason).unwrap();
        settle().await;
        let exit = ended.await.unwrap();
        assert!(matches!(exit.reason(), ExitReason::Shutdown), "{exit}");
        assert!(
            script.log().ends_with("stop c: shutdown, stop b: shutdown"),
            "the rest is stopped in reverse order"
        );
        assert_eq!(tree.supervisor().status(), Status::Gone);
    }
}

#[tokio::test(start_paused = true)]
async fn an_insignificant_end_and_one_by_name_do_not() {
    let (tree, _script) = any_of().await;
    tree.c().panic().unwrap();
    settle().await;
    tree.supervisor().terminate_child("a").await.unwrap();
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tree.b().ping().await.unwrap();
    assert_eq!(
        tree.supervisor().flags().auto_shutdown,
        AutoShutdown::AnySignificant
    );
}

#[supervisor(auto_shutdown = any_significant, intensity = 2)]
struct Transient {
    script: Script,
    #[child(start = script.open("a"), restart = transient, significant)]
    a: Worker,
    #[child(start = script.open("b"))]
    b: Worker,
}

#[tokio::test(start_paused = true)]
async fn c129_a_significant_transient_child_that_fails_is_restarted() {
    let script = Script::new();
    let tree = Transient {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    tree.a().end(ExitReason::Killed).unwrap();
    settle().await;
    tree.a().panic().unwrap();
    settle().await;
    tree.a().ping().await.unwrap();
    assert_eq!(tree.a().actor().generation(), 3);
    tree.a().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(tree.supervisor().status(), Status::Gone);
    assert!(tree.b().ping().await.is_err());
}

#[supervisor(strategy = one_for_all, auto_shutdown = all_significant, intensity = 5)]
struct AllOf {
    script: Script,
    #[child(start = script.open("a"), restart = transient, significant)]
    a: Worker,
    #[child(start = script.open("b"), restart = transient, significant)]
    b: Worker,
    #[child(start = script.open("c"))]
    c: Worker,
}

async fn all_of() -> (AllOfRef, Script) {
    let script = Script::new();
    let tree = AllOf {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.log();
    (tree, script)
}

#[tokio::test(start_paused = true)]
async fn c131_all_significant_waits_for_the_last() {
    let (tree, script) = all_of().await;
    tree.a().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tree.c().ping().await.unwrap();
    tree.b().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(tree.supervisor().status(), Status::Gone);
    assert_eq!(
        script.log(),
        "stop a: normal, stop b: normal, stop c: shutdown"
    );
}

#[tokio::test(start_paused = true)]
async fn c136_one_terminated_by_name_and_the_last_by_itself_is_the_end() {
    let (tree, _script) = all_of().await;
    tree.supervisor().terminate_child("a").await.unwrap();
    tree.b().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(tree.supervisor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn one_by_itself_and_the_last_by_name_is_not() {
    let (tree, _script) = all_of().await;
    tree.a().end(ExitReason::Normal).unwrap();
    settle().await;
    tree.supervisor().terminate_child("b").await.unwrap();
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tree.c().ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn siblings_that_a_group_restart_stops_do_not_count() {
    let (tree, _script) = all_of().await;
    tree.a().end(ExitReason::Normal).unwrap();
    settle().await;
    tree.c().panic().unwrap();
    settle().await;
    tree.a().ping().await.unwrap();
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tree.b().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(
        tree.supervisor().status(),
        Status::Idle,
        "`a` runs again and counts"
    );
}

/// Ends with its worker.
#[supervisor(auto_shutdown = any_significant)]
struct Inner {
    script: Script,
    #[child(start = script.open("leaf"), restart = transient, significant)]
    leaf: Worker,
}

macro_rules! outer {
    ($name:ident, $($option:tt)*) => {
        #[supervisor(auto_shutdown = any_significant, intensity = 5, allow(no_significant))]
        struct $name {
            script: Script,
            #[child(start = Inner { script: script.clone() }, $($option)*)]
            inner: Inner,
            #[child(start = script.open("other"))]
            other: Worker,
        }
    };
}

outer!(Cascading, restart = transient, significant);
outer!(Keeping, restart = transient);
outer!(Reviving, restart = permanent);

#[tokio::test(start_paused = true)]
async fn c133_a_significant_supervisor_takes_the_one_above_along() {
    let script = Script::new();
    let tree = Cascading {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    let ended = tree.supervisor().stopped();
    tree.inner().leaf().end(ExitReason::Normal).unwrap();
    settle().await;
    let exit = ended.await.unwrap();
    assert_eq!(exit.to_string(), "actor `Cascading` ended: shutdown");
    assert!(script.log().ends_with("stop other: shutdown"));
}

#[tokio::test(start_paused = true)]
async fn c134_a_supervisor_without_significance_does_not() {
    let script = Script::new();
    let tree = Keeping {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    tree.inner().leaf().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(tree.inner().supervisor().status(), Status::Down);
    assert_eq!(tree.supervisor().status(), Status::Idle);
    tree.other().ping().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_permanent_supervisor_that_shuts_down_is_restarted() {
    let script = Script::new();
    let tree = Reviving {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    let leaf = tree.inner().leaf();
    leaf.end(ExitReason::Normal).unwrap();
    settle().await;
    leaf.ping().await.unwrap();
    assert_eq!(tree.inner().supervisor().generation(), 2);
    tokio::time::sleep(MS).await;
    assert_eq!(tree.supervisor().status(), Status::Idle);
}
