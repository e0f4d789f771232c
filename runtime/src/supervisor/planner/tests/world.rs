//! Whatever surrounds a supervisor, at random: children, callers, the clock, stale news.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::super::{
    Action, AutoShutdown, CallId, ChildPlan, End, Event, Exit, Flags, Incarnation, Moment, Planner,
    Report, Request, Restart, Slot, Status, Strategy,
};
use super::bars::BarsSeen;
use super::model::{Frame, Model, backoff};

/// splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Whatever surrounds a supervisor: its children, its callers, the clock.
pub(super) struct World {
    random: Random,
    planner: Planner,
    flags: Flags,
    plans: Vec<ChildPlan>,
    /// Whether some children have a back-off.
    backs_off: bool,
    /// What happened, with children by identity instead of slot.
    pub(super) tape: Vec<(Event, Moment)>,
    pub(super) frames: Vec<Frame>,
    start: Instant,
    now: Instant,
    /// The identity of the child that is, or was last, in a slot.
    ids: BTreeMap<Slot, Slot>,
    /// The children that are down, and the slots that are free, as the actions tell.
    down: BTreeSet<Slot>,
    removed: BTreeSet<Slot>,
    bars: BarsSeen,
    identities: u32,
    /// What the supervisor waits for.
    awaited: Vec<Action>,
    retries: Vec<Incarnation>,
    /// Every incarnation there was, with its identity at that time.
    past: Vec<(Incarnation, Incarnation)>,
    /// Percents of starts that fail once the supervisor has begun.
    failing: u64,
    /// It may be stopped or killed before its time.
    mortal: bool,
    calls: u32,
    /// The restart type of the child that is being added.
    added: Option<Restart>,
    open: Vec<CallId>,
    over: bool,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let flags = Flags {
            strategy: random.pick(&[
                Strategy::OneForOne,
                Strategy::RestForOne,
                Strategy::OneForAll,
            ]),
            intensity: random.pick(&[0, 1, 3, 20, 1000, 1000, 1000, 1000]),
            period: Duration::from_millis(random.pick(&[1, 1000, 5000, 60_000])),
            auto_shutdown: random.pick(&[
                AutoShutdown::Never,
                AutoShutdown::Never,
                AutoShutdown::AnySignificant,
                AutoShutdown::AllSignificant,
            ]),
        };
        let plans: Vec<_> = (0..random.below(7)).map(|_| plan(&mut random)).collect();
        let start = Instant::now();
        let declared = u32::try_from(plans.len()).expect("a few");
        let backs_off = random.percent(50);
        let mut planner = Planner::new(&flags, plans.iter().copied());
        for (id, plan) in (0..).map(Slot).zip(&plans) {
            if let Some(backoff) = backoff(id)
                && backs_off
                && plan.restart != Restart::Temporary
            {
                planner.back_off(id, backoff);
            }
        }
        Self {
            planner,
            backs_off,
            failing: random.pick(&[0, 5, 20, 60]),
            mortal: random.percent(40),
            random,
            flags,
            plans,
            tape: Vec::new(),
            frames: Vec::new(),
            start,
            now: start,
            ids: (0..declared).map(|id| (Slot(id), Slot(id))).collect(),
            down: (0..declared).map(Slot).collect(),
            removed: BTreeSet::new(),
            bars: BarsSeen::default(),
            identities: declared,
            awaited: Vec::new(),
            retries: Vec::new(),
            past: Vec::new(),
            calls: 0,
            added: None,
            open: Vec::new(),
            over: false,
        }
    }

    /// A random life, in the end an orderly death.
    pub(super) fn live(&mut self) {
        let steps = 20 + self.random.below(200);
        let restless = self.random.pick(&[2, 20, 60]);
        while self.tape.len() < steps && !self.over {
            self.pass_time();
            let event = if self.random.percent(restless) || self.awaited.is_empty() {
                self.anything()
            } else {
                self.outcome()
            };
            self.send(event);
        }
        self.send(Event::Stop);
        while !self.over {
            let event = self.outcome();
            self.send(event);
        }
        for event in [Event::Stop, Event::Kill, Event::Begin] {
            self.send(event);
        }
        assert_eq!(self.open, [], "someone was not answered: {:#?}", self.tape);
        let left = self.planner.children().find(|(_, s)| *s != Status::Down);
        assert_eq!(left, None, "a child is left: {:#?}", self.tape);
    }

    fn pass_time(&mut self) {
        let milliseconds = self.random.pick(&[0, 0, 0, 1, 10, 500, 1000, 7000]);
        self.now += Duration::from_millis(milliseconds);
        if self.random.percent(3) {
            self.planner.shrink(self.now);
        }
    }

    /// How something went that the supervisor waits for.
    fn outcome(&mut self) -> Event {
        let index = self.random.below(self.awaited.len());
        let incarnation = match self.awaited[index] {
            Action::Serve(_) => return Event::Request(self.request()),
            Action::Start(incarnation) => {
                let begun = self.tape.len() > 10;
                return if begun && self.random.percent(self.failing) {
                    Event::StartFailed(incarnation)
                } else if self.random.percent(10) {
                    Event::Ignored(incarnation)
                } else {
                    Event::Started(incarnation)
                };
            }
            Action::CancelStart(incarnation) => {
                return match self.random.below(10) {
                    0 => Event::Started(incarnation),
                    1 => Event::Ignored(incarnation),
                    _ => Event::StartFailed(incarnation),
                };
            }
            Action::Stop(incarnation) | Action::Kill(incarnation) => incarnation,
            action => panic!("not awaited: {action:?}"),
        };
        let starting = self.planner.status(incarnation.slot) == Status::Starting;
        match self.random.below(10) {
            0 if starting => Event::Started(incarnation),
            1 if starting => Event::StartFailed(incarnation),
            2 if starting => Event::Ignored(incarnation),
            _ => Event::Exited(incarnation, self.exit()),
        }
    }

    /// Something that nobody waits for.
    fn anything(&mut self) -> Event {
        match self.random.below(100) {
            0 if self.mortal => Event::Stop,
            1 if self.mortal => Event::Kill,
            0..5 => Event::Begin,
            5..15 if !self.past.is_empty() => {
                // News of an earlier start; of the present one it may even be true.
                let (incarnation, _) = self.random.pick(&self.past);
                match self.random.below(5) {
                    0 => Event::Started(incarnation),
                    1 => Event::Ignored(incarnation),
                    2 => Event::StartFailed(incarnation),
                    3 => Event::Retry(incarnation),
                    _ => Event::Exited(incarnation, self.exit()),
                }
            }
            15..45 => {
                self.calls += 1;
                Event::Call(CallId(self.calls))
            }
            45..65 if !self.retries.is_empty() => {
                let index = self.random.below(self.retries.len());
                Event::Retry(self.retries.swap_remove(index))
            }
            65 => Event::Request(self.request()),
            _ => {
                let running: Vec<_> = self
                    .planner
                    .children()
                    .filter(|&(_, status)| status == Status::Running)
                    .map(|(slot, _)| self.planner.latest(slot))
                    .collect();
                if running.is_empty() {
                    return Event::Begin;
                }
                Event::Exited(self.random.pick(&running), self.exit())
            }
        }
    }

    fn request(&mut self) -> Request {
        // One more than there are: no such child.
        let slots = u32::try_from(self.planner.slots()).expect("a few");
        let slot = Slot(self.random.next() as u32 % (slots + 1));
        match self.random.below(10) {
            0..3 => Request::Add {
                plan: plan(&mut self.random),
                namesake: self.random.percent(30).then_some(slot),
            },
            3..5 => Request::Terminate(slot),
            5..7 => Request::Restart(slot),
            7..9 => Request::Delete(slot),
            _ => Request::Nothing,
        }
    }

    fn exit(&mut self) -> Exit {
        self.random.pick(&[Exit::Clean, Exit::Failed])
    }

    fn send(&mut self, event: Event) {
        let on_tape = self.by_identity(event);
        let at = Moment {
            now: self.now,
            random: self.random.next() as u32,
        };
        self.tape.push((on_tape, at));
        if let Event::Call(call) = event {
            self.open.push(call);
        }
        if event == Event::Request(Request::Nothing)
            && let Some(&Action::Serve(call)) = self.awaited.first()
        {
            self.open.retain(|&open| open != call);
        }
        self.settle(event);
        if let Event::Request(Request::Add { plan, .. }) = event {
            self.added = Some(plan.restart);
        }
        let actions = self.planner.on(event, at);
        let mut frame = Frame::default();
        for (index, &action) in actions.iter().enumerate() {
            let last = index + 1 == actions.len();
            assert!(!self.over || matches!(action, Action::Reply(..)));
            self.bars.note(action, self.planner.is_ending());
            match action {
                Action::Start(incarnation) => {
                    let id = self.ids[&incarnation.slot];
                    let named = Incarnation {
                        slot: id,
                        ..incarnation
                    };
                    self.past.push((incarnation, named));
                    self.down.remove(&incarnation.slot);
                    self.removed.remove(&incarnation.slot);
                    self.await_only(action, last);
                }
                Action::Stop(_) | Action::Serve(_) => self.await_only(action, last),
                Action::CancelStart(incarnation) => {
                    assert_eq!(self.awaited, [Action::Start(incarnation)]);
                    self.awaited.clear();
                    self.await_only(action, last);
                }
                Action::Kill(incarnation) => {
                    self.awaited
                        .retain(|other| matches!(other, Action::Kill(_)));
                    assert!(!self.awaited.contains(&Action::Kill(incarnation)));
                    self.awaited.push(action);
                }
                Action::Added(_, slot) => {
                    let id = Slot(self.identities);
                    self.ids.insert(slot, id);
                    self.identities += 1;
                    if let Some(backoff) = backoff(id)
                        && self.backs_off
                        && self.added != Some(Restart::Temporary)
                    {
                        self.planner.back_off(slot, backoff);
                    }
                }
                Action::RetryLater(incarnation, _) => self.retries.push(incarnation),
                Action::Reply(call, _) => {
                    let position = self.open.iter().position(|&open| open == call);
                    self.open.remove(position.expect("one answer per call"));
                    self.awaited.retain(|other| *other != Action::Serve(call));
                }
                Action::End(_) => {
                    assert!(last && self.awaited.is_empty());
                    self.over = true;
                }
                Action::Down(slot) => assert!(self.down.insert(slot), "down twice"),
                Action::Removed(slot) => {
                    self.down.remove(&slot);
                    self.removed.insert(slot);
                }
                Action::Up | Action::Report(_) | Action::Bar(_) | Action::Unbar(_) => {}
            }
            if !matches!(
                action,
                Action::Down(_) | Action::Removed(_) | Action::Bar(_) | Action::Unbar(_)
            ) {
                frame.actions.push(self.named(action));
            }
        }
        frame.view = self
            .planner
            .in_order()
            .into_iter()
            .map(|slot| (self.ids[&slot], self.planner.status(slot)))
            .collect();
        self.frames.push(frame);
        // Whoever only looks at the actions knows who is down and who is gone.
        for (slot, status) in self.planner.children() {
            assert_eq!(
                status == Status::Down,
                self.down.contains(&slot),
                "{slot:?}"
            );
            assert!(!self.removed.contains(&slot), "{slot:?}");
        }
        self.bars.check(&self.planner, &self.awaited);
        let all = self.planner.children().count() + self.removed.len();
        assert_eq!(all, self.ids.len());
    }

    fn await_only(&mut self, action: Action, last: bool) {
        assert!(last, "an awaited action is the last of its batch");
        assert_eq!(self.awaited, [], "one awaited action at a time");
        self.awaited.push(action);
    }

    /// The supervisor waits no more for what has happened now.
    fn settle(&mut self, event: Event) {
        let status = |planner: &Planner, slot| planner.status(slot);
        let planner = &self.planner;
        self.awaited.retain(|&awaited| {
            let done = match (awaited, event) {
                (Action::Serve(_), Event::Request(_)) => true,
                (
                    Action::Start(own) | Action::CancelStart(own),
                    Event::Started(which)
                    | Event::Ignored(which)
                    | Event::StartFailed(which)
                    | Event::Exited(which, _),
                )
                | (Action::Stop(own) | Action::Kill(own), Event::Exited(which, _)) => own == which,
                (Action::Kill(own), Event::Ignored(which) | Event::StartFailed(which)) => {
                    own == which && status(planner, own.slot) == Status::Starting
                }
                _ => false,
            };
            !done
        });
    }

    pub(super) fn compare(&self, seed: u64) {
        let model = Model::run(
            self.flags,
            self.backs_off,
            &self.plans,
            &self.tape,
            self.start,
        );
        for (index, (planned, expected)) in self.frames.iter().zip(&model).enumerate() {
            if planned != expected {
                for at in index.saturating_sub(20)..=index {
                    eprintln!("{at} {:?} -> {:?}", self.tape[at].0, self.frames[at]);
                }
                panic!(
                    "seed {seed}, event {index}: expected {expected:?}, {:?} {:?}",
                    self.flags, self.plans
                );
            }
        }
        assert_eq!(self.frames.len(), model.len(), "seed {seed}");
    }

    fn name(&self, incarnation: Incarnation) -> Incarnation {
        let known = self
            .past
            .iter()
            .rev()
            .find(|(past, _)| *past == incarnation);
        known.map_or(incarnation, |&(_, named)| named)
    }

    fn id(&self, slot: Slot) -> Slot {
        self.ids.get(&slot).copied().unwrap_or(Slot(u32::MAX))
    }

    fn by_identity(&self, event: Event) -> Event {
        match event {
            Event::Started(incarnation) => Event::Started(self.name(incarnation)),
            Event::Ignored(incarnation) => Event::Ignored(self.name(incarnation)),
            Event::StartFailed(incarnation) => Event::StartFailed(self.name(incarnation)),
            Event::Exited(incarnation, exit) => Event::Exited(self.name(incarnation), exit),
            Event::Retry(incarnation) => Event::Retry(self.name(incarnation)),
            Event::Request(request) => Event::Request(match request {
                Request::Add { plan, namesake } => Request::Add {
                    plan,
                    namesake: namesake.map(|slot| self.id(slot)),
                },
                Request::Terminate(slot) => Request::Terminate(self.id(slot)),
                Request::Restart(slot) => Request::Restart(self.id(slot)),
                Request::Delete(slot) => Request::Delete(self.id(slot)),
                Request::Nothing => Request::Nothing,
            }),
            Event::Begin | Event::Call(_) | Event::Stop | Event::Kill => event,
        }
    }

    fn named(&self, action: Action) -> Action {
        match action {
            Action::Start(incarnation) => Action::Start(self.name(incarnation)),
            Action::CancelStart(incarnation) => Action::CancelStart(self.name(incarnation)),
            Action::Stop(incarnation) => Action::Stop(self.name(incarnation)),
            Action::Kill(incarnation) => Action::Kill(self.name(incarnation)),
            Action::RetryLater(incarnation, pause) => {
                Action::RetryLater(self.name(incarnation), pause)
            }
            Action::Added(call, slot) => Action::Added(call, self.ids[&slot]),
            Action::Report(report) => Action::Report(match report {
                Report::Terminated(incarnation) => Report::Terminated(self.name(incarnation)),
                Report::StartFailed(incarnation) => Report::StartFailed(self.name(incarnation)),
                Report::Stopped(incarnation) => Report::Stopped(self.name(incarnation)),
                Report::TooManyRestarts(incarnation) => {
                    Report::TooManyRestarts(self.name(incarnation))
                }
            }),
            Action::End(End::StartFailed(incarnation)) => {
                Action::End(End::StartFailed(self.name(incarnation)))
            }
            action => action,
        }
    }
}

fn plan(random: &mut Random) -> ChildPlan {
    let restart = random.pick(&[
        Restart::Permanent,
        Restart::Permanent,
        Restart::Transient,
        Restart::Temporary,
    ]);
    if restart != Restart::Permanent && random.percent(50) {
        ChildPlan::new(restart).significant()
    } else {
        ChildPlan::new(restart)
    }
}
