//! A supervisor whose children obey: drives a planner and keeps a log.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::super::{
    Action, Answer, AutoShutdown, CallId, ChildPlan, End, Event, Exit, Flags, Incarnation, Moment,
    Planner, Report, Request, Restart, Slot, Status, Strategy,
};
use crate::supervisor::backoff::Backoff;

pub(super) struct Bench {
    pub(super) planner: Planner,
    flags: Flags,
    plans: Vec<(String, ChildPlan)>,
    names: BTreeMap<Slot, String>,
    /// The next start of each fails that often.
    failing: BTreeMap<String, u32>,
    /// Starts of these are declined.
    ignoring: BTreeSet<String>,
    /// Starts and stops of these wait for `started`, `start_failed`, `exited`.
    held: BTreeSet<String>,
    /// Retries wait for `retry`.
    pub(super) hold_retries: bool,
    retries: Vec<Incarnation>,
    /// What the callers want, and which child is to be added.
    wishes: BTreeMap<u32, (String, Option<Wish>)>,
    calls: u32,
    pub(super) answers: BTreeMap<u32, Answer>,
    log: Vec<String>,
    reports: Vec<String>,
    start: Instant,
    now: Instant,
    pub(super) ended: Option<End>,
}

#[derive(Clone, Copy)]
enum Wish {
    Add(ChildPlan),
    Terminate,
    Restart,
    Delete,
}

impl Bench {
    /// A supervisor that allows five restarts in ten seconds. Children: `name`, `name:restart`,
    /// with `*` at the end if significant.
    pub(super) fn new(strategy: Strategy, children: &str) -> Self {
        let plans: Vec<_> = children.split_whitespace().map(parse).collect();
        let flags = Flags {
            strategy,
            intensity: 5,
            period: Duration::from_secs(10),
            auto_shutdown: AutoShutdown::Never,
        };
        let start = Instant::now();
        Self {
            planner: Planner::new(&flags, plans.iter().map(|(_, plan)| *plan)),
            flags,
            names: (0..)
                .map(Slot)
                .zip(plans.iter().map(|(name, _)| name.clone()))
                .collect(),
            plans,
            failing: BTreeMap::new(),
            ignoring: BTreeSet::new(),
            held: BTreeSet::new(),
            hold_retries: false,
            retries: Vec::new(),
            wishes: BTreeMap::new(),
            calls: 0,
            answers: BTreeMap::new(),
            log: Vec::new(),
            reports: Vec::new(),
            start,
            now: start,
            ended: None,
        }
    }

    pub(super) fn intensity(mut self, intensity: u32, seconds: u64) -> Self {
        self.flags.intensity = intensity;
        self.flags.period = Duration::from_secs(seconds);
        self.remake()
    }

    pub(super) fn auto_shutdown(mut self, auto_shutdown: AutoShutdown) -> Self {
        self.flags.auto_shutdown = auto_shutdown;
        self.remake()
    }

    fn remake(mut self) -> Self {
        self.planner = Planner::new(&self.flags, self.plans.iter().map(|(_, plan)| *plan));
        self
    }

    /// Begins; the log is empty afterwards.
    pub(super) fn up(mut self) -> Self {
        self.send(Event::Begin);
        assert!(self.log.pop().is_some_and(|last| last == "up"));
        self.log.clear();
        self.reports.clear();
        self
    }

    pub(super) fn failing(&mut self, name: &str, times: u32) {
        self.failing.insert(name.to_owned(), times);
    }

    pub(super) fn ignoring(&mut self, name: &str) {
        self.ignoring.insert(name.to_owned());
    }

    pub(super) fn hold(&mut self, name: &str) {
        self.held.insert(name.to_owned());
    }

    pub(super) fn at(&mut self, milliseconds: u64) {
        self.now = self.start + Duration::from_millis(milliseconds);
    }

    pub(super) fn now(&self) -> Instant {
        self.now
    }

    pub(super) fn moment(&self) -> Moment {
        Moment {
            now: self.now,
            random: 0,
        }
    }

