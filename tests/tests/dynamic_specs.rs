//! Dynamic supervisors whose children have specifications of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{
    AdminErrorKind, AnyActorRef, ChildSpec, Counts, Restart, Shutdown, StartErrorKind, Status,
    Strategy,
};
use tokio::time::Instant;

const MS: Duration = Duration::from_millis(1);

#[actor]
struct Plugin {
    name: &'static str,
}

#[actor]
impl Plugin {
    #[call]
    fn name(&self) -> String {
        self.name.to_owned()
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }

    #[cast]
    fn finish(&self) -> Outcome {
        Outcome::stop(ExitReason::Normal)
    }

    #[call]
    async fn busy(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// Whatever is plugged in.
#[supervisor(dynamic)]
struct Plugins {}

#[supervisor(dynamic, max_children = 1)]
struct One {}

#[supervisor(dynamic, intensity = 2, period = "10s")]
struct Twice {}

async fn plugins() -> PluginsRef {
    dormouse::install_panic_hook();
    Plugins {}.start().await.unwrap()
}

fn plugin(name: &'static str) -> ChildSpec<Plugin> {
    ChildSpec::new(name, move || Plugin { name })
}

/// A plugin whose starts end as the numbers say, the last for ever.
fn scripted(script: &'static [u32], starts: &Arc<AtomicU32>) -> ChildSpec<Plugin> {
    let starts = Arc::clone(starts);
    ChildSpec::new("scripted", move || {
        let start = starts.fetch_add(1, Ordering::SeqCst) as usize;
        let how = script.get(start).or(script.last()).copied();
        async move {
            match how {
                Some(IGNORED) => Ok(Start::Ignore),
                Some(FAILED) => {
                    tokio::time::sleep(10 * MS).await;
                    Err("found")
                }
                _ => Ok(Start::Ready(Plugin { name: "scripted" })),
            }
        }
    })
}

const STARTED: u32 = 0;
const IGNORED: u32 = 1;
const FAILED: u32 = 2;

fn counted(counts: Counts) -> [usize; 4] {
    [
        counts.specs,
        counts.active,
        counts.supervisors,
        counts.workers,
    ]
}

#[tokio::test(start_paused = true)]
async fn c210_defaults_are_three_restarts_in_five_seconds_and_no_limit() {
    let plugins = plugins().await;
    let flags = plugins.supervisor().flags();
    assert_eq!(flags.strategy, Strategy::OneForOne);
    assert_eq!((flags.intensity, flags.period), (3, Duration::from_secs(5)));
    let mut children = Vec::new();
    for _ in 0..100 {
        children.push(plugins.start_child(plugin("p")).await.unwrap());
    }
    for _ in 0..3 {
        children[0].panic().unwrap();
        assert!(children[0].name().await.is_ok());
    }
    assert_eq!(plugins.supervisor().status(), Status::Idle);
    children[0].panic().unwrap();
    settle().await;
    assert_eq!(plugins.supervisor().status(), Status::Gone);
    assert!(children[1].name().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn c213_a_restarted_child_keeps_its_place_under_the_limit() {
    dormouse::install_panic_hook();
    let one = One {}.start().await.unwrap();
    let starts = Arc::default();
    let spec = scripted(&[STARTED, FAILED, STARTED], &starts);
    let child = one.start_child(spec).await.unwrap();
    child.panic().unwrap();
    settle().await;
    // Before its restart, and after it.
    for _ in 0..2 {
        let error = one.start_child(plugin("other")).await.unwrap_err();
        assert!(matches!(error.kind(), StartErrorKind::MaxChildren(1)));
        assert_eq!(error.path(), "One/other");
        tokio::time::sleep(20 * MS).await;
    }
    assert_eq!(child.actor().generation(), 2);
    one.supervisor().terminate_child(&child).await.unwrap();
    one.start_child(plugin("other")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c217_what_a_start_may_give() {
    let plugins = plugins().await;
    let starts = Arc::default();
    let child = plugins.start_child(plugin("p")).await.unwrap();
    assert_eq!(child.name().await.unwrap(), "p");
    assert!(child.actor().path().starts_with("Plugins/p#"));
    let ignored = plugins.start_child(scripted(&[IGNORED], &starts)).await;
    assert!(matches!(
        ignored.unwrap_err().kind(),
        StartErrorKind::Ignored
    ));
    let failed = plugins.start_child(scripted(&[FAILED], &starts)).await;
    assert_eq!(
        failed.unwrap_err().to_string(),
        "`Plugins/scripted` did not start: failed: found"
    );
    let panicked = ChildSpec::new("panics", || -> Plugin { panic!("unknown") });
    let error = plugins.start_child(panicked).await.unwrap_err();
    assert!(error.to_string().contains("unknown"), "{error}");
    assert_eq!(
        counted(plugins.supervisor().count_children()),
        [1, 1, 0, 1],
        "nothing is kept of those"
    );
}

#[tokio::test(start_paused = true)]
async fn c219_what_a_restart_may_give() {
    let plugins = plugins().await;
    let door = plugins.supervisor();
    let [again, gone, tried] = [
        &[STARTED, STARTED][..],
        &[STARTED, IGNORED],
        &[STARTED, FAILED, STARTED],
    ]
    .map(|script| {
        let starts = Arc::default();
        plugins.start_child(scripted(script, &starts))
    });
    let (again, gone, tried) = (
        again.await.unwrap(),
        gone.await.unwrap(),
        tried.await.unwrap(),
    );
    for child in [&again, &gone, &tried] {
        child.panic().unwrap();
        settle().await;
    }
    assert_eq!(again.actor().generation(), 2);
    assert_eq!(gone.actor().status(), Status::Gone);
    assert!(door.which_child(&gone).is_err());
    assert_eq!(
        door.which_child(&tried).unwrap().status(),
        Status::Restarting
    );
    assert_eq!(counted(door.count_children()), [2, 1, 0, 2]);
}

#[tokio::test(start_paused = true)]
async fn c220_a_restart_that_fails_is_tried_again() {
    dormouse::install_panic_hook();
    let twice = Twice {}.start().await.unwrap();
    let starts = Arc::new(AtomicU32::new(0));
    let spec = scripted(&[STARTED, FAILED, STARTED], &starts);
    let child = twice.start_child(spec).await.unwrap();
    child.panic().unwrap();
    assert_eq!(child.name().await.unwrap(), "scripted");
    assert_eq!(starts.load(Ordering::SeqCst), 3);
    assert_eq!(counted(twice.supervisor().count_children()), [1, 1, 0, 1]);
    child.panic().unwrap();
    settle().await;
    assert_eq!(twice.supervisor().status(), Status::Gone, "one too many");
}

#[tokio::test(start_paused = true)]
async fn c222_each_child_keeps_its_own_shutdown() {
    let plugins = plugins().await;
    let mut waiting = Vec::new();
    for (shutdown, busy) in [
        (Shutdown::BrutalKill, 1000 * MS),
        (Shutdown::After(100 * MS), 1000 * MS),
        (Shutdown::After(300 * MS), 200 * MS),
        (Shutdown::After(300 * MS), 1000 * MS),
        (Shutdown::Infinity, 2000 * MS),
    ] {
        let child = plugins
            .start_child(plugin("p").shutdown(shutdown))
            .await
            .unwrap();
        let end = child.actor().stopped();
        waiting.push((shutdown, end));
        tokio::spawn(async move { child.busy(busy).await });
    }
    settle().await;
    let began = Instant::now();
    let stopping = plugins.stop();
    let mut ends = Vec::new();
    for (_, end) in waiting {
        let end = tokio::spawn(async move { (end.await.unwrap(), Instant::now()) });
        ends.push(end);
    }
    stopping.await.unwrap();
    let mut ended = Vec::new();
    for end in ends {
        let (exit, at) = end.await.unwrap();
        let killed = matches!(exit.reason(), ExitReason::Killed);
        ended.push((killed, (at - began).as_millis() / 100));
    }
    assert_eq!(
        ended,
        [(true, 0), (true, 1), (false, 2), (true, 3), (false, 20)]
    );
}

#[tokio::test(start_paused = true)]
async fn c224_terminate_child_ends_the_retries_of_a_restart() {
    dormouse::install_panic_hook();
    let twice = Twice {}.start().await.unwrap();
    let door = twice.supervisor();
    let starts = Arc::new(AtomicU32::new(0));
    let spec = scripted(&[STARTED, FAILED], &starts);
    let child = twice.start_child(spec).await.unwrap();
    child.panic().unwrap();
    settle().await;
    assert_eq!(
        door.which_child(&child).unwrap().status(),
        Status::Restarting
    );
    door.terminate_child(&child).await.unwrap();
    assert_eq!(counted(door.count_children()), [0, 0, 0, 0]);
    tokio::time::sleep(100 * MS).await;
    assert_eq!(starts.load(Ordering::SeqCst), 2);
    assert_eq!(door.status(), Status::Idle);
    assert_eq!(child.actor().status(), Status::Gone);
    // Where Elixir answers `not_found` and OTP `ok`, this follows OTP.
    door.terminate_child(&child).await.unwrap();
    let error = door.which_child(&child).unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::NotFound));
}

#[tokio::test(start_paused = true)]
async fn c225_ids_need_not_be_unique() {
    #[supervisor]
    struct Room {
        #[child(start = Plugin { name: "host" })]
        host: Plugin,
    }
    let plugins = plugins().await;
    let door = plugins.supervisor();
    let first = plugins.start_child(plugin("same")).await.unwrap();
    let second = plugins.start_child(plugin("same")).await.unwrap();
    let room = plugins
        .start_child(ChildSpec::new("same", || Room {}))
        .await
        .unwrap();
    assert_ne!(first.actor().path(), second.actor().path());
    assert_eq!(counted(door.count_children()), [3, 3, 1, 2]);
    assert!(
        door.which_children()
            .iter()
            .all(|child| child.id() == Some("same"))
    );
    assert!(plugins.tree().to_string().contains("same#"));
    door.terminate_child(&first).await.unwrap();
    assert!(first.name().await.is_err());
    assert_eq!(second.name().await.unwrap(), "same");
    assert_eq!(room.host().name().await.unwrap(), "host");
    // Any handle of it will do.
    door.terminate_child(AnyActorRef::from(&room))
        .await
        .unwrap();
    assert_eq!(counted(door.count_children()), [1, 1, 0, 1]);
}

#[tokio::test(start_paused = true)]
async fn each_child_has_its_own_restart_type_and_specification() {
    let plugins = plugins().await;
    let door = plugins.supervisor();
    for (restart, after_end, after_panic) in [
        (Restart::Permanent, Status::Idle, Status::Idle),
        (Restart::Transient, Status::Gone, Status::Idle),
        (Restart::Temporary, Status::Gone, Status::Gone),
    ] {
        let spec = plugin("p").restart(restart);
        let options = spec.options().clone();
        let child = plugins.start_child(spec.clone()).await.unwrap();
        assert_eq!(door.get_childspec(&child).unwrap(), options);
        child.finish().unwrap();
        settle().await;
        assert_eq!(child.actor().status(), after_end, "{restart:?}");
        let child = plugins.start_child(spec).await.unwrap();
        child.panic().unwrap();
        settle().await;
        assert_eq!(child.actor().status(), after_panic, "{restart:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_dynamic_supervisor_takes_part_in_a_tree_like_any_other() {
    #[supervisor]
    struct App {
        #[child]
        plugins: Plugins,
    }
    dormouse::install_panic_hook();
    let app = App {}.start().await.unwrap();
    let plugins = app.plugins();
    let child = plugins.start_child(plugin("p")).await.unwrap();
    assert!(child.actor().path().starts_with("App/plugins/p#"));
    app.supervisor().terminate_child("plugins").await.unwrap();
    assert_eq!(child.actor().status(), Status::Gone);
    let error = plugins.start_child(plugin("p")).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::NotRunning));
    app.supervisor().restart_child("plugins").await.unwrap();
    assert_eq!(counted(plugins.supervisor().count_children()), [0; 4]);
    plugins.start_child(plugin("p")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_a_dynamic_supervisor_does_not_heed_is_refused() {
    let plugins = plugins().await;
    let significant = plugin("significant")
        .restart(Restart::Transient)
        .significant(true);
    let error = plugins.start_child(significant).await.unwrap_err();
    assert!(
        matches!(error.kind(), StartErrorKind::BadSpec(_)),
        "{error}"
    );
    assert_eq!(counted(plugins.supervisor().count_children()), [0; 4]);
}

#[tokio::test(start_paused = true)]
async fn a_child_that_drains_works_its_queue_off() {
    let plugins = plugins().await;
    let drains = plugins.start_child(plugin("drains").drain()).await.unwrap();
    let stops = plugins.start_child(plugin("stops")).await.unwrap();
    let mut calls = Vec::new();
    for child in [&drains, &stops] {
        let busy = child.clone();
        tokio::spawn(async move { busy.busy(10 * MS).await });
        settle().await;
        let child = child.clone();
        calls.push(tokio::spawn(async move { child.name().await }));
    }
    settle().await;
    plugins.stop().await.unwrap();
    let answered: Vec<_> = [calls.remove(0).await, calls.remove(0).await]
        .map(|call| call.unwrap().is_ok())
        .into();
    assert_eq!(answered, [true, false]);
}
