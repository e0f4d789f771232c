//! Administration of running supervisors: adding, terminating, restarting, deleting and listing children.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{
    AdminErrorKind, ChildInfo, ChildSpec, Counts, Restart, Shutdown, StartErrorKind, Status,
};

#[actor]
struct Worker {
    started: Arc<AtomicU32>,
}

#[actor]
impl Worker {
    #[call]
    fn started(&self) -> u32 {
        self.started.load(Ordering::SeqCst)
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }

    #[cast]
    fn finish(&self) -> Outcome {
        Outcome::stop(ExitReason::Normal)
    }
}

#[supervisor(intensity = 10)]
struct App {}

async fn app() -> AppRef {
    dormouse::install_panic_hook();
    App {}.start().await.unwrap()
}

fn worker(id: &'static str) -> ChildSpec<Worker> {
    let started = Arc::new(AtomicU32::new(0));
    ChildSpec::new(id, move || {
        started.fetch_add(1, Ordering::SeqCst);
        Worker {
            started: Arc::clone(&started),
        }
    })
}

fn ids(children: &[ChildInfo]) -> Vec<(String, Status)> {
    children
        .iter()
        .map(|child| (child.id().unwrap().to_owned(), child.status()))
        .collect()
}

fn counted(app: &AppRef) -> [usize; 4] {
    let Counts {
        specs,
        active,
        supervisors,
        workers,
        ..
    } = app.supervisor().count_children();
    [specs, active, supervisors, workers]
}

