//! When freed pages are given back: a pure function of what is pending, what was, and the time.

use std::time::Duration;

use tokio::time::Instant;

/// The bounds within which freed pages are given back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// So many hibernations, or so many bytes, are worth a trim at once.
    pub(crate) enough: Pending,
    /// So many hibernations, or so many bytes, are worth a trim after `patience`; less is worth none.
    pub(crate) little: Pending,
    pub(crate) patience: Duration,
    /// The time between the end of one trim and the start of the next, at least.
    pub(crate) interval: Duration,
    /// The same in durations of the trim before, so that a large heap is trimmed seldom: 50 is 2 % of the time.
    pub(crate) rest: u32,
}

impl Rules {
    /// A trim of 800 MB takes glibc 30 to 150 ms, in which other threads wait for memory; so it must be seldom.
    pub(crate) const DEFAULT: Self = Self {
        enough: Pending {
            hibernations: 1_000,
            bytes: 4 << 20,
        },
        little: Pending {
            hibernations: 32,
            bytes: 64 << 10,
        },
        patience: Duration::from_secs(10),
        interval: Duration::from_secs(5),
        rest: 50,
    };
}

/// What happened since freed pages were last given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) hibernations: u64,
    pub(crate) bytes: u64,
}

impl Pending {
    /// Whether one of the two is at least that of `bound`.
    pub(crate) const fn reaches(self, bound: Self) -> bool {
        self.hibernations >= bound.hibernations || self.bytes >= bound.bytes
    }
}

/// What is remembered from one question to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Since when enough is pending that it is worth waiting for.
    since: Option<Instant>,
    /// A trim runs.
    running: bool,
    /// When the last trim ended, and how long it took.
    last: Option<(Instant, Duration)>,
    /// When somebody asks again anyway.
    appointment: Option<Instant>,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    /// Somebody asks, with so much pending.
    Asked(Pending),
    /// The appointment for then came, or will not be kept.
    Due(Instant),
    /// The trim has ended.
    Trimmed { took: Duration },
    /// The trim was not carried out.
    Refused,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Nothing,
    /// Trim now, and say when that has ended.
    Trim,
    /// Ask again then.
    AskAt(Instant),
}

impl Memory {
    pub(crate) const NEW: Self = Self {
        since: None,
        running: false,
        last: None,
        appointment: None,
    };

    /// Takes in an event.
    pub(crate) fn step(mut self, rules: &Rules, event: Event, now: Instant) -> (Self, Decision) {
        let decision = match event {
            Event::Asked(pending) => self.asked(rules, pending, now),
            Event::Due(at) => {
                if self.appointment == Some(at) {
                    self.appointment = None;
                }
                Decision::Nothing
            }
            Event::Trimmed { took } => {
                self.running = false;
                self.last = Some((now, took));
                Decision::Nothing
            }
            Event::Refused => {
                self.running = false;
                Decision::Nothing
            }
        };
        (self, decision)
    }

    fn asked(&mut self, rules: &Rules, pending: Pending, now: Instant) -> Decision {
        if !pending.reaches(rules.little) {
            self.since = None;
            return Decision::Nothing;
        }
        let since = *self.since.get_or_insert(now);
        let wanted = if pending.reaches(rules.enough) {
            now
        } else {
            since + rules.patience
        };
        let at = wanted.max(self.allowed(rules, now));
        if at <= now {
            self.since = None;
            self.running = true;
            return Decision::Trim;
        }
        match self.appointment {
            // One that is long overdue will not be kept.
            Some(made) if made <= at && now <= made + rules.interval => Decision::Nothing,
            _ => {
                self.appointment = Some(at);
                Decision::AskAt(at)
            }
        }
    }

    /// When the next trim may begin.
    fn allowed(&self, rules: &Rules, now: Instant) -> Instant {
        let rest = self.rest(rules);
        match self.last {
            _ if self.running => now + rules.interval,
            // The clocks of runtimes under test may differ: an end in the future is none.
            Some((end, _)) if end <= now => end + rest,
            _ => now,
        }
    }

