//! Supervisors whose children come and go at run time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{StartErrorKind, Status};
use tokio::time::Instant;

const MS: Duration = Duration::from_millis(1);

#[actor]
struct Session {
    user: String,
    turns: u32,
}

#[actor]
impl Session {
    #[call]
    fn user(&self) -> String {
        self.user.clone()
    }

    #[call]
    fn turn(&mut self) -> u32 {
        self.turns += 1;
        self.turns
    }

    #[call]
    async fn busy(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
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

/// One session per user.
#[supervisor(strategy = simple_one_for_one, intensity = 2, period = "10s", max_children = 1_000)]
struct Sessions {
    starts: Arc<AtomicU32>,
    #[child(
        start = |user: String, turns: u32| open(starts, user, turns),
        restart = transient,
        shutdown = "1s"
    )]
    session: Session,
}

fn open(starts: &AtomicU32, user: String, turns: u32) -> Result<Start<Session>, String> {
    let number = starts.fetch_add(1, Ordering::SeqCst);
    match user.as_str() {
        "nobody" => Ok(Start::Ignore),
        "bad" => Err("bad user".to_owned()),
        "once" if number > 0 => Err("only once".to_owned()),
        _ => Ok(Start::Ready(Session { user, turns })),
    }
}

#[supervisor]
struct App {
    starts: Arc<AtomicU32>,
    #[child(start = Sessions { starts: starts.clone() })]
    sessions: Sessions,
}

async fn app() -> (AppRef, SessionsRef) {
    dormouse::install_panic_hook();
    let app = App {
        starts: Arc::default(),
    };
    let app = app.start().await.unwrap();
    let sessions = app.sessions();
    (app, sessions)
}

#[tokio::test(start_paused = true)]
async fn c101_c102_children_are_counted_and_have_no_id_of_their_own() {
    let (_app, sessions) = app().await;
    let counts = sessions.supervisor().count_children();
    assert_eq!((counts.specs, counts.active, counts.workers), (1, 0, 0));
    let ada = sessions.start_child("ada".into(), 0).await.unwrap();
    let bob = sessions.start_child("bob".into(), 5).await.unwrap();
    assert_eq!(ada.user().await.unwrap(), "ada");
    assert_eq!(bob.turn().await.unwrap(), 6);
    let counts = sessions.supervisor().count_children();
    assert_eq!((counts.specs, counts.active, counts.workers), (1, 2, 2));
    let listed = sessions.supervisor().which_children();
    assert!(listed.iter().all(|child| child.id().is_none()));
    assert!(ada.actor().path().starts_with("App/sessions/session#"));
}

#[tokio::test(start_paused = true)]
async fn c109_a_child_that_fails_is_restarted_with_its_arguments() {
    let (_app, sessions) = app().await;
    let ada = sessions.start_child("ada".into(), 7).await.unwrap();
    let bob = sessions.start_child("bob".into(), 0).await.unwrap();
    assert_eq!(ada.turn().await.unwrap(), 8);
    ada.panic().unwrap();
    assert_eq!(ada.turn().await.unwrap(), 8, "as it was started");
    assert_eq!(ada.user().await.unwrap(), "ada");
    assert_eq!(bob.actor().generation(), 1);
    for _ in 0..2 {
        bob.panic().unwrap();
        settle().await;
    }
    assert!(
        ada.turn().await.is_err(),
        "the third failure ends the supervisor"
    );
}

#[tokio::test(start_paused = true)]
async fn c107_a_start_that_fails_gives_its_reason_and_stores_nothing() {
    let (_app, sessions) = app().await;
    let error = sessions.start_child("bad".into(), 0).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`App/sessions/session` did not start: failed: bad user"
    );
    let error = sessions.start_child("nobody".into(), 0).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::Ignored));
    assert_eq!(sessions.supervisor().count_children().active, 0);
}