    /// The restarts of a child pause for so many milliseconds, twice as many each time, up to a second.
    pub(super) fn back_off(mut self, name: &str, milliseconds: u64) -> Self {
        let slot = self.slot(name).expect("a child of this name");
        let longest = Duration::from_secs(1);
        let backoff = Backoff::new(Duration::from_millis(milliseconds), longest, 2.0, 0.5);
        self.planner.back_off(slot, backoff);
        self.hold_retries = true;
        self
    }

    pub(super) fn crash(&mut self, name: &str) {
        self.exit(name, Exit::Failed);
    }

    pub(super) fn finish(&mut self, name: &str) {
        self.exit(name, Exit::Clean);
    }

    pub(super) fn exit(&mut self, name: &str, exit: Exit) {
        let incarnation = self.latest(name);
        self.send(Event::Exited(incarnation, exit));
    }

    pub(super) fn started(&mut self, name: &str) {
        let incarnation = self.latest(name);
        self.send(Event::Started(incarnation));
    }

    pub(super) fn start_failed(&mut self, name: &str) {
        let incarnation = self.latest(name);
        self.send(Event::StartFailed(incarnation));
    }

    pub(super) fn retry(&mut self) {
        for incarnation in std::mem::take(&mut self.retries) {
            self.send(Event::Retry(incarnation));
        }
    }

    /// start_child of a child written as for `new`; gives the number of the call.
    pub(super) fn add(&mut self, child: &str) -> u32 {
        let (name, plan) = parse(child);
        self.call(name, Some(Wish::Add(plan)))
    }

    pub(super) fn terminate(&mut self, name: &str) -> u32 {
        self.call(name.to_owned(), Some(Wish::Terminate))
    }

    pub(super) fn restart(&mut self, name: &str) -> u32 {
        self.call(name.to_owned(), Some(Wish::Restart))
    }

    pub(super) fn delete(&mut self, name: &str) -> u32 {
        self.call(name.to_owned(), Some(Wish::Delete))
    }

    pub(super) fn look(&mut self) -> u32 {
        self.call(String::new(), None)
    }

    /// The answer to a call; it must have come.
    pub(super) fn answer(&self, call: u32) -> Answer {
        self.answers[&call]
    }

    fn call(&mut self, name: String, wish: Option<Wish>) -> u32 {
        let call = self.calls;
        self.calls += 1;
        self.wishes.insert(call, (name, wish));
        self.send(Event::Call(CallId(call)));
        call
    }

    pub(super) fn status(&self, name: &str) -> Status {
        self.slot(name)
            .map_or(Status::Vacant, |slot| self.planner.status(slot))
    }

    pub(super) fn latest(&self, name: &str) -> Incarnation {
        self.planner
            .latest(self.slot(name).expect("a child of this name"))
    }

    pub(super) fn slot(&self, name: &str) -> Option<Slot> {
        self.names
            .iter()
            .find(|&(&slot, known)| known == name && self.planner.status(slot) != Status::Vacant)
            .map(|(&slot, _)| slot)
    }