#[tokio::test(start_paused = true)]
async fn c003_a_child_that_ignores_its_start_is_listed_without_a_process() {
    let app = app().await;
    let door = app.supervisor();
    let wanted = Arc::new(AtomicU32::new(0));
    let ignoring = {
        let wanted = Arc::clone(&wanted);
        ChildSpec::new("child1", move || match wanted.load(Ordering::SeqCst) {
            0 => Start::Ignore,
            _ => Start::Ready(Worker {
                started: Arc::clone(&wanted),
            }),
        })
    };
    let child1 = door.start_child(ignoring).await.unwrap();
    door.start_child(worker("child2")).await.unwrap();
    assert_eq!(
        ids(&door.which_children()),
        [
            ("child2".into(), Status::Idle),
            ("child1".into(), Status::Down)
        ]
    );
    assert_eq!(counted(&app), [2, 1, 0, 2]);
    let CallError::NoProcess(process) = child1.started().await.unwrap_err() else {
        panic!("an answer from nobody");
    };
    assert!(!process.is_for_good());
    // Its start is asked again when it is restarted by name; the handle is the one that was given.
    assert_eq!(
        door.restart_child("child1").await.unwrap().status(),
        Status::Down
    );
    wanted.store(1, Ordering::SeqCst);
    door.restart_child("child1").await.unwrap();
    assert_eq!(child1.started().await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn c005_a_temporary_child_that_ignores_its_start_is_not_kept() {
    let app = app().await;
    let spec = ChildSpec::<Worker>::new("child", || Start::Ignore).restart(Restart::Temporary);
    let error = app.supervisor().start_child(spec).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::Ignored));
    assert_eq!(counted(&app), [0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn c029_the_name_of_a_running_child_is_taken() {
    let app = app().await;
    let door = app.supervisor();
    let child = door.start_child(worker("child1")).await.unwrap();
    child.panic().unwrap();
    assert_eq!(child.started().await.unwrap(), 2);
    let error = door.start_child(worker("child1")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`App/child1` did not start: a child of that name runs already"
    );
    let StartErrorKind::AlreadyStarted(there) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(there.generation(), 2);
    assert_eq!(there.clone().downcast::<WorkerRef>(), Ok(child));
    assert_eq!(counted(&app), [1, 1, 0, 1]);
}

#[tokio::test(start_paused = true)]
async fn c031_c032_c034_children_added_at_run_time_are_terminated_and_restarted() {
    let app = app().await;
    let door = app.supervisor();
    let child = door.start_child(worker("child1")).await.unwrap();
    let ended = child.actor().stopped();
    door.terminate_child("child1").await.unwrap();
    assert!(matches!(
        ended.await.unwrap().reason(),
        ExitReason::Shutdown
    ));
    assert_eq!(counted(&app), [1, 0, 0, 1]);
    door.terminate_child("child1").await.unwrap();
    let restarted = door.restart_child("child1").await.unwrap();
    assert_eq!(
        (restarted.status(), restarted.generation()),
        (Status::Idle, 2)
    );
    assert_eq!(child.started().await.unwrap(), 2);
    let error = door.restart_child("child1").await.unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::Running));
    assert_eq!(error.to_string(), "`App/child1` runs");
}

#[tokio::test(start_paused = true)]
async fn c035_delete_child_forgets_a_child_that_is_down() {
    let app = app().await;
    let door = app.supervisor();
    let child = door.start_child(worker("child1")).await.unwrap();
    let error = door.delete_child("child1").await.unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::Running));
    door.terminate_child("child1").await.unwrap();
    assert_eq!(child.actor().status(), Status::Down);
    door.delete_child("child1").await.unwrap();
    assert_eq!(child.actor().status(), Status::Gone);
    assert!(door.which_children().is_empty());
    assert_eq!(counted(&app), [0, 0, 0, 0]);
    for error in [
        door.restart_child("child1").await.unwrap_err(),
        door.delete_child("child1").await.unwrap_err(),
        door.terminate_child("child1").await.unwrap_err(),
        door.which_child("child1").unwrap_err(),
        door.get_childspec("child1").unwrap_err(),
    ] {
        assert!(matches!(error.kind(), AdminErrorKind::NotFound));
        assert_eq!(
            error.to_string(),
            "`App/child1` is no child of this supervisor"
        );
    }
    // The name is free, and its place is another child's.
    let again = door.start_child(worker("child1")).await.unwrap();
    assert_eq!(again.actor().generation(), 1);
    assert!(child.started().await.is_err());
    assert_eq!(again.started().await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn c037_administration_of_a_supervisor_that_is_gone_is_refused_at_once() {
    let app = app().await;
    let door = app.supervisor();
    door.start_child(worker("child1")).await.unwrap();
    app.stop().await.unwrap();
    let error = door.start_child(worker("child2")).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::NotRunning));
    for error in [
        door.terminate_child("child1").await.unwrap_err(),
        door.restart_child("child1").await.unwrap_err(),
        door.delete_child("child1").await.unwrap_err(),
        door.which_child("child1").unwrap_err(),
        door.get_childspec("child1").unwrap_err(),
    ] {
        let AdminErrorKind::NoProcess(process) = error.kind() else {
            panic!("{error}");
        };
        assert_eq!(process.path(), "App");
        assert!(process.is_for_good());
        assert_eq!(
            error.to_string(),
            "`App/child1` is out of reach, for its supervisor does not run: actor `App` is gone (shutdown)"
        );
    }
    assert!(door.which_children().is_empty());
    assert_eq!(counted(&app), [0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn c038_a_restart_child_that_fails_tells_why_and_keeps_the_specification() {
    let app = app().await;
    let door = app.supervisor();
    let starts = Arc::new(AtomicU32::new(0));
    let spec = ChildSpec::new("child1", move || {
        if starts.fetch_add(1, Ordering::SeqCst) == 1 {
            return Err("no second time");
        }
        Ok(Worker {
            started: Arc::clone(&starts),
        })
    });
    let child = door.start_child(spec).await.unwrap();
    door.terminate_child("child1").await.unwrap();
    let error = door.restart_child("child1").await.unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::StartFailed(_)));
    assert_eq!(
        error.to_string(),
        "`App/child1` did not start: failed: no second time"
    );
    assert_eq!(
        ids(&door.which_children()),
        [("child1".into(), Status::Down)]
    );
    door.restart_child("child1").await.unwrap();
    assert_eq!(child.started().await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn c040_which_children_lists_the_newest_first() {
    let app = app().await;
    let door = app.supervisor();
    door.start_child(worker("child1")).await.unwrap();
    door.start_child(worker("child2")).await.unwrap();
    let child2 = ("child2".to_owned(), Status::Idle);
    assert_eq!(
        ids(&door.which_children()),
        [child2.clone(), ("child1".into(), Status::Idle)]
    );
    door.terminate_child("child1").await.unwrap();
    assert_eq!(
        ids(&door.which_children()),
        [child2.clone(), ("child1".into(), Status::Down)]
    );
    door.delete_child("child1").await.unwrap();
    assert_eq!(ids(&door.which_children()), std::slice::from_ref(&child2));
    // The place that is free again does not make the newest child an old one.
    door.start_child(worker("child3")).await.unwrap();
    assert_eq!(
        ids(&door.which_children()),
        [("child3".into(), Status::Idle), child2]
    );
    let tree = app.tree().to_string();
    let (first, second) = (tree.find("child2").unwrap(), tree.find("child3").unwrap());
    assert!(first < second, "{tree}");
}

#[tokio::test(start_paused = true)]
async fn c042_get_childspec_gives_all_that_was_left_out_too() {
    let app = app().await;
    let door = app.supervisor();
    door.start_child(worker("plain")).await.unwrap();
    let plain = door.get_childspec("plain").unwrap();
    assert_eq!(plain.id, "plain");
    assert_eq!(plain.restart, Restart::Permanent);
    assert_eq!(plain.shutdown, Shutdown::After(Duration::from_secs(5)));
    assert!(!plain.is_supervisor);
    let spec = worker("other")
        .restart(Restart::Transient)
        .shutdown(Shutdown::BrutalKill);
    let options = spec.options().clone();
    door.start_child(spec).await.unwrap();
    assert_eq!(door.get_childspec("other").unwrap(), options);
    let child = door.which_child("other").unwrap();
    assert_eq!(
        (child.path(), child.restart()),
        ("App/other", Restart::Transient)
    );
    let error = door.get_childspec("nobody").unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::NotFound));
}

