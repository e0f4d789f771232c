//! A value behind a one-byte lock, with a few small words beside it.
//!
//! Invariant of this file: `value` is touched only by the owner of the one [`Guard`] that can exist
//! at a time, or through `&mut self`.
//!
//! The lock is a byte because a cell has one for each idle actor. It is held for a push, a swap or a
//! change of phase, never across user code, so that spinning is short; only where a full mailbox drops
//! its oldest message does it take as long as there are messages of the actor's own in front of that. A
//! waiter that does not get it soon gives its time slice away, for the holder may have been preempted.

#![allow(unsafe_code, reason = "a value behind a lock of one byte")]

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::sync::{AtomicU8, AtomicU32, Ordering, Section, Stay, UnsafeCell, spin_loop, yield_now};

const FREE: u8 = 0;
const HELD: u8 = 1;

/// Beside the phase, in its byte: whoever compares the whole byte with a phase sees at no cost that
/// something is out of the ordinary.
const MARK: u8 = 0x80;
/// Bits of `noted`: the sweeper has an entry.
const WATCHED: u8 = 1;
/// A time-out is pending.
const TIMED: u8 = 2;
/// And takes the place of the idle time.
const PLAIN: u8 = 4;
/// The system's registry may have something about this cell.
const KNOWN: u8 = 8;
/// The actor has slept, and its hook for that was not yet called.
const SLEPT: u8 = 16;
/// Somebody will look whether what it holds is to be moved.
const LISTED: u8 = 32;
/// And it has fallen asleep since the last look.
const FRESH: u8 = 64;
/// It was awake then, and is to be listed when it falls asleep.
const OWED: u8 = 128;

/// How often a waiter looks again before it gives its time slice away.
const SPINS: u32 = 40;

/// A value, its lock, and the words that travel with it in the same 16 bytes (for a thin value).
///
/// `phase`, `signals`, `noted` and `generation` change only under the lock. Reading them without it gives an
/// answer that was true a moment ago, which is all that inspection asks for.
///
/// The value is last, so that it may be shown as what it has in common with others.
#[repr(C)]
pub(crate) struct Guarded<T: ?Sized> {
    lock: AtomicU8,
    phase: AtomicU8,
    signals: AtomicU8,
    noted: AtomicU8,
    generation: AtomicU32,
    /// Nothing, outside of a model.
    section: Section,
    value: UnsafeCell<T>,
}

// SAFETY: the value is reached by one thread at a time, through the lock, so sharing the whole asks
// of `T` only that it may move between threads.
unsafe impl<T: ?Sized + Send> Sync for Guarded<T> {}

// SAFETY: moving the whole moves the value.
unsafe impl<T: ?Sized + Send> Send for Guarded<T> {}

impl<T> Guarded<T> {
    pub(crate) fn new(value: T, phase: u8) -> Self {
        Self {
            lock: AtomicU8::new(FREE),
            phase: AtomicU8::new(phase),
            signals: AtomicU8::new(0),
            noted: AtomicU8::new(0),
            generation: AtomicU32::new(0),
            section: Section::new(),
            value: UnsafeCell::new(value),
        }
    }
}

impl<T: ?Sized> Guarded<T> {
    /// Waits for the lock.
    #[inline]
    pub(crate) fn lock(&self) -> Guard<'_, T> {
        if self
            .lock
            .compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            contend(&self.lock);
        }
        Guard {
            stay: self.section.enter(),
            guarded: self,
        }
    }

    /// The phase a moment ago.
    #[inline]
    pub(crate) fn phase(&self) -> u8 {
        self.phase.load(Ordering::Acquire) & !MARK
    }

    /// The phase a moment ago, and the mark with it.
    #[inline]
    pub(crate) fn phase_and_mark(&self) -> u8 {
        self.phase.load(Ordering::Acquire)
    }

    /// The signals a moment ago.
    #[inline]
    pub(crate) fn signals(&self) -> u8 {
        self.signals.load(Ordering::Acquire)
    }

    /// Whether a time-out is pending, as whoever has the turn knows.
    #[inline]
    pub(crate) fn is_timed(&self) -> bool {
        self.noted.load(Ordering::Relaxed) & TIMED != 0
    }

    /// Whether it takes the place of the idle time.
    #[inline]
    pub(crate) fn is_plainly_timed(&self) -> bool {
        self.noted.load(Ordering::Relaxed) & PLAIN != 0
    }

    /// Whether the actor has slept, as whoever has the turn knows.
    #[inline]
    pub(crate) fn has_slept(&self) -> bool {
        self.noted.load(Ordering::Relaxed) & SLEPT != 0
    }

    /// Whether somebody is to look whether what it holds is to be moved, as whoever has the turn knows.
    #[inline]
    pub(crate) fn is_owed(&self) -> bool {
        self.noted.load(Ordering::Relaxed) & OWED != 0
    }

    /// The generation a moment ago.
    #[inline]
    pub(crate) fn generation(&self) -> u32 {
        self.generation.load(Ordering::Acquire)
    }
}

