//! How actors begin and end: the `#[start]` hook, starts that fail, stops with reasons.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Always, Never, StartErrorKind, Status};
use tokio::sync::Notify;

type Heard = Arc<Mutex<Vec<String>>>;

/// How the hook ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    Awake,
    Asleep,
    Stop,
    Fail,
    Panic,
    Continue,
    Wait,
}

struct Step;

#[actor]
struct Session {
    heard: Heard,
    begin: Begin,
    gate: Arc<Notify>,
}

#[actor]
impl Session {
    #[start]
    async fn on_start(&mut self, context: &Context<Self>) -> Result<Outcome, String> {
        self.hear("started".to_owned());
        if self.begin == Begin::Wait {
            let gate = Arc::clone(&self.gate);
            gate.notified().await;
            self.hear("ready".to_owned());
        }
        Ok(match self.begin {
            Begin::Awake | Begin::Wait => Outcome::awake(),
            Begin::Asleep => Outcome::awake().hibernate(),
            Begin::Stop => Outcome::stop(ExitReason::Normal),
            Begin::Fail => return Err("cannot begin".to_owned()),
            Begin::Panic => panic!("cannot begin"),
            Begin::Continue => {
                context.send("sent by the start".to_owned()).unwrap();
                Outcome::awake().then(context.continue_with(Step))
            }
        })
    }

    #[info]
    fn step(&mut self, _: Step) {
        self.hear("step".to_owned());
    }

    #[info]
    fn hear(&mut self, word: String) {
        self.heard.lock().unwrap().push(word);
    }

