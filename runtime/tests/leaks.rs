//! Nothing stays behind: after actors and trees have ended and their handles are gone, the allocator has
//! back what they took, on every thread.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

mod common;
#[path = "common/counting.rs"]
mod counting;

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Group, StartErrorKind};
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio::time::timeout;

use self::common::{MS, block_on, current, multi};

/// How often each round is repeated: what one leaves behind shows many times over.
const ROUNDS: isize = 20;

/// What a round may leave behind on average: less than any one thing that could.
const NOTHING: isize = 8;

/// Repeats `round`, whose first runs fill what is kept for later, and looks at what the others leave.
///
/// What is made once in a process by a thread of its own may fall into a look; a leak is in each.
fn leaves_nothing(name: &str, mut round: impl FnMut()) {
    for _ in 0..5 {
        round();
    }
    let mut looks = Vec::new();
    for _ in 0..3 {
        let before = counting::live();
        for _ in 0..ROUNDS {
            round();
        }
        looks.push(counting::live() - before);
        if looks.iter().any(|left| *left <= NOTHING * ROUNDS) {
            return;
        }
    }
    panic!("{name}: {looks:?} B were left, each time by {ROUNDS} rounds");
}

/// The same inside one runtime, whose clock is moved on until the sweeper has looked at all entries.
fn leaves_nothing_inside<F: Future>(name: &str, mut round: impl FnMut() -> F) {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    // Keeps the system of this runtime, and does nothing.
    let keeper = runtime.block_on(async { Keeper.spawn().unwrap() });
    leaves_nothing(name, || {
        runtime.block_on(async {
            round().await;
            tokio::time::sleep(Duration::from_secs(65)).await;
        });
    });
    drop(keeper);
}

#[actor]
struct Keeper;

#[actor]
impl Keeper {}

/// With all that an actor can have: a queue, a hook, hibernation, intervals, a state on the heap.
#[actor(hibernate_after = "2s")]
struct Session {
    turns: Vec<String>,
    itself: Option<SessionRef>,
}

impl Session {
    fn new() -> Self {
        Self {
            turns: vec!["a turn".to_owned(); 10],
            itself: None,
        }
    }
}

#[actor]
impl Session {
    #[call]
    fn len(&self) -> usize {
        self.turns.len()
    }

    #[call]
    async fn wait(&mut self, gate: Arc<Notify>) {
        gate.notified().await;
    }

    #[call]
    fn sleep(&self) -> Hibernate<usize> {
        Hibernate(self.turns.len())
    }

    #[cast]
    fn add(&mut self, turn: String) {
        self.turns.push(turn);
    }

    /// A message and a state that hold the actor's own address.
    #[cast]
    fn keep(&mut self, itself: SessionRef) {
        self.itself = Some(itself);
    }

    #[cast]
    fn boom(&self) {
        panic!("told to: {}", self.turns.len());
    }

    #[cast]
    fn fail(&self) -> Result<(), String> {
        Err("told to".repeat(10))
    }

    #[every("3s")]
    fn tick(&mut self) {
        self.turns.truncate(10);
    }

    /// Not due while anybody looks.
    #[every("24h")]
    fn clean(&mut self) {
        self.turns.clear();
    }

    #[stop]
    async fn on_stop(&mut self) {
        tokio::task::yield_now().await;
        self.turns.clear();
    }
}

#[supervisor(strategy = simple_one_for_one, intensity = 1000)]
struct Sessions {
    #[child(start = |name: String| Session { turns: vec![name], itself: None })]
    session: Session,
}

#[supervisor(intensity = 1000)]
struct App {
    name: String,
    #[child(start = Session { turns: vec![name.clone()], itself: None })]
    one: Session,
    #[child(start = {
        tokio::task::yield_now().await;
        Session::new()
    }, restart = temporary)]
    later: Session,
    #[child]
    sessions: Sessions,
}