#[tokio::test(start_paused = true)]
async fn c111_restarts_that_fail_use_the_intensity_up() {
    let (app, sessions) = app().await;
    let once = sessions.start_child("once".into(), 0).await.unwrap();
    once.panic().unwrap();
    settle().await;
    assert!(once.turn().await.is_err());
    // A permanent child of the root: it was restarted, and takes children again.
    assert_eq!(app.sessions().supervisor().generation(), 2);
    app.sessions().start_child("ada".into(), 0).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_transient_child_that_finishes_is_gone_for_good() {
    let (_app, sessions) = app().await;
    let ada = sessions.start_child("ada".into(), 0).await.unwrap();
    ada.finish().unwrap();
    settle().await;
    assert_eq!(ada.actor().status(), Status::Gone);
    assert_eq!(sessions.supervisor().count_children().active, 0);
    let CallError::NoProcess(process) = ada.turn().await.unwrap_err() else {
        panic!("an answer from nobody");
    };
    assert!(process.is_for_good());
}

#[tokio::test(start_paused = true)]
async fn c104_terminate_child_is_for_good_and_can_be_repeated() {
    let (_app, sessions) = app().await;
    let ada = sessions.start_child("ada".into(), 0).await.unwrap();
    let door = sessions.supervisor();
    door.terminate_child(&ada).await.unwrap();
    assert_eq!(ada.actor().status(), Status::Gone);
    assert_eq!(door.count_children().active, 0);
    door.terminate_child(&ada).await.unwrap();
    // A busy one is killed when its time is over.
    let bob = sessions.start_child("bob".into(), 0).await.unwrap();
    let waiting = tokio::spawn({
        let bob = bob.clone();
        async move { bob.busy(Duration::from_secs(100)).await }
    });
    settle().await;
    let began = Instant::now();
    door.terminate_child(&bob).await.unwrap();
    assert!(began.elapsed() >= 1000 * MS && began.elapsed() < 1100 * MS);
    assert!(waiting.await.unwrap().is_err());
    // Not one of these.
    let other = app_of_another_tree().await;
    let stranger = other.start_child("eve".into(), 0).await.unwrap();
    assert!(door.terminate_child(&stranger).await.is_err());
    assert_eq!(stranger.turn().await.unwrap(), 1);
}

async fn app_of_another_tree() -> SessionsRef {
    let sessions = Sessions {
        starts: Arc::default(),
    };
    sessions.start().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn max_children_is_a_limit_and_places_come_back() {
    #[supervisor(strategy = simple_one_for_one, max_children = 2)]
    struct Few {
        #[child(start = |user: String| Session { user, turns: 0 }, restart = temporary)]
        session: Session,
    }
    let few = Few {}.start().await.unwrap();
    let ada = few.start_child("ada".into()).await.unwrap();
    let bob = few.start_child("bob".into()).await.unwrap();
    let error = few.start_child("eve".into()).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::MaxChildren(2)));
    few.supervisor().terminate_child(&ada).await.unwrap();
    let eve = few.start_child("eve".into()).await.unwrap();
    assert!(few.start_child("ada".into()).await.is_err());
    bob.panic().unwrap();
    settle().await;
    few.start_child("ada".into()).await.unwrap();
    assert_eq!(eve.turn().await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn c120_children_are_stopped_together() {
    let (app, sessions) = app().await;
    let mut waiting = Vec::new();
    for user in 0..20 {
        let session = sessions.start_child(user.to_string(), 0).await.unwrap();
        waiting.push(tokio::spawn(async move {
            session.busy(Duration::from_secs(100)).await
        }));
    }
    settle().await;
    let began = Instant::now();
    app.stop().await.unwrap();
    assert!(began.elapsed() >= 1000 * MS && began.elapsed() < 1200 * MS);
    for call in waiting {
        assert!(call.await.unwrap().is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_has_ended_takes_no_children() {
    let (app, sessions) = app().await;
    app.stop().await.unwrap();
    let error = sessions.start_child("ada".into(), 0).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::NotRunning));
}

/// Dropped with the arguments it was started with.
#[derive(Debug)]
struct Token(Arc<AtomicU32>);

impl Drop for Token {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn c123_arguments_of_temporary_children_are_not_kept() {
    #[supervisor(strategy = simple_one_for_one)]
    struct Temporary {
        // A token is no `Clone`, and need not be.
        #[child(start = |token: Token| { drop(token); Session { user: String::new(), turns: 0 } }, restart = temporary)]
        session: Session,
    }
    let dropped = Arc::new(AtomicU32::new(0));
    let tree = Temporary {}.start().await.unwrap();
    for _ in 0..100 {
        tree.start_child(Token(Arc::clone(&dropped))).await.unwrap();
    }
    assert_eq!(dropped.load(Ordering::SeqCst), 100);
}

#[tokio::test(start_paused = true)]
async fn a_start_that_awaits_runs_in_the_callers_context() {
    #[supervisor(strategy = simple_one_for_one, intensity = 5)]
    struct Slow {
        #[child(start = |wait: Duration| {
            tokio::time::sleep(wait).await;
            Session { user: "slow".into(), turns: 0 }
        })]
        session: Session,
    }
    let slow = Slow {}.start().await.unwrap();
    let began = Instant::now();
    let (one, two) = tokio::join!(slow.start_child(50 * MS), slow.start_child(60 * MS));
    assert!(began.elapsed() < 100 * MS, "side by side");
    let one = one.unwrap();
    two.unwrap();
    let dropped = tokio::time::timeout(10 * MS, slow.start_child(50 * MS)).await;
    assert!(dropped.is_err());
    assert_eq!(slow.supervisor().count_children().active, 2);
    one.panic().unwrap();
    assert_eq!(one.user().await.unwrap(), "slow");
    assert_eq!(one.actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn supervisors_can_be_started_on_demand() {
    #[supervisor]
    struct Room {
        name: String,
        #[child(start = Session { user: name.clone(), turns: 0 })]
        host: Session,
    }
    #[supervisor(strategy = simple_one_for_one)]
    struct Rooms {
        #[child(start = |name: String| Room { name }, restart = temporary)]
        room: Room,
    }
    let rooms = Rooms {}.start().await.unwrap();
    let den = rooms.start_child("den".into()).await.unwrap();
    let host = den.host();
    assert_eq!(host.user().await.unwrap(), "den");
    let counts = rooms.supervisor().count_children();
    assert_eq!((counts.supervisors, counts.workers), (1, 0));
    rooms.supervisor().terminate_child(&den).await.unwrap();
    assert!(host.user().await.is_err());
    assert_eq!(rooms.supervisor().count_children().supervisors, 0);
    rooms.stop().await.unwrap();
}
