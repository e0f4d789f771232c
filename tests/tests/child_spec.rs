//! Child specifications that are made at run time: what they start, and how that ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{
    AdminErrorKind, AutoShutdown, ChildSpec, Restart, Shutdown, StartErrorKind, Status,
    check_childspecs,
};

#[derive(Debug)]
#[actor]
struct Plugin {
    name: String,
    calls: u32,
}

impl Plugin {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            calls: 0,
        }
    }

    async fn open(name: String) -> Result<Self, String> {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if name.is_empty() {
            return Err("no name".to_owned());
        }
        Ok(Self::new(&name))
    }
}

#[actor]
impl Plugin {
    #[call]
    fn name(&mut self) -> String {
        self.calls += 1;
        self.name.clone()
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

#[tokio::test(start_paused = true)]
async fn a_start_may_give_a_state_a_result_a_start_or_a_future_of_these() {
    let app = app().await;
    let door = app.supervisor();
    let plain = ChildSpec::new("plain", || Plugin::new("plain"));
    let result = ChildSpec::new("result", || Ok::<_, String>(Plugin::new("result")));
    let start = ChildSpec::new("start", || Start::Ready(Plugin::new("start")));
    let both = ChildSpec::new("both", || {
        Ok::<_, std::fmt::Error>(Start::Ready(Plugin::new("both")))
    });
    let later = ChildSpec::new("later", || Plugin::open("later".to_owned()));
    let name = String::from("captured");
    let captured = ChildSpec::new("captured", move || {
        let name = name.clone();
        async move { Plugin::new(&name) }
    });
    for spec in [plain, result, start, both, later, captured] {
        let id = spec.options().id.clone();
        let plugin = door.start_child(spec).await.unwrap();
        assert_eq!(plugin.name().await.unwrap(), id);
        assert_eq!(plugin.actor().path(), format!("App/{id}"));
        plugin.panic().unwrap();
        assert_eq!(plugin.name().await.unwrap(), id, "restarted");
        assert_eq!(plugin.actor().generation(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_start_that_fails_or_panics_gives_its_reason_and_leaves_nothing() {
    let app = app().await;
    let door = app.supervisor();
    let error = door
        .start_child(ChildSpec::new("bad", || Plugin::open(String::new())))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`App/bad` did not start: failed: no name"
    );
    let error = door
        .start_child(ChildSpec::new("bad", || -> Plugin { panic!("at start") }))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("at start"), "{error}");
    assert!(door.which_children().is_empty());
    // Its name is free.
    let spec = ChildSpec::new("bad", || Plugin::new("good"));
    door.start_child(spec).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_can_be_added_and_its_failing_start_names_the_innermost_child() {
    #[supervisor]
    struct Room {
        name: String,
        #[child(start = Plugin::open(name.clone()).await?)]
        host: Plugin,
    }
    let app = app().await;
    let door = app.supervisor();
    let error = door
        .start_child(ChildSpec::new("den", || Room {
            name: String::new(),
        }))
        .await
        .unwrap_err();
    assert_eq!(error.path(), "App/den/host");
    let spec = ChildSpec::new("den", || Room { name: "den".into() });
    assert!(spec.options().is_supervisor);
    assert_eq!(spec.options().shutdown, Shutdown::Infinity);
    let den: RoomRef = door.start_child(spec).await.unwrap();
    assert_eq!(den.host().name().await.unwrap(), "den");
    let counts = door.count_children();
    assert_eq!((counts.supervisors, counts.workers), (1, 0));
    assert!(app.tree().to_string().contains("└── den [one_for_one]"));
    app.stop().await.unwrap();
    assert_eq!(den.host().actor().status(), Status::Gone);
}

/// Counts its drops.
struct Token(Arc<AtomicU32>);

impl Drop for Token {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn a_child_of_a_static_supervisor_is_started_also_when_its_caller_has_gone() {
    let app = app().await;
    let door = app.supervisor();
    let spec = ChildSpec::new("echo", || Plugin::open("echo".to_owned()));
    let start = door.start_child(spec);
    let waited = tokio::time::timeout(Duration::from_millis(5), start).await;
    assert!(waited.is_err());
    // Whoever comes next finds it there.
    let error = door.restart_child("echo").await.unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::Running), "{error}");
    let echo = door.which_child("echo").unwrap().handle();
    let echo: PluginRef = echo.downcast().unwrap();
    assert_eq!(echo.name().await.unwrap(), "echo");
}

#[tokio::test(start_paused = true)]
async fn the_start_of_a_temporary_child_is_dropped_once_it_was_used() {
    let app = app().await;
    let dropped = Arc::new(AtomicU32::new(0));
    let spec = |id: &'static str| {
        let token = Token(Arc::clone(&dropped));
        ChildSpec::new(id, move || {
            let _used = &token;
            Plugin::new("p")
        })
    };
    let once = spec("once").restart(Restart::Temporary);
    let plugin = app.supervisor().start_child(once).await.unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
    plugin.finish().unwrap();
    settle().await;
    assert_eq!(plugin.actor().status(), Status::Gone);
    // Of another one with its specification.
    app.supervisor().start_child(spec("again")).await.unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
    app.supervisor().terminate_child("again").await.unwrap();
    app.supervisor().delete_child("again").await.unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 2);
    // And with its supervisor.
    app.supervisor().start_child(spec("last")).await.unwrap();
    app.stop().await.unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 3);
}

#[tokio::test(start_paused = true)]
async fn a_start_whose_drop_panics_harms_nobody() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let app = app().await;
    let door = app.supervisor();
    for _ in 0..2 {
        let bomb = Bomb;
        let spec = ChildSpec::new("bomb", move || {
            let _used = &bomb;
            Plugin::new("bomb")
        });
        door.start_child(spec).await.unwrap();
        door.terminate_child("bomb").await.unwrap();
        door.delete_child("bomb").await.unwrap();
    }
    let spec = ChildSpec::new("other", || Plugin::new("other"));
    let other = door.start_child(spec).await.unwrap();
    assert_eq!(other.name().await.unwrap(), "other");
}

