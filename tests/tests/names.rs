//! Actors that are found by their names.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Child, RegisterError, StartErrorKind, Status, WhereisError};

#[actor]
struct Session {
    user: String,
}

#[actor]
impl Session {
    #[call]
    fn user(&self) -> String {
        self.user.clone()
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

fn session(user: &str) -> Session {
    Session {
        user: user.to_owned(),
    }
}

#[actor(name = "the clock")]
#[derive(Default)]
struct Clock;

#[actor]
impl Clock {
    #[call]
    fn now(&self) -> u32 {
        12
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }
}

fn is_free(name: &str) -> bool {
    matches!(
        dormouse::whereis(name),
        Err(WhereisError::NotRegistered { .. })
    )
}

#[tokio::test(start_paused = true)]
async fn a_name_is_found_until_the_actor_ends() {
    let ada = session("ada").spawn_named("ada").unwrap();
    let found = Session::whereis("ada").unwrap();
    assert_eq!(found, ada);
    assert_eq!(found.user().await.unwrap(), "ada");
    assert_eq!(ada.actor().names(), [Arc::from("ada")]);
    ada.stop().await.unwrap();
    assert!(is_free("ada"));
    assert!(ada.actor().names().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_name_keeps_nobody_alive() {
    let ada = session("ada").spawn_named("ada").unwrap();
    let ended = ada.actor().stopped();
    drop(ada);
    ended.await.unwrap();
    assert!(is_free("ada"));
    // And so it can be given to the next.
    let ada = session("ada").spawn_named("ada").unwrap();
    let found = Session::whereis("ada").unwrap();
    drop(ada);
    assert_eq!(found.user().await.unwrap(), "ada", "the handle keeps it");
}

#[tokio::test(start_paused = true)]
async fn c149_a_taken_name_is_already_started_and_the_start_never_runs() {
    let ada = session("ada").spawn_named("user-ada").unwrap();
    let starts = Arc::new(AtomicU32::new(0));
    let users = Users {
        starts: Arc::clone(&starts),
    };
    let users = users.start().await.unwrap();
    let error = users.start_child("ada".to_owned()).await.unwrap_err();
    let StartErrorKind::NameTaken(taken) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(taken.name(), "user-ada");
    assert_eq!(taken.path(), "Session");
    assert_eq!(taken.holder::<Session>(), Some(ada.clone()));
    assert!(taken.holder::<Clock>().is_none());
    assert_eq!(starts.load(Ordering::Relaxed), 0);
    assert_eq!(
        error.to_string(),
        "`Users/session` did not start: already started: the name `user-ada` is that of `Session`"
    );

    let error = session("ada").spawn_named("user-ada").unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::NameTaken(_)));
    ada.stop().await.unwrap();
    let ada = users.start_child("ada".to_owned()).await.unwrap();
    assert_eq!(Session::whereis("user-ada").unwrap(), ada);
    assert_eq!(starts.load(Ordering::Relaxed), 1);
}

/// One session per user, found by the user's name.
#[supervisor(strategy = simple_one_for_one, intensity = 10)]
struct Users {
    starts: Arc<AtomicU32>,
    #[child(
        name = format!("user-{user}"),
        start = |user: String| open(starts, user),
        restart = transient
    )]
    session: Session,
}

fn open(starts: &AtomicU32, user: String) -> Result<Session, String> {
    starts.fetch_add(1, Ordering::Relaxed);
    if user == "nobody" {
        return Err("nobody there".to_owned());
    }
    Ok(Session { user })
}

/// Its children name themselves.
#[supervisor(strategy = simple_one_for_one)]
struct Selfish {
    #[child(start = |user: String| alone(&user), restart = temporary)]
    session: Session,
}

fn alone(user: &str) -> Result<Session, StartError> {
    session("helper").spawn_named(user)?.stop();
    Ok(session(user))
}

