//! Random supervisors, of each strategy, with and without back-off, and what may happen to them: the
//! planner does what the model does.
//!
//! `DORMOUSE_PLANNER_STEPS` sets the number of events (a million takes
//! some seconds), `DORMOUSE_PLANNER_SEED` the seed of the first supervisor.

use std::collections::BTreeMap;

use super::super::Action;
use super::world::World;

const STEPS: u64 = 20_000;

#[test]
fn the_planner_does_what_the_model_does() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>());
    let steps = number("DORMOUSE_PLANNER_STEPS").map_or(STEPS, |steps| steps.expect("a number"));
    let mut seed = number("DORMOUSE_PLANNER_SEED").map_or(1, |seed| seed.expect("a number"));
    let mut taken = 0;
    let mut seen = BTreeMap::new();
    while taken < steps {
        let _named = NameOnPanic(seed);
        let mut world = World::new(seed);
        world.live();
        world.compare(seed);
        taken += world.tape.len() as u64;
        for frame in &world.frames {
            for action in &frame.actions {
                *seen.entry(kind(action)).or_insert(0_u64) += 1;
            }
        }
        seed += 1;
    }
    // Coverage: a comparison that never sees an action proves nothing about it.
    for what in [
        "Start",
        "CancelStart",
        "Stop",
        "Kill",
        "RetryLater",
        "RetryLater after a pause",
        "Up",
        "Serve",
        "Added",
        "Done",
        "Started",
        "Ignored",
        "StartFailed",
        "NotFound",
        "Running",
        "Restarting",
        "AlreadyStarted",
        "AlreadyPresent",
        "Ending",
        "Report Terminated",
        "Report StartFailed",
        "Report Stopped",
        "Report TooManyRestarts",
        "End Stopped",
        "End StartFailed",
        "End TooManyRestarts",
        "End AutoShutdown",
        "End Killed",
    ] {
        let often = steps < STEPS || seen.get(what).is_some_and(|&times| times >= 5);
        assert!(often, "{what} happened too rarely: {seen:?}");
    }
}

/// Says which seed it was, wherever the panic comes from.
struct NameOnPanic(u64);

impl Drop for NameOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("to see it again: DORMOUSE_PLANNER_SEED={}", self.0);
        }
    }
}

fn kind(action: &Action) -> String {
    if let Action::RetryLater(_, pause) = action
        && !pause.is_zero()
    {
        return "RetryLater after a pause".to_owned();
    }
    let words = format!("{action:?}");
    let words: Vec<_> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.chars().all(char::is_numeric))
        .collect();
    match words[0] {
        "Reply" => words[words.len() - 1].to_owned(),
        "Report" | "End" => format!("{} {}", words[0], words[1]),
        first => first.to_owned(),
    }
}