#[tokio::test(start_paused = true)]
async fn a_start_child_that_is_not_awaited_to_its_end_is_carried_out_all_the_same() {
    let app = app().await;
    let door = app.supervisor();
    let spec = ChildSpec::new("slow", || Plugin::open("slow".to_owned()));
    let dropped = tokio::time::timeout(Duration::from_millis(1), door.start_child(spec)).await;
    assert!(dropped.is_err());
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(door.which_child("slow").unwrap().status(), Status::Idle);
    let spec = ChildSpec::new("slow", || Plugin::new("slow"));
    let error = door.start_child(spec).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::AlreadyStarted(_)));
}

#[tokio::test(start_paused = true)]
async fn c023_c025_specifications_are_checked_by_the_rules_of_significance() {
    let plain = ChildSpec::new("plain", || Plugin::new("p"));
    let permanent = ChildSpec::new("permanent", || Plugin::new("p")).significant(true);
    let transient = ChildSpec::new("transient", || Plugin::new("p"))
        .restart(Restart::Transient)
        .significant(true);
    let any = Some(AutoShutdown::AnySignificant);
    let never = Some(AutoShutdown::Never);
    for (spec, auto_shutdown, expected) in [
        (&plain, never, None),
        (&transient, any, None),
        (&transient, None, None),
        (&transient, never, Some("never shuts down")),
        (&permanent, any, Some("significant and permanent")),
        (&permanent, None, Some("significant and permanent")),
        // Where both rules are broken, the first is told.
        (&permanent, never, Some("never shuts down")),
    ] {
        let checked = check_childspecs([spec.options()], auto_shutdown);
        match (checked, expected) {
            (Ok(()), None) => {}
            (Err(error), Some(part)) => assert!(error.to_string().contains(part), "{error}"),
            other => panic!("{other:?}"),
        }
    }
    let twice = check_childspecs([plain.options(), transient.options(), plain.options()], any);
    assert_eq!(
        twice.unwrap_err().to_string(),
        "two children have the name `plain`"
    );

    // And so they are where they are used.
    let app = app().await;
    let error = app.supervisor().start_child(transient).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::BadSpec(_)));
    assert_eq!(
        error.to_string(),
        "`App/transient` did not start: `transient` is significant, and its supervisor never shuts down by itself"
    );
    assert!(app.supervisor().which_children().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_significant_child_that_was_added_ends_its_supervisor() {
    #[supervisor(auto_shutdown = any_significant)]
    struct Ends {}
    let tree = Ends {}.start().await.unwrap();
    let spec = ChildSpec::new("one", || Plugin::new("one"))
        .restart(Restart::Temporary)
        .significant(true);
    let other = ChildSpec::new("two", || Plugin::new("two"));
    let one = tree.supervisor().start_child(spec).await.unwrap();
    let two = tree.supervisor().start_child(other).await.unwrap();
    let ended = tree.supervisor().stopped();
    one.finish().unwrap();
    assert!(ended.await.unwrap().reason().is_clean());
    assert_eq!(two.actor().status(), Status::Gone);
}

#[tokio::test(start_paused = true)]
async fn c019_every_combination_of_restart_shutdown_and_kind_is_accepted() {
    let app = app().await;
    let door = app.supervisor();
    let mut specs = Vec::new();
    for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
        for shutdown in [
            Shutdown::After(Duration::ZERO),
            Shutdown::After(Duration::from_secs(1)),
            Shutdown::Infinity,
            Shutdown::BrutalKill,
        ] {
            let number = specs.len();
            let worker = ChildSpec::new(format!("worker{number}"), || Plugin::new("p"))
                .restart(restart)
                .shutdown(shutdown);
            let supervisor = ChildSpec::new(format!("supervisor{number}"), || App {})
                .restart(restart)
                .shutdown(shutdown);
            specs.push(worker.options().clone());
            specs.push(supervisor.options().clone());
            door.start_child(worker).await.unwrap();
            door.start_child(supervisor).await.unwrap();
        }
    }
    assert_eq!(specs.len(), 24);
    check_childspecs(&specs, None).unwrap();
    for spec in &specs {
        assert_eq!(&door.get_childspec(&spec.id).unwrap(), spec);
    }
    app.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c073_added_children_stand_at_the_end_of_a_group_restart() {
    #[supervisor(strategy = one_for_all)]
    struct Group {
        order: Order,
        #[child(start = order.open("a"))]
        a: Plugin,
        #[child(start = order.open("b"))]
        b: Plugin,
    }
    #[derive(Clone, Default)]
    struct Order(Arc<std::sync::Mutex<Vec<&'static str>>>);
    impl Order {
        fn open(&self, name: &'static str) -> Plugin {
            self.0.lock().unwrap().push(name);
            Plugin::new(name)
        }
    }
    dormouse::install_panic_hook();
    let order = Order::default();
    let group = Group {
        order: order.clone(),
    };
    let group = group.start().await.unwrap();
    for name in ["c", "d"] {
        let order = order.clone();
        let spec = ChildSpec::new(name, move || order.open(name));
        group.supervisor().start_child(spec).await.unwrap();
    }
    // A child that was terminated comes back with its group.
    group.supervisor().terminate_child("d").await.unwrap();
    order.0.lock().unwrap().clear();
    group.a().panic().unwrap();
    settle().await;
    assert_eq!(*order.0.lock().unwrap(), ["a", "b", "c", "d"]);
    let running = group.supervisor().count_children();
    assert_eq!((running.specs, running.active), (4, 4));
}