#[tokio::test(start_paused = true)]
async fn c011_a_start_that_finds_its_name_taken_says_by_whom() {
    let unrelated = session("ada").spawn_named("ada").unwrap();
    let selfish = Selfish {}.start().await.unwrap();
    let error = selfish.start_child("ada".to_owned()).await.unwrap_err();
    let StartErrorKind::NameTaken(taken) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(taken.holder::<Session>(), Some(unrelated.clone()));
    assert_eq!(selfish.supervisor().count_children().active, 0);
    assert_eq!(unrelated.user().await.unwrap(), "ada");
    assert_eq!(unrelated.actor().generation(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_start_that_fails_leaves_its_name_free() {
    let users = Users {
        starts: Arc::default(),
    };
    let users = users.start().await.unwrap();
    for _ in 0..3 {
        let error = users.start_child("nobody".to_owned()).await.unwrap_err();
        assert!(matches!(error.kind(), StartErrorKind::Failed(_)), "{error}");
        assert!(is_free("user-nobody"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_name_is_kept_over_a_restart_and_free_after_the_last() {
    let users = Users {
        starts: Arc::default(),
    };
    let users = users.start().await.unwrap();
    let ada = users.start_child("ada".to_owned()).await.unwrap();
    ada.panic().unwrap();
    ada.actor().stopped().await.unwrap();
    assert_eq!(Session::whereis("user-ada").unwrap(), ada);
    assert_eq!(ada.user().await.unwrap(), "ada");
    assert_eq!(ada.actor().generation(), 2);

    let ended = ada.actor().stopped();
    ada.finish().unwrap();
    ended.await.unwrap();
    assert!(is_free("user-ada"));
    let again = users.start_child("ada".to_owned()).await.unwrap();
    assert_ne!(again, ada);
    users.supervisor().terminate_child(&again).await.unwrap();
    assert!(is_free("user-ada"));
}

/// Two starts at once under one name: one of them waits, the other must not run.
#[supervisor(strategy = simple_one_for_one)]
struct Slow {
    starts: Arc<AtomicU32>,
    #[child(name = user, start = |user: String| wait(starts, user).await, restart = temporary)]
    session: Session,
}

async fn wait(starts: &AtomicU32, user: String) -> Session {
    starts.fetch_add(1, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(1)).await;
    Session { user }
}

#[tokio::test(start_paused = true)]
async fn a_name_is_taken_while_its_actor_is_being_started() {
    let starts = Arc::new(AtomicU32::new(0));
    let slow = Slow {
        starts: Arc::clone(&starts),
    };
    let slow = slow.start().await.unwrap();
    {
        let first = slow.start_child("ada".to_owned());
        tokio::pin!(first);
        let second = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            slow.start_child("ada".to_owned()).await
        };
        tokio::pin!(second);
        let error = tokio::select! {
            _ = &mut first => panic!("it waits"),
            second = &mut second => second.unwrap_err(),
        };
        let StartErrorKind::NameTaken(taken) = error.kind() else {
            panic!("{error}");
        };
        assert_eq!(taken.path(), "Slow/session");
        assert_eq!(taken.holder::<Session>(), None);
        assert!(is_free("ada"), "nobody is there to be found yet");
        // The first is dropped here, and never starts.
    }
    assert_eq!(starts.load(Ordering::Relaxed), 1);
    let ada = slow.start_child("ada".to_owned()).await.unwrap();
    assert_eq!(Session::whereis("ada").unwrap(), ada);
}

/// A clock is named by its type, the sessions by their supervisor.
#[supervisor(intensity = 5)]
struct Tree {
    prefix: String,
    #[child]
    clock: Clock,
    #[child(name = "night clock")]
    night: Clock,
    #[child(name = format!("{prefix} clock"))]
    hall: Clock,
    #[child(name = format!("{prefix}-session"), start = session(prefix), restart = transient)]
    session: Session,
}

fn tree() -> Tree {
    Tree {
        prefix: "main".to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn declared_children_have_their_names() {
    let tree = tree().start().await.unwrap();
    assert_eq!(Clock::registered().unwrap(), tree.clock());
    assert_eq!(Clock::whereis("the clock").unwrap(), tree.clock());
    assert_eq!(Clock::whereis("night clock").unwrap(), tree.night());
    assert_eq!(Clock::whereis("main clock").unwrap(), tree.hall());
    assert_eq!(Session::whereis("main-session").unwrap(), tree.session());
    assert_eq!(Clock::registered().unwrap().now().await.unwrap(), 12);

    tree.clock().panic().unwrap();
    assert_eq!(Clock::registered().unwrap().now().await.unwrap(), 12);
    assert_eq!(tree.clock().actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn c232_a_name_is_free_when_the_stop_of_a_tree_returns() {
    for _ in 0..3 {
        let tree = tree().start().await.unwrap();
        tree.stop().await.unwrap();
        for name in ["the clock", "night clock", "main-session"] {
            assert!(is_free(name), "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_child_that_is_down_has_no_name_and_gets_it_again() {
    let tree = tree().start().await.unwrap();
    tree.supervisor().terminate_child("clock").await.unwrap();
    assert!(is_free("the clock"));
    assert!(matches!(
        tree.clock().actor().register("clock"),
        Err(RegisterError::NoProcess(_))
    ));

    let other = Clock.spawn().unwrap();
    assert_eq!(Clock::registered().unwrap(), other);
    assert!(tree.supervisor().restart_child("clock").await.is_err());
    assert_ne!(tree.clock().actor().status(), Status::Idle);
    assert_eq!(Clock::registered().unwrap(), other, "it is left alone");
    other.stop().await.unwrap();
    tree.supervisor().restart_child("clock").await.unwrap();
    assert_eq!(Clock::registered().unwrap(), tree.clock());
}

#[tokio::test(start_paused = true)]
async fn a_tree_whose_name_is_taken_does_not_start() {
    let clock = Clock.spawn().unwrap();
    let error = tree().start().await.unwrap_err();
    assert_eq!(error.path(), "Tree/clock");
    let StartErrorKind::NameTaken(taken) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(taken.holder::<Clock>(), Some(clock.clone()));

    let night = session("night").spawn_named("night clock").unwrap();
    Clock::registered().unwrap().stop().await.unwrap();
    let error = tree().start().await.unwrap_err();
    assert_eq!(error.path(), "Tree/night");
    assert!(is_free("the clock"), "those before it were stopped again");
    night.stop().await.unwrap();
    tree().start().await.unwrap().stop().await.unwrap();
}

/// The same name twice, in two supervisors: of a generic one nobody sees it before the start.
#[supervisor]
struct Twice<C: Child> {
    start: fn() -> C,
    #[child(start = start())]
    one: C,
    #[child]
    other: One,
}

#[supervisor]
struct One {
    #[child]
    clock: Clock,
}

#[tokio::test(start_paused = true)]
async fn a_name_declared_twice_in_a_tree_is_a_start_error() {
    let twice = Twice { start: || One {} };
    let error = twice.start().await.unwrap_err();
    assert_eq!(error.path(), "Twice/other/clock");
    let StartErrorKind::NameTaken(taken) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(taken.path(), "Twice/one/clock");
    assert!(is_free("the clock"));
}

#[tokio::test(start_paused = true)]
async fn the_wrong_type_is_an_error_of_its_own() {
    let _clock = Clock.spawn().unwrap();
    let error = Session::whereis("the clock").unwrap_err();
    assert_eq!(
        error,
        WhereisError::OtherType {
            name: "the clock".into(),
            path: "Clock".into(),
            found: "Clock",
            wanted: "Session",
        }
    );
    assert_eq!(
        error.to_string(),
        "`the clock` is `Clock`, a `Clock` and not a `Session`"
    );
    let any = dormouse::whereis("the clock").unwrap();
    assert_eq!(any.path(), "Clock");
    assert!(any.clone().downcast::<SessionRef>().is_err());
    assert_eq!(any.downcast::<ClockRef>().unwrap().now().await.unwrap(), 12);
    assert!(matches!(
        Session::whereis("nobody"),
        Err(WhereisError::NotRegistered { name }) if &*name == "nobody"
    ));
}

#[tokio::test(start_paused = true)]
async fn an_actor_may_have_several_names_and_lose_them() {
    let ada = session("ada").spawn().unwrap();
    let bob = session("bob").spawn().unwrap();
    ada.actor().register("one").unwrap();
    ada.actor().register("two").unwrap();
    ada.actor().register("two").unwrap();
    let error = bob.actor().register("two").unwrap_err();
    let RegisterError::NameTaken(taken) = error else {
        panic!("{error}");
    };
    assert_eq!(taken.holder::<Session>(), Some(ada.clone()));
    assert!(!bob.actor().unregister("two"), "it is not bob's to give up");
    assert!(ada.actor().unregister("two"));
    assert!(!ada.actor().unregister("two"));
    bob.actor().register("two").unwrap();
    assert_eq!(ada.actor().names(), [Arc::from("one")]);
    assert_eq!(Session::whereis("two").unwrap(), bob);
    ada.stop().await.unwrap();
    assert!(is_free("one"));
    assert_eq!(Session::whereis("two").unwrap(), bob);
}

#[test]
fn names_belong_to_a_runtime() {
    assert_eq!(Clock::registered().unwrap_err(), WhereisError::NoRuntime);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
    };
    let (one, other) = (runtime(), runtime());
    let clock = one.block_on(async { Clock.spawn().unwrap() });
    other.block_on(async {
        assert!(is_free("the clock"));
        let here = Clock.spawn().unwrap();
        assert_ne!(Clock::registered().unwrap(), clock);
        assert_eq!(Clock::registered().unwrap(), here);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_starts_at_once_one_gets_the_name() {
    for _ in 0..50 {
        let starts: Vec<_> = (0..8)
            .map(|_| tokio::spawn(async { session("ada").spawn_named("ada") }))
            .collect();
        let mut there = Vec::new();
        for start in starts {
            match start.await.unwrap() {
                Ok(ada) => there.push(ada),
                Err(error) => {
                    assert!(matches!(error.kind(), StartErrorKind::NameTaken(_)));
                }
            }
        }
        assert_eq!(there.len(), 1);
        there[0].stop().await.unwrap();
        assert!(is_free("ada"));
    }
}
