//! The children of a dynamic supervisor, in tables that many threads fill at once.

mod shard;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

pub(crate) use self::shard::{Attempt, Entry, Told};
use self::shard::{Removed, Restart, Shard};
use crate::cell::reply::Promise;
use crate::supervisor::fields::Fields;

/// How many tables there are, so that threads that start children rarely meet.
const SHARDS: u32 = 8;

/// How many children in a row go to one table: few children have few tables.
const ROW: u32 = 16;

thread_local! {
    /// How many tables ahead of the others this thread starts its children in. It goes on by one where it
    /// meets another thread, so that those who start many at once soon have tables of their own.
    static AHEAD: Cell<u32> = const { Cell::new(0) };
}

/// The table that a slot is in.
fn shard_of(slot: u32) -> u32 {
    slot / ROW % SHARDS
}

/// The place that a slot has in its table.
fn place_of(slot: u32) -> u32 {
    slot / (ROW * SHARDS) * ROW + slot % ROW
}

/// The slot of a place in a table: the first children have the first numbers.
fn slot_at(index: u32, place: u32) -> u32 {
    (place / ROW * SHARDS + index) * ROW + place % ROW
}

/// All children, by slot.
pub(crate) struct Children<S, T, K> {
    shards: Box<[Mutex<Shard<S, T, K>>]>,
    /// The table whose turn it is, until a row in it is full: so that slots count.
    turn: AtomicU32,
    /// Tells attempts to start children again apart.
    attempts: AtomicU32,
}

impl<S, T: Clone, K> Children<S, T, K> {
    pub(crate) fn new() -> Self {
        Self {
            shards: (0..SHARDS)
                .map(|_| {
                    Mutex::new(Shard {
                        config: None,
                        entries: Vec::new(),
                        free: Vec::new(),
                        terminating: Vec::new(),
                        restarting: Vec::new(),
                    })
                })
                .collect(),
            turn: AtomicU32::new(0),
            attempts: AtomicU32::new(0),
        }
    }

    /// Takes children from now on, made with `config`.
    pub(crate) fn open(&self, config: &Fields<S>) {
        for shard in &self.shards {
            lock(shard).config = Some(config.clone());
        }
    }

    /// Takes no more children. Gives those that are there, as `view` sees them, and the config, whose drop
    /// is the user's.
    pub(crate) fn close<R>(
        &self,
        mut view: impl FnMut(u32, &Entry<T, K>) -> R,
    ) -> (Vec<R>, Option<Fields<S>>) {
        let (mut all, mut config) = (Vec::new(), None);
        for (index, shard) in (0..).zip(&self.shards) {
            let mut shard = lock(shard);
            // Never the last of them, as long as the shards after this one have theirs.
            config = shard.config.take().or(config);
            shard.list(index, &mut all, &mut view);
        }
        (all, config)
    }

    /// What a start needs: the config, and the table to enter the child in. `None` when
    /// no children are taken.
    pub(crate) fn config(&self) -> Option<(u32, Fields<S>)> {
        let mut index = self.turn.load(Ordering::Relaxed).wrapping_add(ahead()) % SHARDS;
        let shard = match self.shard(index).try_lock() {
            Ok(shard) => shard,
            Err(TryLockError::Poisoned(shard)) => shard.into_inner(),
            Err(TryLockError::WouldBlock) => {
                go_ahead();
                index = (index + 1) % SHARDS;
                lock(self.shard(index))
            }
        };
        Some((index, shard.config.clone()?))
    }

    /// The config for a restart.
    pub(crate) fn config_of(&self, slot: u32) -> Option<Fields<S>> {
        lock(self.shard(shard_of(slot))).config.clone()
    }

    /// Whether children that are made with `config` are taken.
    pub(crate) fn takes(&self, config: &Fields<S>) -> bool {
        self.shards
            .first()
            .is_some_and(|shard| lock(shard).takes(config))
    }

