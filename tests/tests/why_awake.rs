//! Why an actor is awake, and all that is known of it at a glance.

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AnyActorRef, Config, CoverageReport, MemoryReport, Source, Status, WhyAwake};
use tokio::sync::Notify;
use tokio::time::sleep;

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

#[actor(hibernate_after = "1s")]
#[derive(Default)]
struct Session {
    turns: Vec<u8>,
    gate: Arc<Notify>,
    shared: Option<Arc<[u8]>>,
}

#[actor]
impl Session {
    #[cast]
    fn note(&mut self) {
        self.turns.push(1);
    }

    #[cast]
    async fn wait(&mut self) {
        self.gate.notified().await;
    }

    #[call]
    fn doze(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    fn later(&self, context: Context<Self>) -> Outcome {
        Outcome::reply(()).then(context.timeout(Duration::from_secs(5), Late).plain())
    }

    #[info]
    fn late(&mut self, _: Late) {}
}

struct Late;

#[actor]
#[derive(Default)]
struct Restless;

#[actor]
impl Restless {}

#[supervisor]
struct App {
    #[child]
    session: Session,
}

#[tokio::test(start_paused = true)]
async fn an_idle_actor_tells_how_long_it_has_yet_to_be_idle() {
    let session = Session::default().spawn().unwrap();
    session.note().unwrap();
    sleep(millis(400)).await;
    let Some(WhyAwake::Idle { idle, left }) = session.actor().why_awake() else {
        panic!("{:?}", session.actor().why_awake());
    };
    assert_eq!(idle + left, millis(1_000));
    assert!((millis(380)..=millis(420)).contains(&idle), "{idle:?}");
    sleep(millis(800)).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert_eq!(session.actor().why_awake(), None);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_never_has_its_pause_tells_of_the_rate_of_messages() {
    let session = Session::default().spawn().unwrap();
    for _ in 0..20 {
        session.note().unwrap();
        sleep(millis(500)).await;
    }
    let Some(WhyAwake::Messages {
        hibernate_after,
        awake,
    }) = session.actor().why_awake()
    else {
        panic!("{:?}", session.actor().why_awake());
    };
    assert_eq!(hibernate_after, millis(1_000));
    assert!(
        (millis(8_000)..=millis(10_000)).contains(&awake),
        "{awake:?}"
    );
    let why = session.actor().why_awake().unwrap().to_string();
    assert!(
        why.starts_with("messages come more often than every 1s: no such pause in"),
        "{why}"
    );

    // Asleep once, it is counted anew.
    sleep(millis(1_100)).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    session.note().unwrap();
    sleep(millis(300)).await;
    let why = session.actor().why_awake();
    assert!(matches!(why, Some(WhyAwake::Idle { .. })), "{why:?}");
}

#[tokio::test(start_paused = true)]
async fn one_that_does_not_hibernate_by_itself_says_who_decided_that() {
    let restless = Restless.spawn().unwrap();
    let disabled = WhyAwake::Disabled {
        source: Source::Default,
    };
    assert_eq!(restless.actor().why_awake(), Some(disabled));
    assert_eq!(
        disabled.to_string(),
        "does not hibernate by itself (default)"
    );
}

#[tokio::test(start_paused = true)]
async fn configuration_may_be_the_reason() {
    Config::parse("hibernate_after = off")
        .unwrap()
        .install()
        .unwrap();
    let session = Session::default().spawn().unwrap();
    assert_eq!(
        session.actor().why_awake(),
        Some(WhyAwake::Disabled {
            source: Source::Config
        })
    );
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_runs_is_the_reason_and_so_is_the_queue_behind_it() {
    let gate = Arc::new(Notify::new());
    let session = Session {
        gate: Arc::clone(&gate),
        ..Session::default()
    }
    .spawn()
    .unwrap();
    session.wait().unwrap();
    tokio::task::yield_now().await;
    assert_eq!(session.actor().why_awake(), Some(WhyAwake::Running));
    session.note().unwrap();
    session.note().unwrap();
    assert_eq!(
        session.actor().why_awake(),
        Some(WhyAwake::Queue { waiting: 2 })
    );
    let info = session.actor().info();
    assert!(info.to_string().contains(", 2 waiting\n"), "{info}");
    assert!(info.to_string().contains("state not measured"), "{info}");
    gate.notify_one();
    sleep(millis(2_000)).await;
    assert_eq!(session.actor().why_awake(), None);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_actor_is_awake_until_it_is_resumed() {
    let session = Session::default().spawn().unwrap();
    session.actor().suspend().await.unwrap();
    session.note().unwrap();
    assert_eq!(
        session.actor().why_awake(),
        Some(WhyAwake::Suspended { waiting: 1 })
    );
    let info = session.actor().info();
    assert!(info.is_suspended());
    let first = "Session [Session] suspended, idle, incarnation 1, 1 waiting\n";
    assert!(info.to_string().starts_with(first), "{info}");
    assert!(
        info.to_string()
            .ends_with("\n  awake: suspended, 1 waiting")
    );
}

#[tokio::test(start_paused = true)]
async fn a_suspended_sleeper_says_that_it_is() {
    let session = Session::default().spawn().unwrap();
    session.doze().await.unwrap();
    session.actor().suspend().await.unwrap();
    for _ in 0..5 {
        session.note().unwrap();
    }
    let info = session.actor().info();
    assert_eq!(info.status(), Status::Hibernated);
    assert_eq!(info.why_awake(), None);
    assert!(info.is_suspended());
    let first = "Session [Session] suspended, hibernated, incarnation 1, 5 waiting\n";
    assert!(info.to_string().starts_with(first), "{info}");
    session.actor().resume().unwrap();
    assert!(!session.actor().info().is_suspended());
}

#[tokio::test(start_paused = true)]
async fn a_plain_time_out_takes_the_place_of_the_idle_time() {
    let session = Session::default().spawn().unwrap();
    session.later().await.unwrap();
    sleep(millis(2_000)).await;
    let Some(WhyAwake::Timeout { left }) = session.actor().why_awake() else {
        panic!("{:?}", session.actor().why_awake());
    };
    assert!((millis(2_990)..=millis(3_010)).contains(&left), "{left:?}");
    sleep(millis(4_500)).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn looking_wakes_nobody_and_tells_all_there_is() {
    let app = App {}.start().await.unwrap();
    let session = app.session();
    session.doze().await.unwrap();
    let info = AnyActorRef::from(&session).info();
    assert_eq!((info.path(), info.type_name()), ("App/session", "Session"));
    assert_eq!(
        (info.status(), info.generation(), info.queue_len()),
        (Status::Hibernated, 1, 0)
    );
    assert_eq!(info.why_awake(), None);
    assert_eq!(info.hibernate_after().to_string(), "1s (attribute)");
    let text = format!(
        "App/session [Session] hibernated, incarnation 1
  memory: {}
  hibernates by itself: 1s (attribute)",
        info.memory()
    );
    assert_eq!(info.to_string(), text);
    assert_eq!(session.actor().status(), Status::Hibernated);

    let info = app.supervisor().info();
    assert_eq!((info.path(), info.type_name()), ("App", "App"));
    assert_eq!(info.hibernate_after().to_string(), "1s (default)");
    assert_eq!(info.why_awake(), None);
}

#[tokio::test]
async fn memory_is_told_by_part_and_what_is_shared_apart() {
    let shared: Arc<[u8]> = Arc::from(vec![0; 1_000]);
    let session = Session {
        turns: vec![1; 100],
        shared: Some(shared),
        ..Session::default()
    };
    let session = session.spawn().unwrap();
    let memory = session.actor().memory();
    let state = memory.state().unwrap();
    assert_eq!(state.capacity(), 100);
    assert!(state.shared() >= 1_000);
    let parts = memory.cell() + memory.mailbox() + memory.task() + 100;
    assert_eq!(memory.bytes(), parts);
    let text = format!(
        "{parts} B: cell {} B, mailbox {} B, task {} B, state 100 B; {} B shared with others",
        memory.cell(),
        memory.mailbox(),
        memory.task(),
        state.shared(),
    );
    assert!(memory.to_string().starts_with(&text), "{memory}");
}

#[tokio::test]
async fn nothing_is_counted_unless_asked_for() {
    let session = Session::default().spawn().unwrap();
    session.doze().await.unwrap();
    let report = CoverageReport::new();
    let row = report.row("Session").unwrap();
    assert_eq!(row.hibernations(), 0);
    assert!(
        row.handlers()
            .iter()
            .all(|handler| handler.counts().handled() == 0)
    );
    let alone = MemoryReport::here().unwrap();
    assert!(alone.row("Session").is_none(), "nor is it listed");
}
