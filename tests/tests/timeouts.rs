//! What comes next: time-outs and steps before all other messages.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Next, Status};
use tokio::time::{Instant, sleep};

const MS: Duration = Duration::from_millis(1);

type Heard = Arc<Mutex<Vec<(&'static str, u64)>>>;

/// What a message asks to come next.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Nothing,
    After(Duration),
    Plain(Duration),
    At(Instant),
    AsleepFor(Duration),
    /// Sends itself a message, then asks for a time-out.
    Behind(Duration),
    BehindPlain(Duration),
}

struct Late(&'static str);

struct Word(&'static str);

struct Step(u32);

/// Sent to ask.
struct Asked(Ask);

#[actor(hibernate_after = "100ms")]
struct Line {
    start: Instant,
    heard: Heard,
}

impl Line {
    fn hear(&self, what: &'static str) {
        let now = Instant::now() - self.start;
        let now = u64::try_from(now.as_millis()).unwrap();
        self.heard.lock().unwrap().push((what, now));
    }

    fn next(&self, ask: Ask, context: &Context<Self>) -> Outcome {
        let late = || Late("late");
        let next: Next = match ask {
            Ask::Nothing => return Outcome::awake(),
            Ask::After(time) => context.timeout(time, late()).into(),
            Ask::Plain(time) => context.timeout(time, late()).plain().into(),
            Ask::At(at) => context.timeout_at(at, late()).into(),
            Ask::AsleepFor(time) => {
                return Outcome::awake()
                    .hibernate()
                    .then(context.timeout(time, late()));
            }
            Ask::Behind(time) => {
                context.send(Word("sent")).unwrap();
                context.timeout(time, late()).into()
            }
            Ask::BehindPlain(time) => {
                context.send(Word("sent")).unwrap();
                context.timeout(time, late()).plain().into()
            }
        };
        Outcome::awake().then(next)
    }
}

#[actor]
impl Line {
    #[call]
    fn ask(&mut self, ask: Ask, context: &Context<Self>) -> Outcome {
        self.next(ask, context)
    }

    #[call]
    async fn ask_later(&mut self, ask: Ask, context: &Context<Self>) -> Outcome {
        tokio::task::yield_now().await;
        self.next(ask, context)
    }

    #[cast]
    fn tell(&mut self, ask: Ask, context: &Context<Self>) -> Outcome {
        self.next(ask, context)
    }

    #[info]
    fn asked(&mut self, asked: Asked, context: Context<Self>) -> Outcome {
        self.next(asked.0, &context)
    }

    #[call]
    fn touch(&self) {}

    #[info]
    fn word(&mut self, word: Word) {
        self.hear(word.0);
    }

    #[info]
    fn late(&mut self, late: Late) {
        self.hear(late.0);
    }

    #[call]
    fn steps(&mut self, count: u32, context: &Context<Self>) -> Outcome<&'static str> {
        Outcome::reply("answered").then(context.continue_with(Step(count)))
    }

    #[info]
    async fn step(&mut self, step: Step, context: &Context<Self>) -> Outcome {
        tokio::task::yield_now().await;
        self.hear("step");
        match step.0 {
            0 => Outcome::stop(ExitReason::Normal),
            100 => panic!("step 100"),
            101 => Outcome::awake(),
            left => Outcome::awake().then(context.continue_with(Step(left - 1))),
        }
    }
}

fn line() -> (LineRef, Heard) {
    let heard = Heard::default();
    let line = Line {
        start: Instant::now(),
        heard: Arc::clone(&heard),
    };
    (line.spawn().unwrap(), heard)
}

fn taken(heard: &Heard) -> Vec<(&'static str, u64)> {
    std::mem::take(&mut *heard.lock().unwrap())
}

#[tokio::test(start_paused = true)]
async fn c173_a_time_out_is_handled_once_after_its_time() {
    for way in 0..4 {
        let (line, heard) = line();
        let ask = Ask::After(100 * MS);
        match way {
            0 => line.ask(ask).await.unwrap(),
            1 => line.ask_later(ask).await.unwrap(),
            2 => line.tell(ask).unwrap(),
            _ => line.actor().send(Asked(ask)).unwrap(),
        }
        sleep(99 * MS).await;
        assert_eq!(taken(&heard), [], "{way}");
        sleep(500 * MS).await;
        assert_eq!(taken(&heard), [("late", 100)], "{way}");
    }
}

#[tokio::test(start_paused = true)]
async fn c174_any_message_ends_a_time_out_for_good() {
    for way in 0..3 {
        let (line, heard) = line();
        line.ask(Ask::After(100 * MS)).await.unwrap();
        sleep(50 * MS).await;
        match way {
            0 => line.touch().await.unwrap(),
            1 => line.tell(Ask::Nothing).unwrap(),
            _ => line.actor().send(Asked(Ask::Nothing)).unwrap(),
        }
        sleep(500 * MS).await;
        assert_eq!(taken(&heard), [], "{way}");
    }
}

#[tokio::test(start_paused = true)]
async fn inspection_does_not_disturb_a_time_out() {
    let (line, heard) = line();
    line.ask(Ask::After(100 * MS)).await.unwrap();
    sleep(50 * MS).await;
    let _ = (line.actor().memory(), line.actor().status(), line.tree());
    sleep(100 * MS).await;
    assert_eq!(taken(&heard), [("late", 100)]);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_takes_the_place_of_an_earlier_one() {
    let (line, heard) = line();
    line.ask(Ask::After(100 * MS)).await.unwrap();
    line.ask(Ask::After(300 * MS)).await.unwrap();
    sleep(500 * MS).await;
    assert_eq!(taken(&heard), [("late", 300)]);
}

#[tokio::test(start_paused = true)]
async fn c176_a_time_out_of_zero_comes_before_what_waits() {
    let (line, heard) = line();
    line.ask(Ask::Behind(Duration::ZERO)).await.unwrap();
    sleep(50 * MS).await;
    assert_eq!(taken(&heard), [("late", 0), ("sent", 0)]);
    line.ask_later(Ask::Behind(Duration::ZERO)).await.unwrap();
    sleep(50 * MS).await;
    assert_eq!(taken(&heard), [("late", 50), ("sent", 50)]);
    // As an integer in Erlang, what waits wins, and ends it.
    line.ask(Ask::BehindPlain(Duration::ZERO)).await.unwrap();
    sleep(50 * MS).await;
    assert_eq!(taken(&heard), [("sent", 100)]);
    line.ask(Ask::Plain(Duration::ZERO)).await.unwrap();
    sleep(50 * MS).await;
    assert_eq!(taken(&heard), [("late", 150)]);
}

#[tokio::test(start_paused = true)]
async fn c178_a_time_out_may_be_an_instant() {
    let (line, heard) = line();
    line.ask(Ask::At(Instant::now() + 100 * MS)).await.unwrap();
    sleep(200 * MS).await;
    assert_eq!(taken(&heard), [("late", 100)]);
    line.ask(Ask::At(Instant::now() - 100 * MS)).await.unwrap();
    sleep(MS).await;
    assert_eq!(taken(&heard), [("late", 200)]);
}

#[tokio::test(start_paused = true)]
async fn c191_a_plain_time_out_takes_the_place_of_the_idle_time() {
    let (line, heard) = line();
    line.ask(Ask::Plain(Duration::from_secs(1))).await.unwrap();
    sleep(300 * MS).await;
    assert_eq!(line.actor().status(), Status::Idle);
    sleep(690 * MS).await;
    assert_eq!(line.actor().status(), Status::Idle);
    sleep(20 * MS).await;
    assert_eq!(taken(&heard), [("late", 1000)]);
    assert_eq!(line.actor().status(), Status::Idle);
    sleep(200 * MS).await;
    assert_eq!(line.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn with_any_other_time_out_an_idle_actor_hibernates() {
    let (line, heard) = line();
    line.ask(Ask::After(Duration::from_secs(1))).await.unwrap();
    sleep(300 * MS).await;
    assert_eq!(line.actor().status(), Status::Hibernated);
    sleep(701 * MS).await;
    assert_eq!(taken(&heard), [("late", 1000)]);
}

#[tokio::test(start_paused = true)]
async fn c193_an_actor_may_sleep_until_its_time_out() {
    let (line, heard) = line();
    line.ask(Ask::AsleepFor(500 * MS)).await.unwrap();
    assert_eq!(line.actor().status(), Status::Hibernated);
    sleep(499 * MS).await;
    assert_eq!(line.actor().status(), Status::Hibernated);
    sleep(2 * MS).await;
    assert_eq!(taken(&heard), [("late", 500)]);
    assert_eq!(line.actor().status(), Status::Idle);
}

#[tokio::test(start_paused = true)]
async fn c182_steps_run_back_to_back_and_may_stop() {
    let (line, heard) = line();
    let stopped = line.actor().stopped();
    assert_eq!(line.steps(3).await.unwrap(), "answered");
    for _ in 0..3 {
        line.actor().send(Word("between")).unwrap();
    }
    let exit = stopped.await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Normal));
    let said: Vec<_> = taken(&heard).into_iter().map(|(what, _)| what).collect();
    assert_eq!(said, ["step"; 4]);
}

#[supervisor(intensity = 10)]
struct App {
    heard: Heard,
    #[child(start = Line { start: Instant::now(), heard: heard.clone() })]
    line: Line,
}

#[tokio::test(start_paused = true)]
async fn what_comes_next_ends_with_the_incarnation() {
    let heard = Heard::default();
    let app = App {
        heard: Arc::clone(&heard),
    };
    let app = app.start().await.unwrap();
    let line = app.line();
    line.ask(Ask::After(100 * MS)).await.unwrap();
    line.actor().kill().await.unwrap();
    sleep(200 * MS).await;
    assert_eq!(taken(&heard), []);
    // Killed while its step is under way: neither that nor the next is for the one that follows.
    line.steps(5).await.unwrap();
    line.actor().kill().await.unwrap();
    line.touch().await.unwrap();
    assert_eq!(line.actor().generation(), 3);
    assert_eq!(taken(&heard), []);
    // A step that panics is not tried again.
    line.steps(100).await.unwrap();
    sleep(MS).await;
    line.touch().await.unwrap();
    assert_eq!(line.actor().generation(), 4);
    assert_eq!(taken(&heard).len(), 1);
    line.steps(101).await.unwrap();
    line.touch().await.unwrap();
    assert_eq!(taken(&heard).len(), 1);
}

/// Takes what another's context made.
#[actor]
struct Thief;

#[actor]
impl Thief {
    #[call]
    fn take(&self, next: Next) -> Outcome {
        Outcome::awake().then(next)
    }

    #[info]
    fn word(&self, _: Word) {}
}

#[actor]
struct Maker;

#[actor]
impl Maker {
    #[call]
    fn make(&self, context: &Context<Self>) -> Next {
        context.timeout(MS, Word("mine")).into()
    }

    #[info]
    fn word(&self, _: Word) {}
}

#[tokio::test(start_paused = true)]
async fn what_another_actor_made_is_a_failure() {
    let (thief, maker) = (Thief.spawn().unwrap(), Maker.spawn().unwrap());
    let stopped = thief.actor().stopped();
    let next = maker.make().await.unwrap();
    thief.take(next).await.unwrap();
    let exit = stopped.await.unwrap();
    assert!(exit.to_string().contains("another actor"), "{exit}");
}