    /// Enters a child that is made by `seat` for its slot. Gives `kept` back when no children that are made with
    /// `config` are taken any more.
    pub(crate) fn insert(
        &self,
        index: u32,
        config: &Fields<S>,
        kept: K,
        seat: impl FnOnce(u32) -> T,
    ) -> Result<(u32, T), K> {
        let mut shard = lock(self.shard(index));
        if !shard.takes(config) {
            return Err(kept);
        }
        let place = match shard.free.pop() {
            Some(place) => place,
            None => {
                shard.entries.push(None);
                let place = u32::try_from(shard.entries.len() - 1).unwrap_or(u32::MAX / SHARDS);
                if (place + 1) % ROW == 0 {
                    self.pass_on(index);
                }
                place
            }
        };
        let slot = slot_at(index, place);
        let seat = seat(slot);
        if let Some(entry) = shard.entries.get_mut(place as usize) {
            *entry = Some(Entry {
                seat: seat.clone(),
                kept,
            });
        }
        Ok((slot, seat))
    }

    /// Removes a child, if it is that one, and forgets what was noted about it. What tells its start is to be
    /// dropped after the lock.
    pub(crate) fn remove(&self, slot: u32, same: impl FnOnce(&T) -> bool) -> Option<Removed<T, K>> {
        let mut shard = lock(self.shard(shard_of(slot)));
        let place = place_of(slot);
        let entry = shard
            .entries
            .get_mut(place as usize)?
            .take_if(|entry| same(&entry.seat))?;
        shard.terminating.retain(|other| *other != slot);
        let start = shard.take_restart(slot).and_then(|restart| restart.start);
        shard.free.push(place);
        shard.trim();
        Some((entry, start))
    }

    /// Looks at a child under the table's lock.
    pub(crate) fn with<R>(&self, slot: u32, f: impl FnOnce(&Entry<T, K>) -> R) -> Option<R> {
        let shard = lock(self.shard(shard_of(slot)));
        let entry = shard.entries.get(place_of(slot) as usize)?.as_ref()?;
        Some(f(entry))
    }

    /// Notes that a child, if it is that one, is not started again. Whether it is.
    pub(crate) fn set_terminating(&self, slot: u32, same: impl FnOnce(&T) -> bool) -> bool {
        let mut shard = lock(self.shard(shard_of(slot)));
        let found = shard.has(slot, same);
        if found && !shard.terminating.contains(&slot) {
            shard.terminating.push(slot);
        }
        found
    }

    /// Whether nobody is to start that child again: it was terminated, or is not there any more.
    pub(crate) fn is_terminating(&self, slot: u32, same: impl FnOnce(&T) -> bool) -> bool {
        let shard = lock(self.shard(shard_of(slot)));
        !shard.has(slot, same) || shard.terminating.contains(&slot)
    }

    /// Notes that a child, if it is that one, is between two incarnations, and is about to be started again. What was
    /// attempted before is over; a start that waits still is told so.
    pub(crate) fn set_restarting(&self, slot: u32, same: impl FnOnce(&T) -> bool) -> Attempt {
        let attempt = Attempt(self.attempts.fetch_add(1, Ordering::Relaxed));
        let mut shard = lock(self.shard(shard_of(slot)));
        let over = if shard.has(slot, same) {
            let over = shard.take_restart(slot);
            shard.restarting.push(Restart {
                slot,
                attempt,
                start: None,
            });
            over
        } else {
            None
        };
        drop(shard);
        if let Some(before) = over.and_then(|over| over.start) {
            before.send(Told::Ended);
        }
        attempt
    }

