//! How a supervisor stops its children, what it reports of that, and what it stops with.

mod script;

use dormouse::prelude::*;
use dormouse::{Exit, Status, Stopping};
use dormouse_tests::events::{Events, Recording, record};
use script::{MS, Script, Worker, settle};

/// What the runtime reports at error level, as `path: message (reason)`.
struct Reports(Events);

impl Reports {
    fn listen() -> (Self, Recording) {
        let (events, recording) = record();
        (Self(events), recording)
    }

    fn errors(&self) -> Vec<String> {
        let said = self.0.take();
        let errors = said.iter().filter(|said| said.is_error());
        errors
            .map(|error| {
                let [path, message, reason] =
                    ["path", "message", "reason"].map(|name| error.field(name));
                format!("{path}: {message} ({reason})")
            })
            .collect()
    }
}

#[supervisor]
struct Inner {
    script: Script,
    #[child(start = script.open("leaf"))]
    leaf: Worker,
}

#[supervisor]
struct Patient {
    script: Script,
    #[child(start = script.open("worker"), shutdown = infinity)]
    worker: Worker,
    #[child(start = Inner { script: script.clone() }, shutdown = infinity)]
    inner: Inner,
}

#[tokio::test(start_paused = true)]
async fn c091_children_may_have_all_the_time_there_is() {
    let script = Script::new();
    let tree = Patient {
        script: script.clone(),
    };
    let tree = tree.start().await.unwrap();
    script.stop_takes("worker", 3_600_000 * MS);
    let (worker, inner) = (
        tree.worker().actor().stopped(),
        tree.inner().supervisor().stopped(),
    );
    script.log();
    tree.stop().await.unwrap();
    assert_eq!(
        script.log(),
        "stop leaf: shutdown, stop worker: shutdown, stopped worker"
    );
    for ended in [worker, inner] {
        let exit = ended.await.unwrap();
        assert!(matches!(exit.reason(), ExitReason::Shutdown), "{exit}");
    }
}

/// Each restart type with each way to end, and one that holds the stop up.
macro_rules! race {
    ($($name:ident $text:literal $restart:ident)*) => {
        #[supervisor]
        struct Race {
            script: Script,
            $(
                #[child(start = script.open($text), restart = $restart)]
                $name: Worker,
            )*
            #[child(start = script.open("last"))]
            last: Worker,
        }

        fn watch(race: &RaceRef) -> Vec<Stopping> {
            vec![$(race.$name().actor().stopped()),*]
        }

        fn end_by_themselves(race: &RaceRef, reasons: &[ExitReason; 4]) {
            let children = [$(race.$name()),*];
            for (index, child) in children.iter().enumerate() {
                child.end(reasons[index % 4].clone()).unwrap();
            }
        }
    };
}

race!(
    a "a" permanent b "b" permanent c "c" permanent d "d" permanent
    e "e" transient f "f" transient g "g" transient h "h" transient
    i "i" temporary j "j" temporary k "k" temporary l "l" temporary
);

#[tokio::test(start_paused = true)]
async fn c094_children_that_end_by_themselves_in_a_stop_keep_their_reasons() {
    let script = Script::new();
    let race = Race {
        script: script.clone(),
    };
    let race = race.start().await.unwrap();
    script.stop_takes("last", 1_000 * MS);
    script.log();
    let ended = watch(&race);
    let (reports, _guard) = Reports::listen();
    let stopping = tokio::spawn(race.stop());
    tokio::time::sleep(200 * MS).await;
    end_by_themselves(
        &race,
        &[
            ExitReason::Normal,
            ExitReason::Shutdown,
            ExitReason::shutdown_because("enough"),
            ExitReason::failed("broken"),
        ],
    );
    settle().await;
    assert!(!script.log().contains("start"), "nobody is restarted");
    let exit: Exit = stopping.await.unwrap().unwrap();
    assert_eq!(exit.to_string(), "actor `Race` ended: shutdown");
    let mut reasons = Vec::new();
    for exit in ended {
        reasons.push(exit.await.unwrap().reason().to_string());
    }
    let four = [
        "normal",
        "shutdown",
        "shutdown: enough",
        "failed in `end`: broken",
    ];
    assert_eq!(reasons, [four, four, four].concat());
    // What was not asked for is told, of permanent children all that is no shutdown.
    let mut told = reports.errors();
    told.retain(|line| line.contains("shutdown error"));
    assert_eq!(
        told,
        [
            "Race/l: shutdown error (failed in `end`: broken)",
            "Race/h: shutdown error (failed in `end`: broken)",
            "Race/d: shutdown error (failed in `end`: broken)",
            "Race/c: shutdown error (shutdown: enough)",
            "Race/a: shutdown error (normal)",
        ]
    );
}

#[supervisor(intensity = 5)]
struct Team {
    script: Script,
    #[child(start = script.open("a"))]
    a: Worker,
    #[child(start = script.open("b"), restart = transient)]
    b: Worker,
    #[child(start = script.open("c"), restart = temporary)]
    c: Worker,
    #[child(start = script.open("d"), shutdown = brutal_kill)]
    d: Worker,
}

#[tokio::test(start_paused = true)]
async fn ends_are_reported_by_restart_type() {
    let script = Script::new();
    let team = Team { script }.start().await.unwrap();
    let (reports, _guard) = Reports::listen();
    // A permanent child must not even finish.
    team.a().end(ExitReason::Normal).unwrap();
    settle().await;
    assert_eq!(reports.errors(), ["Team/a: child terminated (normal)"]);
    team.b().end(ExitReason::Normal).unwrap();
    team.c().end(ExitReason::shutdown_because("done")).unwrap();
    settle().await;
    assert!(reports.errors().is_empty(), "others may");
    team.a().end(ExitReason::failed("broken")).unwrap();
    settle().await;
    assert_eq!(
        reports.errors(),
        ["Team/a: actor failed (failed in `end`: broken)"],
        "a failure is told once"
    );
    team.stop().await.unwrap();
    let told = reports.errors();
    assert!(
        !told.iter().any(|line| line.contains("shutdown error")),
        "killed is what `brutal_kill` asks for: {told:?}"
    );
}

/// Starts a tree of its own, and keeps it.
#[actor]
struct Owner {
    script: Script,
    tree: Option<InnerRef>,
}

#[actor]
impl Owner {
    #[call]
    async fn open(&mut self) -> Result<InnerRef, StartError> {
        let script = self.script.clone();
        let tree = Inner { script }.start().await?;
        // The owner alone keeps the tree; the caller gets what keeps nothing.
        self.tree = Some(tree.clone());
        Ok(tree)
    }

    #[cast]
    fn finish(&self) -> Outcome {
        Outcome::stop(ExitReason::Normal)
    }
}

#[tokio::test(start_paused = true)]
async fn c100_a_tree_ends_with_the_actor_that_keeps_it() {
    let script = Script::new();
    let owner = Owner {
        script: script.clone(),
        tree: None,
    };
    let owner = owner.spawn().unwrap();
    let tree = owner.open().await.unwrap();
    let leaf = tree.leaf();
    let ended = tree.supervisor().stopped();
    drop(tree);
    settle().await;
    assert_eq!(script.log(), "start leaf");
    leaf.ping().await.unwrap();
    owner.finish().unwrap();
    let exit = ended.await.unwrap();
    assert_eq!(exit.to_string(), "actor `Inner` ended: shutdown");
    assert_eq!(script.log(), "stop leaf: shutdown");
    assert_eq!(leaf.actor().status(), Status::Gone);
}
