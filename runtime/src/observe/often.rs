//! Who hibernates too often, found with little memory.
//!
//! A table of fixed size has a place for each actor, shared with others: whoever is counted there keeps the place as
//! long as it hibernates more often than the others of that place together (Misra and Gries, "Finding
//! repeated elements", 1982). So nobody is told of who does not do it, and who does it often is found. An actor is known by
//! its address, which another may have after it: what was counted ends with the incarnation.

use std::sync::{Mutex, PoisonError, TryLockError};

/// A power of two.
const PLACES: usize = 256;

/// The time in which hibernations are counted, in milliseconds.
const SPAN: u64 = 1_000;

/// How often the exact time is asked for until the limit is reached: what was counted long ago delays a warning by no more
/// hibernations than lie between two of these.
const LOOKS: u32 = 8;

/// Hibernations of each actor, as far as there is a place for it.
pub(super) struct Often {
    places: Box<[Mutex<Place>]>,
}

#[derive(Clone, Copy, Default)]
struct Place {
    /// The actor that is counted here, by its address.
    actor: usize,
    count: u32,
    /// Not later than the first that was counted, in milliseconds.
    since: u64,
}

impl Often {
    pub(super) fn new() -> Self {
        Self {
            places: (0..PLACES).map(|_| Mutex::default()).collect(),
        }
    }

    /// The actor hibernates. `Some`: how often it did, which is more than `limit`, in no more than a second.
    ///
    /// `now` may be behind; `exact` is asked for only where it matters.
    pub(super) fn note(
        &self,
        actor: usize,
        limit: u32,
        now: u64,
        exact: impl FnOnce() -> u64,
    ) -> Option<u32> {
        let mut place = match self.places.get(place_of(actor))?.try_lock() {
            Ok(place) => place,
            // Another actor's business: this one is counted the next time.
            Err(TryLockError::WouldBlock) => return None,
            Err(TryLockError::Poisoned(poisoned)) => PoisonError::into_inner(poisoned),
        };
        let is_over = now.saturating_sub(place.since) > SPAN;
        if place.actor == actor && !is_over {
            place.count += 1;
        } else if place.count == 0 || is_over {
            *place = Place::begin(actor, now);
        } else {
            place.count -= 1;
            return None;
        }
        if place.count <= limit && place.count % (limit / LOOKS).max(1) != 0 {
            return None;
        }
        let exact = exact();
        if exact.saturating_sub(place.since) > SPAN {
            *place = Place::begin(actor, exact);
        }
        let count = place.count;
        if count <= limit {
            return None;
        }
        place.count = 0;
        place.since = exact;
        Some(count)
    }

    /// The incarnation of that actor has ended.
    pub(super) fn forget(&self, actor: usize) {
        if let Some(place) = self.places.get(place_of(actor)) {
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            if place.actor == actor {
                *place = Place::default();
            }
        }
    }
}

impl Place {
    /// The actor has hibernated once.
    const fn begin(actor: usize, since: u64) -> Self {
        Self {
            actor,
            count: 1,
            since,
        }
    }
}

/// Cells lie at multiples of 8 at least, and those made together side by side.
fn place_of(actor: usize) -> usize {
    let mixed = (actor as u64 >> 3).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    mixed as usize & (PLACES - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first number, from `from` on, of another actor with the same place.
    fn neighbour(actor: usize) -> usize {
        let same = |other: &usize| place_of(*other) == place_of(actor);
        (actor + 8..).step_by(8).find(same).unwrap()
    }

    #[test]
    fn one_more_than_the_limit_in_a_second_is_too_often() {
        let often = Often::new();
        for count in 0..100 {
            assert_eq!(often.note(8, 100, count * 10, || count * 10), None);
        }
        assert_eq!(often.note(8, 100, 1_000, || 1_000), Some(101));
        // Counted anew.
        for _ in 0..100 {
            assert_eq!(often.note(8, 100, 1_000, || 1_000), None);
        }
        assert_eq!(often.note(8, 100, 1_999, || 1_999), Some(101));
    }

    #[test]
    fn as_many_in_a_longer_time_are_not() {
        let often = Often::new();
        for count in 0..1_000 {
            // The coarse time stands still while all sleep.
            assert_eq!(often.note(8, 100, 0, || count * 11), None);
        }
    }

    #[test]
    fn the_exact_time_is_seldom_asked_for() {
        let often = Often::new();
        let mut asked = 0;
        for _ in 0..100 {
            let exact = || {
                asked += 1;
                0
            };
            assert_eq!(often.note(8, 100, 0, exact), None);
        }
        assert_eq!(asked, 8);
    }

    #[test]
    fn what_was_counted_long_ago_delays_by_an_eighth_at_most() {
        for limit in 1..300 {
            for before in 0..limit {
                let often = Often::new();
                for _ in 0..before {
                    assert_eq!(often.note(8, limit, 0, || 0), None);
                }
                let told = (1..).find(|_| often.note(8, limit, 0, || 30_000).is_some());
                let told = told.unwrap();
                assert!(
                    told > limit && told <= limit + limit / 8 + 1,
                    "{told} {limit}"
                );
            }
        }
    }

    #[test]
    fn a_time_that_is_over_is_seen_without_the_exact_time() {
        let often = Often::new();
        let other = neighbour(8);
        for _ in 0..11 {
            assert_eq!(often.note(8, 100, 0, || unreachable!()), None);
        }
        assert_eq!(often.note(other, 100, 1_001, || unreachable!()), None);
        for _ in 1..100 {
            assert_eq!(often.note(other, 100, 1_001, || 1_001), None);
        }
        assert_eq!(often.note(other, 100, 1_001, || 1_001), Some(101));
    }

    #[test]
    fn neighbours_do_not_add_up_and_the_busiest_is_found() {
        let often = Often::new();
        let (busy, quiet) = (8, neighbour(8));
        let mut told = Vec::new();
        for step in 0..300 {
            told.extend(often.note(busy, 100, 0, || 0).map(|count| (busy, count)));
            if step % 3 == 0 {
                told.extend(often.note(quiet, 100, 0, || 0).map(|count| (quiet, count)));
            }
        }
        assert_eq!(told, [(busy, 101)]);
    }

    #[test]
    fn who_has_stopped_makes_room() {
        let often = Often::new();
        let (before, after) = (8, neighbour(8));
        for _ in 0..50 {
            assert_eq!(often.note(before, 100, 0, || 0), None);
        }
        let told = (0..160).find_map(|_| often.note(after, 100, 0, || 0));
        assert_eq!(told, Some(101));
    }

    #[test]
    fn what_was_counted_ends_with_the_incarnation() {
        let often = Often::new();
        for _ in 0..1_000 {
            assert_eq!(often.note(8, 100, 0, || 0), None);
            // One that has no place here.
            often.forget(neighbour(8));
            often.forget(8);
        }
    }
}
