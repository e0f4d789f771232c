//! What `docs/attributes.md` says of keys that are left out is what the runtime does then. That its keys are those
//! of the parser is a test of the macros.

use std::fmt::Display;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Backoff, ChildOptions, Shutdown, SupervisorFlags};

const PAGE: &str = include_str!("../../docs/attributes.md");

#[actor]
#[derive(Default)]
struct Worker;

#[actor]
impl Worker {}

#[supervisor]
struct Branch {}

#[supervisor]
struct Static {
    #[child]
    worker: Worker,
    #[child(start = Branch {})]
    branch: Branch,
    #[child(backoff)]
    patient: Worker,
    #[child(backoff(initial = "100ms", max = "10s", factor = 2.0, jitter = 0.1))]
    written_out: Worker,
}

#[supervisor(partitions)]
struct Partitioned {
    #[child]
    worker: Worker,
}

#[supervisor(strategy = simple_one_for_one)]
struct OnDemand {
    #[child]
    worker: Worker,
}

#[supervisor(dynamic)]
struct Dynamic {}

/// What the page says of a key that is left out.
fn left_out(attribute: &str, key: &str) -> &'static str {
    let heading = format!("### {attribute}\n");
    let (_, section) = PAGE.split_once(&heading).expect("a section");
    let row = format!("| `{key}` |");
    let row = section.lines().find(|line| line.starts_with(&row));
    row.and_then(|row| row.split('|').nth(3))
        .expect("a cell")
        .trim()
}

/// A duration as the attributes have it.
fn written(time: Duration) -> String {
    match time.as_millis() {
        milliseconds if milliseconds % 1000 == 0 => format!("\"{}s\"", milliseconds / 1000),
        milliseconds => format!("\"{milliseconds}ms\""),
    }
}

fn holds(attribute: &str, key: &str, expected: impl Display) {
    let text = left_out(attribute, key);
    let expected = format!("`{expected}`");
    assert!(text.starts_with(&expected), "{key}: {text}, not {expected}");
}

fn flag(key: &str, expected: impl Display) {
    holds("`#[supervisor]`", key, expected);
}

#[tokio::test(start_paused = true)]
async fn flags_that_are_left_out() {
    let fixed = Static {}.start().await.unwrap();
    let flags: SupervisorFlags = fixed.supervisor().flags();
    flag("strategy", flags.strategy.name());
    flag("intensity", flags.intensity);
    flag("period", written(flags.period));
    flag("auto_shutdown", flags.auto_shutdown.name());
    let sleeps = format!(
        "on after `{}` for a static",
        written(flags.hibernate_after.unwrap())
    );
    assert!(left_out("`#[supervisor]`", "auto_hibernation").starts_with(&sleeps));

    let partitioned = Partitioned {}.start().await.unwrap().supervisor().flags();
    let dynamic = Dynamic {}.start().await.unwrap().supervisor().flags();
    let more = "with `dynamic` or `partitions` `3`";
    assert!(left_out("`#[supervisor]`", "intensity").ends_with(more));
    assert_eq!((partitioned.intensity, dynamic.intensity), (3, 3));
    assert_eq!(partitioned.hibernate_after, flags.hibernate_after);

    let on_demand = OnDemand {}.start().await.unwrap().supervisor().flags();
    assert!(left_out("`#[supervisor]`", "auto_hibernation").ends_with("off for others"));
    assert_eq!(
        (on_demand.hibernate_after, dynamic.hibernate_after),
        (None, None)
    );
    assert_eq!(left_out("`#[supervisor]`", "max_children"), "no limit");
    assert_eq!((on_demand.max_children, dynamic.max_children), (None, None));
}

#[tokio::test(start_paused = true)]
async fn options_of_children_that_are_left_out() {
    let fixed = Static {}.start().await.unwrap();
    let spec = |id| -> ChildOptions { fixed.supervisor().get_childspec(id).unwrap() };
    let (worker, branch) = (spec("worker"), spec("branch"));
    let child = |key, expected: &str| holds("`#[child]`", key, expected);
    child("restart", worker.restart.name());
    let Shutdown::After(time) = worker.shutdown else {
        panic!("{:?}", worker.shutdown);
    };
    child("shutdown", &written(time));
    assert_eq!(branch.shutdown, Shutdown::Infinity);
    assert!(left_out("`#[child]`", "shutdown").ends_with("for supervisors `infinity`"));
    child("significant", &worker.significant.to_string());
    child("drain", &worker.drain.to_string());
    assert_eq!((worker.backoff, worker.start_timeout), (None, None));
    assert_eq!(worker.registered, None);
}

#[tokio::test(start_paused = true)]
async fn pauses_that_are_left_out() {
    let fixed = Static {}.start().await.unwrap();
    let spec = |id| fixed.supervisor().get_childspec(id).unwrap();
    assert_eq!(spec("patient").backoff, Some(Backoff::DEFAULT));
    assert_eq!(spec("written_out").backoff, Some(Backoff::DEFAULT));
    for (key, value) in [
        ("initial", "\"100ms\""),
        ("max", "\"10s\""),
        ("factor", "2.0"),
        ("jitter", "0.1"),
    ] {
        holds("`backoff(..)`", key, value);
    }
}
