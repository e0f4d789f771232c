//! Ticks of `#[every]` in the system's wheel: one entry for each interval, awake or asleep.
//!
//! An entry keeps its cell. So a tick that is far off is looked at now and then, on a coarse grid: that of an
//! incarnation that has ended goes, and no more is left of its actor. That costs a sleeper no byte, where
//! entries that could be found would need an index.

use std::collections::BTreeMap;
use std::collections::btree_map::OccupiedEntry;

use super::sweeper::{BATCH, Sweeper};
use crate::cell::reference::AnyCell;

/// How long, in milliseconds, an entry keeps the cell of an actor that has ended.
const LONGEST: u64 = 60_000;

/// Where ticks that are far off are looked at together, in milliseconds.
const GRID: u64 = 10_000;

/// A tick that is to come.
pub(crate) struct Tick {
    pub(crate) cell: AnyCell,
    pub(crate) generation: u32,
    /// Which of the actor's intervals.
    pub(crate) index: u32,
    /// In milliseconds since the system began.
    pub(crate) due: u64,
}

impl Tick {
    /// It is due, or far off: sends it, or puts it back, unless its incarnation has ended.
    pub(super) fn look(self, sweeper: &Sweeper, now: u64) {
        let cell = self.cell.erased();
        if !cell.has_incarnation(self.generation) {
            return;
        }
        if self.due <= now {
            cell.tick(self.generation, self.index);
        } else {
            sweeper.tick(self);
        }
    }
}

/// When to look at a tick that is due then.
fn look_at(due: u64, now: u64) -> u64 {
    let longest = now.saturating_add(LONGEST);
    if due > longest {
        longest / GRID * GRID
    } else {
        due
    }
}

/// Those of a system, by when to look at them, and in batches, which are as large as they need be.
#[derive(Default)]
pub(super) struct Ticks(BTreeMap<(u64, u32), Vec<Tick>>);

impl Ticks {
    /// Adds a tick. Gives when it is looked at.
    pub(super) fn insert(&mut self, tick: Tick, now: u64) -> u64 {
        let look = look_at(tick.due, now);
        let mut number = 0;
        if let Some(((_, last), batch)) = self.0.range_mut((look, 0)..=(look, u32::MAX)).next_back()
        {
            if batch.len() < BATCH {
                batch.push(tick);
                return look;
            }
            number = last + 1;
        }
        self.0.insert((look, number), vec![tick]);
        look
    }

    /// When to look at the first.
    pub(super) fn first(&self) -> u64 {
        let first = self.0.first_key_value();
        first.map_or(u64::MAX, |((look, _), _)| *look)
    }

    /// Takes a batch of those that are to be looked at.
    pub(super) fn take(&mut self, now: u64) -> Vec<Tick> {
        let first = self.0.first_entry();
        let due = first.filter(|first| first.key().0 <= now);
        due.map_or_else(Vec::new, OccupiedEntry::remove)
    }

    pub(super) fn into_all(self) -> impl Iterator<Item = Tick> {
        self.0.into_values().flatten()
    }
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use super::*;

    #[test]
    fn those_far_off_are_looked_at_together_and_never_late() {
        for now in [0, 1, 9_999, 10_000, 123_456] {
            for far in [0, 1, 59_999, 60_000, 60_001, 86_400_000] {
                let look = look_at(now + far, now);
                assert!(look <= now + far, "{now} {far} {look}");
                assert!(look <= now + LONGEST, "{now} {far} {look}");
                assert!(far <= LONGEST || look > now && look.is_multiple_of(GRID));
                assert!(far > LONGEST || look == now + far);
            }
        }
    }
}
