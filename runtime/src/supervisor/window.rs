//! How many restarts a supervisor has made lately.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The restart limiter: at most `intensity` restarts inside any window of `period`.
///
/// One supervisor has one, whatever the number of its children (Erlang/OTP supervisor
/// documentation, "Maximum Restart Intensity"). OTP counts in whole seconds, so that its window
/// is up to a second too long; this one is exact. A restart that is exactly `period` old still
/// counts, as in OTP.
#[derive(Debug)]
pub(crate) struct Window {
    intensity: u32,
    period: Duration,
    /// The restarts that still count, oldest first; never more than `intensity` of them.
    restarts: VecDeque<Instant>,
}

impl Window {
    /// A window without restarts in it.
    pub(crate) fn new(intensity: u32, period: Duration) -> Self {
        Self {
            intensity,
            period,
            restarts: VecDeque::new(),
        }
    }

    /// Counts a restart at `now`, or says `false`: it would be one too many, give up.
    pub(crate) fn admit(&mut self, now: Instant) -> bool {
        self.purge(now);
        if self.restarts.len() >= self.intensity as usize {
            return false;
        }
        // Callers may read the clock before they get the supervisor's lock; the list stays
        // ordered all the same.
        let now = self.restarts.back().map_or(now, |&last| last.max(now));
        self.restarts.push_back(now);
        true
    }

    /// Whether a restart at `now` would not be one too many.
    pub(crate) fn admits(&self, now: Instant) -> bool {
        self.count(now) < self.intensity as usize
    }

    /// The time in which restarts add up.
    pub(crate) fn period(&self) -> Duration {
        self.period
    }

    /// The number of restarts that count at `now`.
    pub(crate) fn count(&self, now: Instant) -> usize {
        self.restarts
            .iter()
            .filter(|&&at| self.counts(at, now))
            .count()
    }

    /// Gives back memory before hibernation; forgets only what no longer counts.
    pub(crate) fn shrink(&mut self, now: Instant) {
        self.purge(now);
        self.restarts.shrink_to_fit();
    }

    fn purge(&mut self, now: Instant) {
        while let Some(&oldest) = self.restarts.front()
            && !self.counts(oldest, now)
        {
            self.restarts.pop_front();
        }
    }

    fn counts(&self, at: Instant, now: Instant) -> bool {
        now.saturating_duration_since(at) <= self.period
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn c074_the_restart_after_intensity_is_refused() {
        let now = Instant::now();
        let mut window = Window::new(2, 3600 * SECOND);
        assert!(window.admit(now));
        assert!(window.admit(now));
        assert!(!window.admit(now));
        assert!(!window.admit(now + 10 * SECOND));
    }

    #[test]
    fn c076_intensity_zero_refuses_the_first() {
        let mut window = Window::new(0, SECOND);
        assert!(!window.admit(Instant::now()));
        assert!(!window.admit(Instant::now() + 100 * SECOND));
    }

    #[test]
    fn c077_restarts_further_apart_than_the_period_never_add_up() {
        let start = Instant::now();
        let mut window = Window::new(1, SECOND);
        for round in 0..4 {
            assert!(window.admit(start + round * Duration::from_millis(2100)));
        }
    }

    #[test]
    fn the_window_slides() {
        let start = Instant::now();
        let mut window = Window::new(2, 10 * SECOND);
        assert!(window.admit(start));
        assert!(window.admit(start + 9 * SECOND));
        assert!(!window.admit(start + 10 * SECOND), "the edge counts");
        assert!(window.admit(start + 11 * SECOND), "the first has left");
        assert!(!window.admit(start + 18 * SECOND), "9 s and 11 s");
        assert!(window.admit(start + 20 * SECOND));
    }

    #[test]
    fn c144_shrinking_forgets_nothing_inside_the_period() {
        let start = Instant::now();
        let mut window = Window::new(2, 5 * SECOND);
        assert!(window.admit(start));
        assert!(window.admit(start + 2 * SECOND));
        window.shrink(start + 4 * SECOND);
        assert_eq!(window.count(start + 4 * SECOND), 2);
        assert!(!window.admit(start + 4 * SECOND));
        window.shrink(start + 6 * SECOND);
        assert_eq!(
            window.restarts.len(),
            1,
            "only what is out of the period goes"
        );
        window.shrink(start + 60 * SECOND);
        assert_eq!(window.restarts.capacity(), 0);
    }

    #[test]
    fn a_clock_read_too_early_does_no_harm() {
        let start = Instant::now();
        let mut window = Window::new(2, 5 * SECOND);
        assert!(window.admit(start + SECOND));
        assert!(window.admit(start));
        assert!(!window.admit(start));
        assert!(window.admit(start + 7 * SECOND));
    }
}