fn app() -> App {
    App {
        name: "an app".to_owned(),
    }
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// Calls that are dropped unpolled, waiting, answered and refused.
async fn calls(session: &SessionRef) {
    drop(session.len());
    let gate = Arc::new(Notify::new());
    assert!(timeout(MS, session.wait(Arc::clone(&gate))).await.is_err());
    let mut answered = Box::pin(session.len());
    assert!(timeout(MS, &mut answered).await.is_err());
    gate.notify_one();
    settle().await;
    drop(answered);
    assert!(session.len().await.is_ok());
    session.add("one more".to_owned()).unwrap();
    session.sleep().await.unwrap();
    assert!(session.actor().memory().bytes() > 0);
    drop(session.actor().stopped());
}

async fn use_up(app: &AppRef) {
    let sessions = app.sessions();
    let mut children = Vec::new();
    for number in 0..10 {
        children.push(sessions.start_child(number.to_string()).await.unwrap());
    }
    for child in children.iter().chain([&app.one(), &app.later()]) {
        calls(child).await;
        child.keep(child.clone()).unwrap();
    }
    for child in &children {
        child.boom().unwrap();
    }
    app.one().fail().unwrap();
    app.later().boom().unwrap();
    settle().await;
    for child in &children {
        child.len().await.unwrap();
    }
    let supervisor = sessions.supervisor();
    supervisor.terminate_child(&children[0]).await.unwrap();
    drop(children[1].actor().kill().await);
    app.supervisor().terminate_child("one").await.unwrap();
    assert!(app.one().len().await.is_err());
    app.supervisor().restart_child("one").await.unwrap();
    drop(sessions.stop().await);
    // Another thread may be at restarting it.
    while sessions.start_child("again".to_owned()).await.is_err() {
        tokio::time::sleep(MS).await;
    }
    assert!(!app.tree().to_string().is_empty());
}

#[test]
fn the_allocator_gets_everything_back() {
    dormouse::install_panic_hook();

    leaves_nothing_inside("actors started alone", || async {
        for _ in 0..10 {
            let session = Session::new().spawn().unwrap();
            calls(&session).await;
            drop(session.stop());
            let session = Session::new().spawn().unwrap();
            session.boom().unwrap();
            let idle = Session::new().spawn().unwrap();
            drop(idle.clone());
        }
    });

    leaves_nothing_inside("names, groups and weak handles", || async {
        for _ in 0..10 {
            let session = Session::new().spawn_named("session").unwrap();
            session.actor().register("other name").unwrap();
            session.actor().join("group").unwrap();
            let mut monitor = Group::named("group").monitor().unwrap();
            let error = Session::new().spawn_named("session").unwrap_err();
            assert!(matches!(error.kind(), StartErrorKind::NameTaken(_)));
            assert!(session.actor().leave("group"));
            session.actor().join("group").unwrap();
            let weak = session.actor().downgrade();
            drop(session);
            settle().await;
            assert!(weak.upgrade().is_none());
            assert!(monitor.try_changed().is_some());
        }
    });

    leaves_nothing_inside(
        "an actor whose queue and state hold its address",
        || async {
            for _ in 0..10 {
                let session = Session::new().spawn().unwrap();
                session.keep(session.clone()).unwrap();
                settle().await;
                let gate = Arc::new(Notify::new());
                assert!(timeout(MS, session.wait(gate)).await.is_err());
                session.keep(session.clone()).unwrap();
                session.actor().kill().await.unwrap();
            }
        },
    );

    leaves_nothing_inside("a tree that was stopped", || async {
        let app = app().start().await.unwrap();
        use_up(&app).await;
        app.stop().await.unwrap();
    });

    leaves_nothing_inside("a tree whose last handle was dropped", || async {
        let app = app().start().await.unwrap();
        use_up(&app).await;
    });

    leaves_nothing_inside("a start that was dropped", || async {
        drop(app().start());
        let mut start = Box::pin(app().start());
        assert!(futures_poll(&mut start).await.is_none());
    });

    leaves_nothing_inside("those who wait and give up", || async {
        let app = app().start().await.unwrap();
        for _ in 0..1000 {
            drop(app.one().actor().stopped());
            drop(app.supervisor().stopped());
        }
        app.stop().await.unwrap();
    });

    let many = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    let (app_of_many, one) = many.block_on(async {
        let app = app().start().await.unwrap();
        let one = app.one();
        (app, one)
    });
    leaves_nothing("those who give up on what lives on", || {
        for _ in 0..100 {
            drop(one.actor().stopped());
            drop(app_of_many.supervisor().stopped());
        }
    });
    leaves_nothing("incarnations of what lives on", || {
        many.block_on(async {
            for _ in 0..10 {
                one.fail().unwrap();
                one.len().await.unwrap();
            }
            tokio::time::sleep(Duration::from_secs(65)).await;
        });
    });
    drop((app_of_many, one, many));

    for (name, runtime) in [
        (
            "a current_thread runtime that was dropped",
            current as fn() -> _,
        ),
        ("a multi_thread runtime that was dropped", || multi(2)),
    ] {
        leaves_nothing(name, || {
            let runtime = runtime();
            let (app, alone) = runtime.block_on(async {
                let app = app().start().await.unwrap();
                use_up(&app).await;
                let alone = Session::new().spawn().unwrap();
                let gate = Arc::new(Notify::new());
                assert!(timeout(MS, alone.wait(gate)).await.is_err());
                for _ in 0..5 {
                    alone.keep(alone.clone()).unwrap();
                    app.one().keep(app.one()).unwrap();
                }
                (app, alone)
            });
            drop(runtime);
            assert!(block_on(alone.len()).is_err());
            assert!(block_on(app.one().len()).is_err());
            drop(alone.keep(alone.clone()));
            drop(app.stop());
        });
    }
}

/// Polls a future once.
async fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|context| {
        let polled = std::pin::Pin::new(&mut *future).poll(context);
        std::task::Poll::Ready(match polled {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        })
    })
    .await
}