    /// Notes that this attempt to start a child waits; `start` is dropped when the child is taken out. Gives what it
    /// would have been told of that already.
    pub(crate) fn set_waiting(
        &self,
        slot: u32,
        same: impl FnOnce(&T) -> bool,
        attempt: Attempt,
        start: Promise<Told>,
    ) -> Option<Told> {
        let mut start = Some(start);
        let mut shard = lock(self.shard(shard_of(slot)));
        let there = shard.has(slot, same);
        let mut restarts = shard.restarting.iter_mut();
        let restart = restarts.find(|other| other.slot == slot && other.attempt == attempt);
        let told = match restart {
            Some(restart) if there => {
                std::mem::swap(&mut restart.start, &mut start);
                None
            }
            _ if there => Some(Told::Ended),
            _ => Some(Told::Gone),
        };
        drop(shard);
        drop(start);
        told
    }

    /// Notes that a child runs again. Whether it does: it may have ended meanwhile.
    pub(crate) fn set_running(&self, slot: u32, attempt: Attempt) -> bool {
        let mut shard = lock(self.shard(shard_of(slot)));
        let over = shard.take_restart_if(slot, |other| other == attempt);
        drop(shard);
        over.is_some()
    }

    /// Whether that child is still there.
    pub(crate) fn has(&self, slot: u32, same: impl FnOnce(&T) -> bool) -> bool {
        lock(self.shard(shard_of(slot))).has(slot, same)
    }

    /// Whether children are taken.
    pub(crate) fn is_open(&self) -> bool {
        self.shards
            .first()
            .is_some_and(|shard| lock(shard).config.is_some())
    }

    /// How many children there are, and how many of them are between two incarnations.
    pub(crate) fn count(&self) -> (usize, usize) {
        let mut counts = (0, 0);
        for shard in &self.shards {
            let shard = lock(shard);
            counts.0 += shard.entries.len() - shard.free.len();
            counts.1 += shard.restarting.len();
        }
        counts
    }

    /// Whether a child is being started again or stopped.
    pub(crate) fn is_any_under_way(&self) -> bool {
        self.shards.iter().any(|shard| {
            let shard = lock(shard);
            !shard.restarting.is_empty() || !shard.terminating.is_empty()
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.shards.iter().all(|shard| {
            let shard = lock(shard);
            shard.entries.len() == shard.free.len()
        })
    }

    /// All children there are now, as `view` sees them.
    pub(crate) fn list<R>(&self, mut view: impl FnMut(u32, &Entry<T, K>) -> R) -> Vec<R> {
        let mut all = Vec::new();
        for (index, shard) in (0..).zip(&self.shards) {
            lock(shard).list(index, &mut all, &mut view);
        }
        all
    }

    /// Gives back what the tables do not need.
    pub(crate) fn shrink(&self) {
        for shard in &self.shards {
            let mut shard = lock(shard);
            shard.trim();
            shard.entries.shrink_to_fit();
            shard.free.shrink_to_fit();
            shard.terminating.shrink_to_fit();
            shard.restarting.shrink_to_fit();
        }
    }

    /// Bytes of the tables.
    pub(crate) fn bytes(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| {
                let shard = lock(shard);
                shard.entries.capacity() * size_of::<Option<Entry<T, K>>>()
                    + shard.free.capacity() * size_of::<u32>()
            })
            .sum()
    }

    /// A row in that table is full: if it was its turn, it is the next one's.
    fn pass_on(&self, index: u32) {
        let turn = index.wrapping_sub(ahead()) % SHARDS;
        let next = (turn + 1) % SHARDS;
        // Where another thread was first, it has passed on.
        let _ = self
            .turn
            .compare_exchange(turn, next, Ordering::Relaxed, Ordering::Relaxed);
    }

    fn shard(&self, index: u32) -> &Mutex<Shard<S, T, K>> {
        // The index is a remainder by the number of shards.
        &self.shards[(index % SHARDS) as usize]
    }
}

fn ahead() -> u32 {
    AHEAD.try_with(Cell::get).unwrap_or(0)
}

fn go_ahead() {
    // On a thread that is being torn down, the next start waits again.
    let _ = AHEAD.try_with(|ahead| ahead.set((ahead.get() + 1) % SHARDS));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that can panic runs under these locks but an allocation, and what is caught at once.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
