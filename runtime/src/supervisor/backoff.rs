//! How long a child waits before it is started again.

use std::time::Duration;

/// Pauses before the restarts of a child, each longer than the last. OTP has none.
///
/// Written as `#[child(backoff(initial = "100ms", max = "10s", factor = 2.0, jitter = 0.1))]`, or made at run
/// time for [`ChildSpec::backoff`](crate::ChildSpec::backoff). A pause is counted from the end of the child,
/// or from the start that failed. Pauses begin anew when the child has run for longer than its supervisor's
/// `period`, and when it is started by name.
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::Backoff;
///
/// let backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(10), 2.0, 0.1);
/// assert_eq!(backoff.initial(), Duration::from_millis(100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    initial: Duration,
    max: Duration,
    /// In thousandths, as the jitter: so that two are equal or not.
    factor: u32,
    jitter: u32,
}

impl Backoff {
    /// From 100 ms, doubled each time, up to 10 s, each shortened by up to a tenth.
    #[doc(hidden)]
    pub const DEFAULT: Self = Self {
        initial: Duration::from_millis(100),
        max: Duration::from_secs(10),
        factor: 2_000,
        jitter: 100,
    };

    /// A first pause of `initial`, each next one `factor` times as long, none longer than `max`; each is
    /// shortened by a random share of up to `jitter`.
    ///
    /// # Panics
    ///
    /// If `initial` is zero or longer than `max`, if `factor` is not between 1 and 1000, or `jitter` not
    /// between 0 and 1. In a constant, as the attribute uses it, that is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn new(initial: Duration, max: Duration, factor: f64, jitter: f64) -> Self {
        assert!(
            !initial.is_zero(),
            "the first pause of a `backoff`, `initial`, is zero\n\nhelp: the shortest is `\"1ms\"`; leave `backoff` out to start a child again at once"
        );
        assert!(
            initial.as_nanos() <= max.as_nanos(),
            "the first pause of a `backoff`, `initial`, is longer than the longest, `max`\n\nhelp: make `initial` shorter, or `max` longer; left out they are 100 ms and 10 s"
        );
        assert!(
            factor >= 1.0 && factor <= 1_000.0,
            "the `factor` of a `backoff` is a number from 1 to 1000\n\nhelp: with 1 all pauses are as long as the first, with 2 each is twice as long as the last"
        );
        assert!(
            jitter >= 0.0 && jitter <= 1.0,
            "the `jitter` of a `backoff` is a number from 0 to 1\n\nhelp: it is a share of the pause: 0.1 shortens each by up to a tenth"
        );
        Self {
            initial,
            max,
            factor: (factor * 1_000.0 + 0.5) as u32,
            jitter: (jitter * 1_000.0 + 0.5) as u32,
        }
    }

    /// The first pause.
    #[must_use]
    pub const fn initial(&self) -> Duration {
        self.initial
    }

    /// The longest pause.
    #[must_use]
    pub const fn max(&self) -> Duration {
        self.max
    }

    /// How many times as long as the last each pause is, up to `max`; in thousandths exact.
    #[must_use]
    pub const fn factor(&self) -> f64 {
        self.factor as f64 / 1_000.0
    }

    /// The share of a pause by which it may be shortened at random, from 0 to 1; in thousandths exact.
    #[must_use]
    pub const fn jitter(&self) -> f64 {
        self.jitter as f64 / 1_000.0
    }

    /// The pause after so many others in a row. `random` is any number, each as likely as the next.
    pub(crate) fn pause(&self, others: u32, random: u32) -> Duration {
        let grown = self
            .factor()
            .powi(i32::try_from(others).unwrap_or(i32::MAX));
        let pause = (self.initial.as_secs_f64() * grown).min(self.max.as_secs_f64());
        let off = self.jitter() * f64::from(random) / f64::from(u32::MAX);
        Duration::try_from_secs_f64(pause * (1.0 - off)).unwrap_or(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let backoff = Backoff::new(100 * MS, 1_000 * MS, 2.0, 0.0);
        let pauses: Vec<_> = (0..6).map(|others| backoff.pause(others, 7)).collect();
        assert_eq!(pauses, [100, 200, 400, 800, 1_000, 1_000].map(|ms| ms * MS));
        assert_eq!(backoff.pause(u32::MAX, 7), 1_000 * MS);
    }

    #[test]
    fn a_factor_of_one_is_always_the_same() {
        let backoff = Backoff::new(5 * MS, 5 * MS, 1.0, 0.0);
        for others in [0, 1, 1_000, u32::MAX] {
            assert_eq!(backoff.pause(others, u32::MAX), 5 * MS);
        }
    }

    #[test]
    fn jitter_shortens_by_no_more_than_its_share() {
        let backoff = Backoff::new(100 * MS, 200 * MS, 2.0, 0.25);
        assert_eq!(backoff.pause(0, 0), 100 * MS);
        assert_eq!(backoff.pause(0, u32::MAX), 75 * MS);
        assert_eq!(backoff.pause(9, u32::MAX), 150 * MS);
        let middle = backoff.pause(0, u32::MAX / 2);
        assert!(middle > 87 * MS && middle < 88 * MS, "{middle:?}");
    }

    #[test]
    fn the_longest_of_all_times_is_no_panic() {
        let backoff = Backoff::new(MS, Duration::MAX, 1_000.0, 0.0);
        assert!(backoff.pause(u32::MAX, 0) > Duration::from_secs(1 << 40));
    }

    #[test]
    fn what_was_said_can_be_read() {
        let backoff = Backoff::new(MS, 2 * MS, 1.5, 0.1);
        assert_eq!((backoff.initial(), backoff.max()), (MS, 2 * MS));
        assert_eq!((backoff.factor(), backoff.jitter()), (1.5, 0.1));
        assert_eq!(
            Backoff::DEFAULT,
            Backoff::new(100 * MS, 10_000 * MS, 2.0, 0.1)
        );
    }
}
