//! Reports over all types of actors: what they cost, and which handlers hibernate.
//!
//! Counting is on for the whole of this process; each test has types of its own.

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{
    AnyActorRef, Coverage, CoverageReport, MemoryReport, Receive, Status, set_counting,
};
use tokio::sync::Notify;
use tokio::time::sleep;

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

#[actor]
#[derive(Default)]
struct Loose {
    text: Vec<u8>,
    gate: Arc<Notify>,
}

#[actor]
impl Loose {
    #[call]
    fn grow(&mut self) {
        self.text = Vec::with_capacity(10_000);
        self.text.push(1);
    }

    #[call]
    fn doze(&self) -> Hibernate {
        Hibernate(())
    }

    #[cast]
    async fn wait(&mut self) {
        self.gate.notified().await;
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Many {
    #[child(start = |_: u8| Loose::default())]
    loose: Loose,
}

#[supervisor]
struct App {
    #[child(start = Many {})]
    many: Many,
    #[child]
    loose: Loose,
}

#[tokio::test(start_paused = true)]
async fn supervisors_sleep_on_while_a_report_is_made() {
    let app = App {}.start().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let report = MemoryReport::here().unwrap();
    assert_eq!(report.row("App").unwrap().asleep(), 1);
    assert_eq!(app.supervisor().status(), Status::Hibernated);
    drop(app.supervisor().which_children());
    assert_eq!(app.supervisor().status(), Status::Idle, "asked");
}

#[tokio::test(start_paused = true)]
async fn the_memory_report_counts_by_type_what_sleep_would_save() {
    let app = App {}.start().await.unwrap();
    let first = app.many().start_child(1).await.unwrap();
    let second = app.many().start_child(2).await.unwrap();
    for actor in [&first, &second] {
        actor.grow().await.unwrap();
    }
    second.doze().await.unwrap();
    let report = MemoryReport::here().unwrap();
    let row = report.row("Loose").unwrap();
    assert_eq!((row.count(), row.active(), row.asleep()), (3, 2, 1));
    let bytes = |actor: &LooseRef| actor.actor().memory().bytes();
    let third = app.loose();
    assert_eq!(row.actual(), bytes(&first) + bytes(&second) + bytes(&third));
    // What is left of each is its cell, and the one byte of those that have it.
    let cell = third.actor().memory().cell();
    assert_eq!(row.best(), 3 * cell + 2);
    assert_eq!(row.waste(), row.actual() - row.best());
    assert!(row.waste() > 9_900, "{report}");
    assert_eq!(row.unmeasured(), 0);

    first.doze().await.unwrap();
    third.doze().await.unwrap();
    let report = MemoryReport::here().unwrap();
    let row = report.row("Loose").unwrap();
    assert_eq!(
        (row.asleep(), row.actual(), row.waste()),
        (3, 3 * cell + 2, 0)
    );
    assert_eq!(
        first.actor().status(),
        Status::Hibernated,
        "nobody was woken"
    );

    assert_eq!(report.row("App").unwrap().count(), 1);
    assert_eq!(report.row("Many").unwrap().count(), 1);
    let total = report
        .rows()
        .iter()
        .map(dormouse::MemoryRow::actual)
        .sum::<usize>();
    assert_eq!(
        (report.total().actual(), report.total().count()),
        (total, 5)
    );
}

#[tokio::test(start_paused = true)]
async fn a_report_of_a_part_is_of_that_part() {
    let app = App {}.start().await.unwrap();
    app.many().start_child(1).await.unwrap();
    let report = MemoryReport::of(&AnyActorRef::from(&app.many()));
    assert_eq!(report.row("Loose").unwrap().count(), 1);
    assert!(report.row("App").is_none());
    let report = MemoryReport::of(&AnyActorRef::from(&app.loose()));
    assert_eq!(report.total().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_runs_is_not_measured_and_claims_no_waste() {
    let gate = Arc::new(Notify::new());
    set_counting(true);
    let loose = Loose {
        gate: Arc::clone(&gate),
        text: Vec::with_capacity(10_000),
    };
    let loose = loose.spawn().unwrap();
    loose.wait().unwrap();
    tokio::task::yield_now().await;
    let report = MemoryReport::here().unwrap();
    let row = report.row("Loose").unwrap();
    assert_eq!((row.count(), row.unmeasured(), row.waste()), (1, 1, 0));
    drop(loose);
    gate.notify_one();
    sleep(millis(200)).await;
    let gone = MemoryReport::here();
    assert!(
        gone.is_none_or(|report| report.row("Loose").is_none()),
        "and who has ended is not listed"
    );
}

#[tokio::test]
async fn actors_started_alone_are_found_while_counting_is_on() {
    set_counting(true);
    let _one = Loose::default().spawn().unwrap();
    let _other = Loose::default().spawn_named("other").unwrap();
    assert_eq!(
        MemoryReport::here().unwrap().row("Loose").unwrap().count(),
        2
    );
}

#[test]
fn outside_of_a_runtime_there_is_nothing_to_report() {
    assert!(MemoryReport::here().is_none());
}

#[tokio::test(start_paused = true)]
async fn the_memory_report_is_a_table() {
    let app = App {}.start().await.unwrap();
    app.loose().doze().await.unwrap();
    let text = MemoryReport::of(&AnyActorRef::from(&app.loose())).to_string();
    let bytes = app.loose().actor().memory().bytes();
    let head = "type      count    active    asleep     actual B       best B      waste B   unmeasured suggested";
    let numbers = format!(
        "{:>9} {:>9} {:>9} {bytes:>12} {bytes:>12} {:>12} {:>12} {:>9}",
        1, 0, 1, 0, 0, "-"
    );
    assert_eq!(text, format!("{head}\nLoose {numbers}\ntotal {numbers}"));
}

#[actor]
#[derive(Default)]
struct Talker;

#[actor]
impl Talker {
    #[call]
    fn say(&self) {}
}

#[tokio::test(start_paused = true)]
async fn a_hibernate_after_is_suggested_by_the_pauses_seen() {
    set_counting(true);
    // Several, for not each has a place in the sample.
    let talkers: Vec<TalkerRef> = (0..8).map(|_| Talker.spawn().unwrap()).collect();
    let suggested = || {
        let report = MemoryReport::here().unwrap();
        report.row("Talker").unwrap().suggested_hibernate_after()
    };
    talkers[0].say().await.unwrap();
    assert_eq!(suggested(), None);
    for round in 0..200 {
        for talker in &talkers {
            talker.say().await.unwrap();
        }
        sleep(if round % 10 == 0 {
            Duration::from_secs(60)
        } else {
            millis(40)
        })
        .await;
    }
    assert_eq!(suggested(), Some(millis(50)));
    let text = MemoryReport::here().unwrap().to_string();
    assert!(text.contains("50ms"), "{text}");
}

#[actor(hibernate = always)]
#[derive(Default)]
struct Full;

#[actor]
impl Full {
    #[call]
    fn one(&self) -> Hibernate {
        Hibernate(())
    }

    #[cast]
    fn two(&self) -> Outcome<(), dormouse::Always> {
        Outcome::reply(())
    }
}

#[actor]
#[derive(Default)]
struct Partial {
    gate: Arc<Notify>,
}

struct Go;

#[actor]
impl Partial {
    #[call]
    fn plain(&self) {}

    #[call]
    fn decides(&self, sleeps: bool) -> Outcome<u8> {
        if sleeps {
            Outcome::reply(1).hibernate()
        } else {
            Outcome::reply(0)
        }
    }

    #[call]
    fn answers(&self, fails: bool) -> Hibernate<Result<(), u8>> {
        Hibernate(if fails { Err(1) } else { Ok(()) })
    }

    #[cast]
    fn ends(&self) -> Outcome {
        Outcome::stop(dormouse::ExitReason::Normal)
    }

    #[cast]
    fn panics(&self) {
        panic!("as it should");
    }

    #[cast(blocking)]
    fn blocks(&self) -> Hibernate {
        Hibernate(())
    }

    #[cast]
    async fn waits(&mut self) -> Hibernate {
        self.gate.notified().await;
        Hibernate(())
    }

    #[info]
    fn go(&mut self, _: Go) -> Result<(), std::fmt::Error> {
        Err(std::fmt::Error)
    }
}

#[actor]
#[derive(Default)]
struct Awake;

#[actor]
impl Awake {
    #[call]
    fn ping(&self) {}
}

#[actor]
#[derive(Default)]
struct Bare;

#[actor]
impl Bare {}

#[tokio::test]
async fn coverage_is_by_what_the_return_types_allow() {
    let _actors = (
        Full.spawn().unwrap(),
        Awake.spawn().unwrap(),
        Bare.spawn().unwrap(),
        Partial::default().spawn().unwrap(),
    );
    let report = CoverageReport::new();
    let coverage = |name| report.row(name).unwrap().coverage();
    assert_eq!(coverage("Full"), Coverage::Full);
    assert_eq!(coverage("Partial"), Coverage::Partial);
    assert_eq!(coverage("Awake"), Coverage::None);
    assert_eq!(coverage("Bare"), Coverage::None);
    let row = report.row("Partial").unwrap();
    let handlers = row.handlers().iter();
    let handlers: Vec<_> = handlers
        .map(|it| (it.name(), it.kind(), it.form()))
        .collect();
    let expected = [
        ("plain", "call", "never"),
        ("decides", "call", "may"),
        ("answers", "call", "always"),
        ("ends", "cast", "may"),
        ("panics", "cast", "never"),
        ("blocks", "cast", "always"),
        ("waits", "cast", "always"),
        ("go", "info", "never"),
    ];
    assert_eq!(handlers, expected);
    let text = report.to_string();
    assert!(
        text.lines()
            .any(|line| line.starts_with("  decides ") && line.contains("call    may")),
        "{text}"
    );
    let full = report.row("Full").unwrap().handlers();
    assert_eq!(full[1].form(), "always", "by policy");
}

#[actor(hibernate_after = "1s")]
#[derive(Default)]
struct Counted {
    gate: Arc<Notify>,
}

#[actor]
impl Counted {
    #[call]
    fn plain(&self) {}

    #[call]
    fn decides(&self, sleeps: bool) -> Outcome<u8> {
        if sleeps {
            Outcome::reply(1).hibernate()
        } else {
            Outcome::reply(0)
        }
    }

    #[cast]
    fn ends(&self) -> Outcome {
        Outcome::stop(dormouse::ExitReason::Normal)
    }

    #[cast]
    fn panics(&self) {
        panic!("as it should");
    }

    #[call(blocking)]
    fn blocks(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    async fn waits(&mut self) -> Hibernate {
        self.gate.notified().await;
        Hibernate(())
    }

    #[info]
    fn go(&mut self, _: Go) -> Result<(), std::fmt::Error> {
        Err(std::fmt::Error)
    }

    #[stop]
    fn stop(&mut self) {}
}

/// Handled, hibernated, stopped, failed.
fn counts(handler: &str) -> [u64; 4] {
    let report = CoverageReport::new();
    let row = report.row("Counted").unwrap();
    let handler = row
        .handlers()
        .iter()
        .find(|it| it.name() == handler)
        .unwrap();
    let counts = handler.counts();
    [
        counts.handled(),
        counts.hibernated(),
        counts.stopped(),
        counts.failed(),
    ]
}

fn takes<A: Receive<T>, T>() {}

#[tokio::test(start_paused = true)]
async fn each_handler_and_outcome_is_counted_wherever_it_runs() {
    takes::<Counted, Go>();
    set_counting(true);
    let start = || Counted::default().spawn().unwrap();
    let actor = start();
    for _ in 0..3 {
        // Here, in the task of the caller.
        actor.plain().await.unwrap();
    }
    assert_eq!(counts("plain"), [3, 0, 0, 0]);
    actor.decides(true).await.unwrap();
    actor.decides(false).await.unwrap();
    actor.decides(true).await.unwrap();
    assert_eq!(counts("decides"), [3, 2, 0, 0]);
    actor.blocks().await.unwrap();
    // Elsewhere, where it goes on after the reply.
    while actor.actor().status() != Status::Hibernated {
        tokio::task::yield_now().await;
    }
    assert_eq!(counts("blocks"), [1, 1, 0, 0]);
    let waits = actor.waits().send();
    actor.actor().stopped();
    tokio::task::yield_now().await;
    assert_eq!(counts("waits"), [1, 0, 0, 0]);
    drop(waits);

    let other = start();
    other.ends().unwrap();
    other.actor().stopped().await.ok();
    assert_eq!(counts("ends"), [1, 0, 1, 0]);
    let other = start();
    other.panics().unwrap();
    other.actor().stopped().await.ok();
    assert_eq!(counts("panics"), [1, 0, 0, 1]);
    let other = start();
    other.actor().send(Go).unwrap();
    other.actor().stopped().await.ok();
    assert_eq!(counts("go"), [1, 0, 0, 1]);

    let slept = || CoverageReport::new().row("Counted").unwrap().hibernations();
    let before = slept();
    let other = start();
    other.plain().await.unwrap();
    sleep(millis(1_200)).await;
    assert_eq!(other.actor().status(), Status::Hibernated);
    assert_eq!(slept(), before + 1, "by itself");
}