    fn rest(&self, rules: &Rules) -> Duration {
        let took = self.last.map_or(Duration::ZERO, |(_, took)| took);
        took.saturating_mul(rules.rest).max(rules.interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules::DEFAULT;

    /// Steps through events, at seconds from a start.
    struct Clock {
        start: Instant,
        memory: Memory,
    }

    impl Clock {
        fn new() -> Self {
            Self {
                start: Instant::now(),
                memory: Memory::NEW,
            }
        }

        fn at(&self, seconds: f64) -> Instant {
            self.start + Duration::from_secs_f64(seconds)
        }

        fn step(&mut self, seconds: f64, event: Event) -> Decision {
            let (memory, decision) = self.memory.step(&RULES, event, self.at(seconds));
            self.memory = memory;
            decision
        }

        fn ask(&mut self, seconds: f64, hibernations: u64, bytes: u64) -> Decision {
            self.step(
                seconds,
                Event::Asked(Pending {
                    hibernations,
                    bytes,
                }),
            )
        }

        fn trimmed(&mut self, seconds: f64, took: f64) {
            let took = Duration::from_secs_f64(took);
            assert_eq!(
                self.step(seconds, Event::Trimmed { took }),
                Decision::Nothing
            );
        }
    }

    #[test]
    fn enough_is_trimmed_at_once() {
        for (hibernations, bytes) in [(1_000, 0), (1, 4 << 20)] {
            let mut clock = Clock::new();
            assert_eq!(clock.ask(0.0, hibernations, bytes), Decision::Trim);
        }
    }

    #[test]
    fn little_is_trimmed_after_a_while_and_less_never() {
        for (hibernations, bytes) in [(32, 0), (1, 64 << 10)] {
            let mut clock = Clock::new();
            assert_eq!(clock.ask(0.0, 31, 1_000), Decision::Nothing);
            let at = clock.at(13.0);
            assert_eq!(clock.ask(3.0, hibernations, bytes), Decision::AskAt(at));
            assert_eq!(clock.ask(5.0, hibernations, bytes), Decision::Nothing);
            clock.step(13.0, Event::Due(at));
            assert_eq!(clock.ask(13.0, hibernations, bytes), Decision::Trim);
        }
        let mut clock = Clock::new();
        for second in 0..10_000 {
            assert_eq!(clock.ask(second.into(), 31, 1_000), Decision::Nothing);
        }
    }

    #[test]
    fn two_trims_are_apart_by_the_interval() {
        let mut clock = Clock::new();
        assert_eq!(clock.ask(0.0, 1_000, 0), Decision::Trim);
        clock.trimmed(0.01, 0.01);
        let at = clock.at(5.01);
        assert_eq!(clock.ask(1.0, 5_000, 0), Decision::AskAt(at));
        assert_eq!(clock.ask(2.0, 6_000, 0), Decision::Nothing);
        clock.step(5.01, Event::Due(at));
        assert_eq!(clock.ask(5.01, 6_000, 0), Decision::Trim);
    }

    #[test]
    fn a_long_trim_is_followed_by_a_long_rest() {
        let mut clock = Clock::new();
        assert_eq!(clock.ask(0.0, 1_000, 0), Decision::Trim);
        clock.trimmed(1.0, 1.0);
        let at = clock.at(51.0);
        assert_eq!(clock.ask(2.0, 1_000, 0), Decision::AskAt(at));
        assert_eq!(clock.ask(50.0, 1_000, 0), Decision::Nothing);
        assert_eq!(clock.ask(51.0, 1_000, 0), Decision::Trim);
    }

    #[test]
    fn never_two_at_a_time() {
        let mut clock = Clock::new();
        assert_eq!(clock.ask(0.0, 1_000, 0), Decision::Trim);
        let at = clock.at(7.0);
        assert_eq!(clock.ask(2.0, 1_000, 0), Decision::AskAt(at));
        clock.step(7.0, Event::Due(at));
        assert_eq!(clock.ask(7.0, 1_000, 0), Decision::AskAt(clock.at(12.0)));
        clock.trimmed(8.0, 0.0);
        clock.step(12.0, Event::Due(clock.at(12.0)));
        assert_eq!(clock.ask(13.0, 1_000, 0), Decision::Trim);
    }

    #[test]
    fn a_trim_that_was_refused_is_asked_for_again() {
        let mut clock = Clock::new();
        assert_eq!(clock.ask(0.0, 1_000, 0), Decision::Trim);
        clock.step(0.1, Event::Refused);
        assert_eq!(clock.ask(0.2, 1_000, 0), Decision::Trim);
    }

    #[test]
    fn an_earlier_need_makes_an_earlier_appointment() {
        let mut clock = Clock::new();
        assert_eq!(clock.ask(0.0, 1_000, 0), Decision::Trim);
        clock.trimmed(0.0, 0.0);
        let late = clock.at(11.0);
        assert_eq!(clock.ask(1.0, 32, 0), Decision::AskAt(late));
        let early = clock.at(5.0);
        assert_eq!(clock.ask(2.0, 1_000, 0), Decision::AskAt(early));
        clock.step(5.0, Event::Due(early));
        assert_eq!(clock.ask(5.0, 1_000, 0), Decision::Trim);
        clock.step(11.0, Event::Due(late));
        assert_eq!(clock.ask(11.0, 0, 0), Decision::Nothing);
    }

    #[test]
    fn an_appointment_that_is_overdue_is_made_anew() {
        let mut clock = Clock::new();
        assert_eq!(clock.ask(0.0, 32, 0), Decision::AskAt(clock.at(10.0)));
        assert_eq!(clock.ask(40.0, 32, 0), Decision::Trim);
    }

    #[test]
    fn a_clock_that_went_back_delays_nothing() {
        let mut clock = Clock::new();
        assert_eq!(clock.ask(5_000.0, 1_000, 0), Decision::Trim);
        clock.trimmed(5_000.0, 0.0);
        assert_eq!(clock.ask(0.0, 1_000, 0), Decision::Trim);
    }
}