#[tokio::test(start_paused = true)]
async fn c043_children_are_counted_by_kind_whether_or_not_they_run() {
    let outer = app().await;
    let door = outer.supervisor();
    for id in ["one", "two", "three"] {
        door.start_child(ChildSpec::new(id, || App {}))
            .await
            .unwrap();
    }
    door.terminate_child("two").await.unwrap();
    assert_eq!(counted(&outer), [3, 2, 3, 0]);
}

#[tokio::test(start_paused = true)]
async fn c045_c056_the_name_of_a_child_that_is_down_is_taken_until_it_is_deleted() {
    let app = app().await;
    let door = app.supervisor();
    for restart in [Restart::Permanent, Restart::Transient] {
        door.start_child(worker("child").restart(restart))
            .await
            .unwrap();
        door.terminate_child("child").await.unwrap();
        let error = door.start_child(worker("child")).await.unwrap_err();
        assert!(matches!(error.kind(), StartErrorKind::AlreadyPresent));
        door.restart_child("child").await.unwrap();
        door.terminate_child("child").await.unwrap();
        door.delete_child("child").await.unwrap();
    }
    // One that has ended by itself.
    let spec = worker("child").restart(Restart::Transient);
    let child = door.start_child(spec).await.unwrap();
    child.finish().unwrap();
    settle().await;
    assert_eq!(child.actor().status(), Status::Down);
    let error = door.start_child(worker("child")).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::AlreadyPresent));
    door.restart_child("child").await.unwrap();
    assert_eq!(child.actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn c053_c055_a_temporary_child_leaves_with_its_process() {
    let app = app().await;
    let door = app.supervisor();
    for way in ["finish", "panic", "terminate"] {
        let spec = worker("child").restart(Restart::Temporary);
        let child = door.start_child(spec).await.unwrap();
        match way {
            "finish" => child.finish().unwrap(),
            "panic" => child.panic().unwrap(),
            _ => door.terminate_child("child").await.unwrap(),
        }
        settle().await;
        assert_eq!(child.actor().status(), Status::Gone, "{way}");
        assert_eq!(counted(&app), [0, 0, 0, 0]);
        let error = door.restart_child("child").await.unwrap_err();
        assert!(matches!(error.kind(), AdminErrorKind::NotFound));
    }
}

/// A declared child beside those that are added.
#[supervisor(intensity = 10)]
struct Declared {
    #[child(start = Worker { started: Arc::default() })]
    first: Worker,
}

#[supervisor(intensity = 10)]
struct Outer {
    #[child]
    inner: Declared,
}

#[tokio::test(start_paused = true)]
async fn what_was_added_does_not_come_back_with_its_supervisor() {
    let outer = Outer {}.start().await.unwrap();
    let inner = outer.inner();
    let door = inner.supervisor();
    let added = door.start_child(worker("added")).await.unwrap();
    let stays_down = door.start_child(worker("down")).await.unwrap();
    door.terminate_child("down").await.unwrap();
    door.terminate_child("first").await.unwrap();
    door.delete_child("first").await.unwrap();
    assert_eq!(inner.first().actor().status(), Status::Gone);
    inner.stop().await.unwrap();
    settle().await;
    assert_eq!(door.generation(), 2);
    assert_eq!(added.actor().status(), Status::Gone);
    assert_eq!(stays_down.actor().status(), Status::Gone);
    assert_eq!(
        ids(&door.which_children()),
        [("first".into(), Status::Idle)]
    );
    // As is what was declared, and had been deleted.
    assert_eq!(inner.first().started().await.unwrap(), 0);
    door.start_child(worker("added")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_name_of_a_declared_child_that_was_deleted_is_free() {
    let tree = Declared {}.start().await.unwrap();
    let door = tree.supervisor();
    let error = door.start_child(worker("first")).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::AlreadyStarted(_)));
    door.terminate_child("first").await.unwrap();
    door.delete_child("first").await.unwrap();
    let first = door.start_child(worker("first")).await.unwrap();
    first.panic().unwrap();
    assert_eq!(first.started().await.unwrap(), 2);
    assert_eq!(door.which_child("first").unwrap().generation(), 2);
    assert!(tree.first().started().await.is_err());
    tree.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn added_children_stop_first_the_newest_before_all_others() {
    #[actor]
    struct Ending {
        name: &'static str,
        order: Arc<std::sync::Mutex<Vec<&'static str>>>,
    }
    #[actor]
    impl Ending {
        #[stop]
        fn stop(&mut self) {
            self.order.lock().unwrap().push(self.name);
        }
    }
    let app = app().await;
    let order = Arc::default();
    for name in ["a", "b", "c", "d"] {
        let order = Arc::clone(&order);
        let spec = ChildSpec::new(name, move || Ending {
            name,
            order: Arc::clone(&order),
        });
        app.supervisor().start_child(spec).await.unwrap();
    }
    app.supervisor().terminate_child("b").await.unwrap();
    app.supervisor().delete_child("b").await.unwrap();
    app.stop().await.unwrap();
    assert_eq!(*order.lock().unwrap(), ["b", "d", "c", "a"]);
}

#[tokio::test(start_paused = true)]
async fn children_that_came_and_went_leave_nothing_in_a_supervisor_asleep() {
    let outer = app().await;
    let spec = ChildSpec::new("inner", || App {});
    let inner = outer.supervisor().start_child(spec).await.unwrap();
    let bytes = || {
        let info = outer.supervisor().which_child("inner").unwrap();
        info.memory().bytes()
    };
    let door = inner.supervisor();
    let before = bytes();
    let ids = ["a", "b", "c", "d"];
    for round in 0..50 {
        for id in ids {
            let spec = worker(id).restart(Restart::Temporary);
            door.start_child(spec).await.unwrap();
        }
        assert_eq!(counted(&inner), [4, 4, 0, 4], "{round}");
        for id in ids {
            door.terminate_child(id).await.unwrap();
        }
    }
    assert!(bytes() > before);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(door.status(), Status::Hibernated);
    assert_eq!(bytes(), before);
    door.start_child(worker("a")).await.unwrap();
}