    #[call]
    fn heard(&mut self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    #[cast]
    fn fail(&self) -> Result<(), String> {
        Err("told to".to_owned())
    }
}

fn session(begin: Begin) -> Session {
    Session {
        heard: Heard::default(),
        begin,
        gate: Arc::default(),
    }
}

#[tokio::test]
async fn the_start_hook_comes_before_every_message() {
    let gate = Arc::new(Notify::new());
    let session = Session {
        gate: Arc::clone(&gate),
        ..session(Begin::Wait)
    };
    let session = session.spawn().unwrap();
    session.actor().send("first".to_owned()).unwrap();
    let heard = tokio::spawn({
        let session = session.clone();
        async move { session.heard().await.unwrap() }
    });
    tokio::task::yield_now().await;
    assert_eq!(session.actor().status(), Status::Running);
    gate.notify_one();
    assert_eq!(heard.await.unwrap(), ["started", "ready", "first"]);
}

#[tokio::test]
async fn c180_a_step_of_the_start_comes_before_what_the_start_has_sent() {
    let session = session(Begin::Continue).spawn().unwrap();
    session.actor().send("sent by another".to_owned()).unwrap();
    session.heard().await.unwrap();
    assert_eq!(
        session.heard().await.unwrap(),
        ["started", "step", "sent by another", "sent by the start"]
    );
}

#[tokio::test]
async fn c183_a_start_may_hibernate() {
    let session = session(Begin::Asleep).spawn().unwrap();
    while session.actor().status() != Status::Hibernated {
        tokio::task::yield_now().await;
    }
    assert_eq!(session.heard().await.unwrap(), ["started"]);
    session.stop().await.unwrap();
}

#[supervisor(intensity = 3)]
struct App {
    heard: Heard,
    begin: Begin,
    #[child(start = Session { heard: heard.clone(), begin: *begin, gate: Arc::default() })]
    session: Session,
}

#[tokio::test]
async fn each_incarnation_starts_and_its_failure_is_one_of_the_actor() {
    let heard = Heard::default();
    let app = App {
        heard: Arc::clone(&heard),
        begin: Begin::Awake,
    };
    let app = app.start().await.unwrap();
    app.session().heard().await.unwrap();
    app.session().fail().unwrap();
    assert_eq!(app.session().heard().await.unwrap(), ["started"; 2]);

    for begin in [Begin::Fail, Begin::Panic, Begin::Stop] {
        let heard = Heard::default();
        let app = App {
            heard: Arc::clone(&heard),
            begin,
        };
        // The tree starts; then the restarts use the intensity up.
        let app = app.start().await.unwrap();
        drop(app.supervisor().which_children());
        let session = app.session();
        while session.actor().status() != Status::Gone {
            tokio::task::yield_now().await;
        }
        let refused = session.heard().await.unwrap_err();
        if begin == Begin::Panic {
            assert!(
                refused.to_string().contains("panicked in `on_start`"),
                "{refused}"
            );
        }
        assert_eq!(heard.lock().unwrap().len(), 4, "{begin:?}");
    }
}

/// What one incarnation has at a time.
#[derive(Clone, Debug, Default)]
struct Port(Arc<AtomicBool>);

#[derive(Debug)]
struct Bound(Arc<AtomicBool>);

impl Port {
    fn bind(&self) -> Result<Bound, String> {
        if self.0.swap(true, Ordering::SeqCst) {
            return Err("in use".to_owned());
        }
        Ok(Bound(Arc::clone(&self.0)))
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

#[actor]
struct Server {
    _bound: Bound,
}

#[actor]
impl Server {
    #[call]
    fn work(&self) {}
}

impl Server {
    async fn open(port: Port, how: u32) -> Result<Start<Self>, String> {
        let bound = port.bind()?;
        tokio::task::yield_now().await;
        match how {
            0 => Err("foobar".to_owned()),
            1 => Ok(Start::Ignore),
            2 => panic!("foobar"),
            3 => {
                std::future::pending::<()>().await;
                Err("never".to_owned())
            }
            _ => Ok(Start::Ready(Self { _bound: bound })),
        }
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Servers {
    port: Port,
    #[child(start = |how: u32| Server::open(port.clone(), how).await?, restart = temporary)]
    server: Server,
}

#[tokio::test(start_paused = true)]
async fn c148_c151_starts_that_fail_leave_nothing_taken() {
    let servers = Servers {
        port: Port::default(),
    };
    let servers = servers.start().await.unwrap();
    for _ in 0..5 {
        let error = servers.start_child(0).await.unwrap_err();
        assert_eq!(error.reason().unwrap().to_string(), "failed: foobar");
    }
    for _ in 0..5 {
        let error = servers.start_child(1).await.unwrap_err();
        assert!(matches!(error.kind(), StartErrorKind::Ignored), "{error}");
    }
    for _ in 0..5 {
        let error = servers.start_child(2).await.unwrap_err();
        assert!(error.to_string().contains("foobar"), "{error}");
    }
    for _ in 0..5 {
        // A caller that does not wait any longer takes its start along.
        let start = servers.start_child(3);
        let late = tokio::time::timeout(Duration::from_millis(10), start).await;
        assert!(late.is_err());
    }
    let server = servers.start_child(4).await.unwrap();
    server.work().await.unwrap();
    let error = servers.start_child(4).await.unwrap_err();
    assert_eq!(error.reason().unwrap().to_string(), "failed: in use");
}

/// Has no hook, and no way to stop itself but to say so.
#[actor(hibernate = never)]
struct Quiet;

#[actor]
impl Quiet {
    #[call]
    fn done(&self, last: bool) -> Outcome<u32, Never> {
        if last {
            Outcome::reply(1).then_stop(ExitReason::Normal)
        } else {
            Outcome::reply(0)
        }
    }

    #[cast]
    fn over(&self) -> Result<Outcome<(), Never>, String> {
        Ok(Outcome::stop(ExitReason::shutdown_because("over")))
    }
}

#[tokio::test]
async fn c153_a_second_stop_finds_nobody() {
    let quiet = Quiet.spawn().unwrap();
    let exit = quiet.stop().await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Normal));
    let gone = quiet.stop().await.unwrap_err();
    assert!(gone.is_for_good());
    assert_eq!(gone.to_string(), "actor `Quiet` is gone (normal)");
}

#[tokio::test]
async fn c154_c156_an_actor_ends_with_exactly_the_reason_it_was_given() {
    for (reason, said) in [
        (ExitReason::Normal, "normal"),
        (ExitReason::Shutdown, "shutdown"),
        (ExitReason::shutdown_because("tea"), "shutdown: tea"),
        (ExitReason::failed("test"), "failed: test"),
    ] {
        let quiet = Quiet.spawn().unwrap();
        let stopped = quiet.actor().stopped();
        let exit = quiet.actor().stop(reason).await.unwrap();
        assert_eq!(exit.reason().to_string(), said);
        assert_eq!(stopped.await.unwrap().reason().to_string(), said);
        assert_eq!(quiet.actor().status(), Status::Gone);
    }
}

#[tokio::test]
async fn an_actor_that_never_hibernates_may_stop_itself() {
    let quiet = Quiet.spawn().unwrap();
    assert_eq!(quiet.done(false).await.unwrap(), 0);
    assert_eq!(quiet.done(true).await.unwrap(), 1);
    assert!(quiet.done(false).await.is_err());
    let quiet = Quiet.spawn().unwrap();
    let stopped = quiet.actor().stopped();
    quiet.over().unwrap();
    assert_eq!(
        stopped.await.unwrap().reason().to_string(),
        "shutdown: over"
    );
}

/// Sleeps after each message, until it stops.
#[actor(hibernate = always)]
#[derive(Default)]
struct Sleeper {
    calls: AtomicU32,
}

#[actor]
impl Sleeper {
    #[call]
    fn count(&self) -> Outcome<u32, Always> {
        let count = self.calls.fetch_add(1, Ordering::SeqCst);
        if count == 2 {
            return Outcome::stop(ExitReason::Normal);
        }
        Outcome::reply(count)
    }
}

#[tokio::test]
async fn an_actor_that_always_hibernates_may_stop_itself() {
    let sleeper = Sleeper::default().spawn().unwrap();
    for count in 0..2 {
        assert_eq!(sleeper.count().await.unwrap(), count);
        assert_eq!(sleeper.actor().status(), Status::Hibernated);
    }
    assert!(sleeper.count().await.is_err());
    assert_eq!(sleeper.actor().status(), Status::Gone);
}