    /// What which_children shows, newest first: `+` runs, `~` restarting, `-` no process.
    pub(super) fn which(&self) -> String {
        let shown = self.planner.in_order().into_iter().rev().map(|slot| {
            let mark = match self.planner.status(slot) {
                Status::Running => '+',
                Status::Restarting => '~',
                Status::Down | Status::Waiting => '-',
                status => panic!("in the middle of something: {status:?}"),
            };
            format!("{}{mark}", self.names[&slot])
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    /// What was done since the last look.
    pub(super) fn log(&mut self) -> String {
        std::mem::take(&mut self.log).join(", ")
    }

    /// What was reported since the last look, without children stopped as they should.
    pub(super) fn reports(&mut self) -> String {
        std::mem::take(&mut self.reports).join(", ")
    }

    pub(super) fn send(&mut self, event: Event) {
        let actions = self.planner.on(event, self.moment());
        let mut answer = None;
        for (index, action) in actions.iter().enumerate() {
            assert!(
                answer.is_none(),
                "an awaited action is the last: {actions:?}"
            );
            answer = self.carry_out(*action);
            assert!(
                self.ended.is_none() || index + 1 == actions.len(),
                "nothing follows the end: {actions:?}"
            );
        }
        if let Some(event) = answer {
            self.send(event);
        }
        if !self.hold_retries {
            self.retry();
        }
    }

    fn carry_out(&mut self, action: Action) -> Option<Event> {
        match action {
            Action::Start(incarnation) => {
                let name = self.note("start", incarnation);
                let failing = self.failing.entry(name.clone()).or_default();
                if self.held.contains(&name) {
                    None
                } else if *failing > 0 {
                    *failing -= 1;
                    Some(Event::StartFailed(incarnation))
                } else if self.ignoring.contains(&name) {
                    Some(Event::Ignored(incarnation))
                } else {
                    Some(Event::Started(incarnation))
                }
            }
            Action::Stop(incarnation) => {
                let name = self.note("stop", incarnation);
                let event = Event::Exited(incarnation, Exit::Clean);
                (!self.held.contains(&name)).then_some(event)
            }
            Action::CancelStart(incarnation) => {
                self.note("cancel", incarnation);
                None
            }
            Action::Kill(incarnation) => {
                self.note("kill", incarnation);
                None
            }
            Action::RetryLater(incarnation, pause) => {
                if !pause.is_zero() {
                    self.note(&format!("in {} ms", pause.as_millis()), incarnation);
                }
                self.retries.push(incarnation);
                None
            }
            Action::Up => {
                self.log.push("up".to_owned());
                None
            }
            Action::Serve(CallId(call)) => {
                let (name, wish) = self.wishes[&call].clone();
                let slot = self.slot(&name);
                Some(Event::Request(match (wish, slot) {
                    (Some(Wish::Add(plan)), namesake) => Request::Add { plan, namesake },
                    (Some(Wish::Terminate), Some(slot)) => Request::Terminate(slot),
                    (Some(Wish::Restart), Some(slot)) => Request::Restart(slot),
                    (Some(Wish::Delete), Some(slot)) => Request::Delete(slot),
                    _ => {
                        self.answers.insert(call, Answer::NotFound);
                        Request::Nothing
                    }
                }))
            }
            Action::Added(CallId(call), slot) => {
                self.names.insert(slot, self.wishes[&call].0.clone());
                None
            }
            Action::Reply(CallId(call), answer) => {
                let before = self.answers.insert(call, answer);
                assert_eq!(before, None, "one answer per call");
                None
            }
            Action::Down(_) | Action::Removed(_) | Action::Bar(_) | Action::Unbar(_) => None,
            Action::Report(report) => {
                let (what, incarnation) = match report {
                    Report::Terminated(incarnation) => ("terminated", incarnation),
                    Report::StartFailed(incarnation) => ("start_error", incarnation),
                    Report::TooManyRestarts(incarnation) => ("too_many", incarnation),
                    Report::Stopped(_) => return None,
                };
                let name = &self.names[&incarnation.slot];
                self.reports.push(format!("{what} {name}"));
                None
            }
            Action::End(end) => {
                self.log.push("end".to_owned());
                self.ended = Some(end);
                None
            }
        }
    }

    fn note(&mut self, what: &str, incarnation: Incarnation) -> String {
        let name = self.names[&incarnation.slot].clone();
        self.log.push(format!("{what} {name}"));
        name
    }
}

fn parse(child: &str) -> (String, ChildPlan) {
    let (child, significant) = match child.strip_suffix('*') {
        Some(child) => (child, true),
        None => (child, false),
    };
    let (name, restart) = child.split_once(':').unwrap_or((child, "permanent"));
    let restart = match restart {
        "permanent" => Restart::Permanent,
        "transient" => Restart::Transient,
        "temporary" => Restart::Temporary,
        _ => panic!("no such restart type: {restart}"),
    };
    let plan = ChildPlan {
        restart,
        significant,
    };
    (name.to_owned(), plan)
}