#[cold]
fn contend(lock: &AtomicU8) {
    let mut spins = 0;
    loop {
        while lock.load(Ordering::Relaxed) == HELD {
            spins += 1;
            if spins < SPINS && !cfg!(dormouse_loom) {
                spin_loop();
            } else {
                yield_now();
            }
        }
        if lock
            .compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
        {
            return;
        }
    }
}

impl<T: ?Sized> fmt::Debug for Guarded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").finish_non_exhaustive()
    }
}

/// The right to the value; gives the lock back when dropped.
pub(crate) struct Guard<'a, T: ?Sized> {
    guarded: &'a Guarded<T>,
    stay: Stay,
}

impl<T: ?Sized> Guard<'_, T> {
    #[inline]
    pub(crate) fn phase(&self) -> u8 {
        self.phase_and_mark() & !MARK
    }

    /// The phase; larger than all of them while there is a mark.
    #[inline]
    pub(crate) fn phase_and_mark(&self) -> u8 {
        self.guarded.phase.load(Ordering::Relaxed)
    }

    /// The mark stays.
    #[inline]
    pub(crate) fn set_phase(&mut self, phase: u8) {
        let mark = self.phase_and_mark() & MARK;
        self.guarded.phase.store(phase | mark, Ordering::Release);
    }

    #[inline]
    pub(crate) fn is_marked(&self) -> bool {
        self.phase_and_mark() & MARK != 0
    }

    pub(crate) fn set_marked(&mut self, marked: bool) {
        let mark = if marked { MARK } else { 0 };
        let phase = self.phase() | mark;
        self.guarded.phase.store(phase, Ordering::Release);
    }

    #[inline]
    pub(crate) fn signals(&self) -> u8 {
        self.guarded.signals.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn raise(&mut self, signals: u8) {
        let raised = self.signals() | signals;
        self.guarded.signals.store(raised, Ordering::Release);
    }

    #[inline]
    pub(crate) fn clear(&mut self, signals: u8) {
        let left = self.signals() & !signals;
        self.guarded.signals.store(left, Ordering::Release);
    }

    /// Whether the sweeper has an entry for this cell.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.has(WATCHED)
    }

    #[inline]
    pub(crate) fn set_watched(&mut self, watched: bool) {
        self.note(WATCHED, watched);
    }

    /// Whether a time-out is pending, and takes the place of the idle time.
    pub(crate) fn set_timed(&mut self, timed: bool, plain: bool) {
        self.note(TIMED, timed);
        self.note(PLAIN, timed && plain);
    }

    /// Whether the system's registry may have something about this cell.
    #[inline]
    pub(crate) fn is_known(&self) -> bool {
        self.has(KNOWN)
    }

    pub(crate) fn set_known(&mut self, known: bool) {
        self.note(KNOWN, known);
    }

    pub(crate) fn set_slept(&mut self, slept: bool) {
        self.note(SLEPT, slept);
    }

    /// Whether somebody will look whether what it holds is to be moved.
    pub(crate) fn is_listed(&self) -> bool {
        self.has(LISTED)
    }

    pub(crate) fn set_listed(&mut self, listed: bool) {
        self.note(LISTED, listed);
    }

    /// Whether it has fallen asleep since the last such look.
    pub(crate) fn is_fresh(&self) -> bool {
        self.has(FRESH)
    }

    pub(crate) fn set_fresh(&mut self, fresh: bool) {
        self.note(FRESH, fresh);
    }

    pub(crate) fn set_owed(&mut self, owed: bool) {
        self.note(OWED, owed);
    }

    #[inline]
    fn has(&self, bit: u8) -> bool {
        self.guarded.noted.load(Ordering::Relaxed) & bit != 0
    }

    #[inline]
    fn note(&mut self, bit: u8, set: bool) {
        let noted = self.guarded.noted.load(Ordering::Relaxed);
        let noted = if set { noted | bit } else { noted & !bit };
        self.guarded.noted.store(noted, Ordering::Relaxed);
    }

    pub(crate) fn generation(&self) -> u32 {
        self.guarded.generation.load(Ordering::Relaxed)
    }

    pub(crate) fn set_generation(&mut self, generation: u32) {
        self.guarded.generation.store(generation, Ordering::Release);
    }
}

impl<T: ?Sized> Deref for Guard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: this guard holds the lock for as long as the reference lives.
        self.guarded.value.with(|value| unsafe { &*value })
    }
}

impl<T: ?Sized> DerefMut for Guard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this guard holds the lock, and is itself borrowed exclusively.
        self.guarded.value.with_mut(|value| unsafe { &mut *value })
    }
}

impl<T: ?Sized> Drop for Guard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.stay.leave();
        self.guarded.lock.store(FREE, Ordering::Release);
    }
}

impl<T: ?Sized> fmt::Debug for Guard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}
