//! When the coarse time stood still.
//!
//! The sweeper moves it. A handler that computes for long may have the thread that would run the sweeper, and who comes
//! to rest meanwhile notes a time that is long past. So the sweeper keeps when it was late: of who came to rest then it
//! is only known that this was not after the stall.

use std::time::Instant;

use super::sweeper::TICK;

/// Later than by this, in milliseconds, it was kept from its work.
const LATE: u64 = 2 * TICK;

/// How many are kept: with those that are small against how long ago they were, little is lost.
const MOST: usize = 32;

/// One after the other, never overlapping.
#[derive(Debug, Default)]
pub(crate) struct Stalls {
    spans: Vec<Span>,
    last: Option<(u64, Instant)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    from: u64,
    to: u64,
}

impl Stalls {
    /// The sweeper runs; somebody has been watched `since` then. `real` is no clock of tokio's, which tests move
    /// as they like: nobody is kept from anything by that.
    pub(crate) fn look(&mut self, now: u64, since: u64, real: Instant) {
        let Some((last, before)) = self.last.replace((now, real)) else {
            return;
        };
        let from = last.max(since);
        let late = now.saturating_sub(from);
        let passed = real.saturating_duration_since(before).as_millis();
        if late > LATE && passed + u128::from(TICK) >= u128::from(late) {
            self.add(Span { from, to: now });
        }
    }

    fn add(&mut self, span: Span) {
        if self.spans.len() >= MOST {
            let places = 0..self.spans.len();
            // The part of its idle time by which somebody might sleep too early.
            let share = |place: &usize| {
                let span = self.spans.get(*place)?;
                let ago = (self.last?.0 - span.to).max(1);
                Some((span.to - span.from) * 1_000_000 / ago)
            };
            if let Some(place) = places.min_by_key(share) {
                self.spans.remove(place);
            }
        }
        self.spans.push(span);
    }

    /// The latest time at which somebody may have come to rest who noted this one.
    pub(crate) fn latest(&self, noted: u64) -> u64 {
        let next = self.spans.partition_point(|span| span.to <= noted);
        let span = self.spans.get(next).filter(|span| span.from <= noted);
        span.map_or(noted, |span| span.to)
    }
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Looks at these times, which are real.
    fn stalls(times: &[u64]) -> Stalls {
        let begin = Instant::now();
        let mut stalls = Stalls::default();
        for time in times {
            stalls.look(*time, 0, begin + Duration::from_millis(*time));
        }
        stalls
    }

    #[test]
    fn who_came_to_rest_in_one_did_so_at_its_end_at_the_latest() {
        let stalls = stalls(&[0, 10, 20, 270, 280, 300, 310, 2_810]);
        for (noted, latest) in [
            (0, 0),
            (10, 10),
            (19, 19),
            (20, 270),
            (150, 270),
            (269, 270),
            (270, 270),
            (280, 280),
            (300, 300),
            (310, 2_810),
            (2_810, 2_810),
            (2_811, 2_811),
        ] {
            assert_eq!(stalls.latest(noted), latest, "{noted}");
        }
    }

    #[test]
    fn where_nobody_was_watched_the_time_may_stand_still() {
        let begin = Instant::now();
        let mut stalls = Stalls::default();
        stalls.look(0, 0, begin);
        stalls.look(3_600_000, 3_599_995, begin + Duration::from_secs(3_600));
        assert_eq!(stalls.latest(0), 0);
        stalls.look(
            3_600_300,
            3_599_995,
            begin + Duration::from_millis(3_600_300),
        );
        assert_eq!(stalls.latest(3_600_000), 3_600_300);
    }

    #[test]
    fn a_clock_that_a_test_moves_is_none() {
        let begin = Instant::now();
        let mut stalls = Stalls::default();
        stalls.look(0, 0, begin);
        stalls.look(30_000, 0, begin + Duration::from_millis(50));
        assert_eq!(stalls.latest(0), 0);
    }

    #[test]
    fn those_that_matter_least_are_forgotten() {
        let mut times = vec![0, 5_000];
        for _ in 0..1_000 {
            let last = *times.last().unwrap_or(&0);
            times.extend([last + 10, last + 40]);
        }
        let stalls = stalls(&times);
        assert_eq!(stalls.spans.len(), MOST);
        assert_eq!(stalls.latest(0), 5_000);
        let last = *times.last().unwrap_or(&0);
        assert_eq!(stalls.latest(last - 30), last);
        assert!(stalls.spans.is_sorted_by_key(|span| span.from));
    }
}
