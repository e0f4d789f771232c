//! Pauses between messages, of a sample of actors, and what they say about when to hibernate.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::time::Duration;

/// A power of two.
const PLACES: usize = 1024;

/// From when on an actor that is not heard of gives its place away, in milliseconds.
const LOST: u64 = 3_600_000;

/// The upper ends of the classes of pauses, in milliseconds; what is longer is in one more.
const ENDS: [u64; 17] = [
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000,
    300_000, 600_000, 3_600_000,
];

/// How many pauses must have been seen before anything is suggested.
const LEAST: u64 = 100;

/// What one wake-up is taken to be worth, in milliseconds of being awake for nothing: what OTP gives its supervisors.
const WAKE_UP: u64 = 1_000;

/// The actors whose pauses are seen.
static SAMPLE: OnceLock<Box<[Mutex<Sampled>]>> = OnceLock::new();

#[derive(Clone, Copy, Default)]
struct Sampled {
    /// By its address; 0: nobody.
    actor: usize,
    /// When it had its last message.
    last: u64,
}

fn place(actor: usize) -> Option<MutexGuard<'static, Sampled>> {
    let sample = SAMPLE.get_or_init(|| (0..PLACES).map(|_| Mutex::default()).collect());
    let mixed = (actor as u64 >> 3).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    match sample.get(mixed as usize & (PLACES - 1))?.try_lock() {
        Ok(place) => Some(place),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Poisoned(poisoned)) => Some(PoisonError::into_inner(poisoned)),
    }
}

/// An actor has a message at `now`. Gives the pause before it, where the actor is in the sample.
pub(super) fn note(actor: usize, now: u64) -> Option<u64> {
    let mut place = place(actor)?;
    if place.actor == actor {
        let pause = now.saturating_sub(place.last);
        place.last = now;
        return Some(pause);
    }
    if place.actor == 0 || now.saturating_sub(place.last) > LOST {
        *place = Sampled { actor, last: now };
    }
    None
}

/// An actor has ended, and gives its place away.
pub(crate) fn forget(actor: usize) {
    if let Some(mut place) = place(actor)
        && place.actor == actor
    {
        *place = Sampled::default();
    }
}

/// How many pauses there were of which length.
#[derive(Debug, Default)]
pub(crate) struct Pauses([AtomicU64; ENDS.len() + 1]);

impl Pauses {
    pub(super) fn add(&self, pause: u64) {
        let class = ENDS.iter().take_while(|end| **end < pause).count();
        if let Some(count) = self.0.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn seen(&self) -> u64 {
        self.0
            .iter()
            .map(|count| count.load(Ordering::Relaxed))
            .sum()
    }

    /// The idle time with which the actors seen would have been awake for nothing the least, each wake-up counted as a second
    /// of that. `None`: too few pauses were seen.
    pub(crate) fn suggested(&self) -> Option<Duration> {
        if self.seen() < LEAST {
            return None;
        }
        let limits = std::iter::once(0).chain(ENDS);
        let best = limits.min_by_key(|limit| self.cost(*limit))?;
        Some(Duration::from_millis(best))
    }

    /// Milliseconds.
    fn cost(&self, limit: u64) -> u128 {
        let ends = ENDS.into_iter().chain([u64::MAX]);
        let of = |(end, count): (u64, &AtomicU64)| {
            let each = if end <= limit { end } else { limit + WAKE_UP };
            u128::from(count.load(Ordering::Relaxed)) * u128::from(each)
        };
        ends.zip(&self.0).map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(pauses: &[(u64, u64)]) -> Option<Duration> {
        let all = Pauses::default();
        for (pause, count) in pauses {
            for _ in 0..*count {
                all.add(*pause);
            }
        }
        all.suggested()
    }

    #[test]
    fn nothing_is_suggested_out_of_few_pauses() {
        assert_eq!(suggested(&[(600_000, 99)]), None);
    }

    #[test]
    fn who_is_always_quiet_for_long_sleeps_at_once() {
        assert_eq!(suggested(&[(600_000, 100)]), Some(Duration::ZERO));
    }

    #[test]
    fn who_talks_and_is_quiet_sleeps_after_the_talk() {
        let talk = suggested(&[(40, 900), (60_000, 100)]);
        assert_eq!(talk, Some(Duration::from_millis(50)));
        let slow = suggested(&[(400, 900), (7_200_000, 100)]);
        assert_eq!(slow, Some(Duration::from_millis(500)));
    }

    #[test]
    fn an_actor_is_sampled_for_as_long_as_it_is_there() {
        // An address that no actor has.
        let actor = 3;
        assert_eq!(note(actor, 100), None);
        assert_eq!(note(actor, 150), Some(50));
        forget(actor);
        assert_eq!(note(actor, 400), None);
        assert_eq!(note(actor, 401), Some(1));
        forget(actor);
    }
}
