//! Giving freed pages back to the operating system.
//!
//! Compaction returns memory to the allocator, and most allocators keep it: with glibc and mimalloc
//! the resident memory of 50,000 sessions did not move until they were asked to give it back. That
//! is dear (30 to 180 ms for 800 MB with glibc, while other threads wait for memory), so it is done
//! for the whole process, seldom, and on a thread for blocking work; [`plan`] says when.

mod plan;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::runtime::Handle;
use tokio::time::Instant;

use self::plan::{Decision, Event, Memory, Pending, Rules};
use crate::cell::trim;
use crate::dying;
use crate::report;
use crate::schedule::system::System;

/// The one of this process.
static PROCESS: Reclaimer = Reclaimer::new(Rules::DEFAULT);

/// The program's own way of giving pages back, if it has one.
static RELEASE: RwLock<Option<Arc<Release>>> = RwLock::new(None);

type Release = dyn Fn() + Send + Sync;

/// Says how this program gives freed pages back to the operating system.
///
/// It takes the place of what is built in, which is glibc's `malloc_trim(0)` on Linux and nothing
/// elsewhere. Needed with any other allocator: there `malloc_trim` does no harm and no good. The
/// runtime calls `release` when enough actors have fallen asleep (1,000 or 4 MiB at once; 32 or 64
/// KiB after 10 seconds), at most every 5 seconds and for at most 2 % of the time, on a thread for
/// blocking work. A panic in it is caught and reported.
///
/// | allocator | `release` |
/// | --- | --- |
/// | glibc | nothing to do: built in |
/// | mimalloc | `unsafe { libmimalloc_sys::mi_collect(true) }` (feature `extended`): the heaps of the calling thread and of ended threads |
/// | jemalloc | `unsafe { tikv_jemalloc_sys::mallctl(c"arena.4096.purge".as_ptr(), null_mut(), null_mut(), null_mut(), 0) }`; 4096 stands for all arenas |
///
/// All three are tested (`tests/tests/allocators.rs`, 5,000 sessions with 14 KB each: three quarters of it must be
/// gone without a further call): mimalloc as libmimalloc-sys builds it, jemalloc 5.3. With mimalloc 2.0, as Debian 12
/// has it, nothing came back this way: there only the thread that calls gives its pages back.
///
/// # Examples
///
/// ```
/// # use std::sync::atomic::{AtomicU32, Ordering};
/// static RELEASES: AtomicU32 = AtomicU32::new(0);
///
/// dormouse::set_reclaimer(|| {
///     RELEASES.fetch_add(1, Ordering::Relaxed);
///     // give pages back here
/// });
/// dormouse::reclaim();
/// assert_eq!(RELEASES.load(Ordering::Relaxed), 1);
/// ```
pub fn set_reclaimer(release: impl Fn() + Send + Sync + 'static) {
    let release: Arc<Release> = Arc::new(release);
    let before = RELEASE
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .replace(release);
    drop(before);
    // Bounds that were crossed when nothing could be done are to be crossed again.
    PROCESS.pending.store(0, Ordering::Relaxed);
}

/// Gives freed pages back now, on the calling thread.
///
/// For tests and measurements: the runtime does it by itself, at a bounded rate. A heap of 800 MB
/// took glibc 30 to 180 ms (measured with the workload of `tests/resident.rs`).
///
/// # Examples
///
/// ```
/// drop(vec![0_u8; 1 << 20]);
/// dormouse::reclaim();
/// ```
pub fn reclaim() {
    let release = RELEASE
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    match release {
        Some(release) => {
            if let Err(unwound) = dying::catch_rarely(|| release()) {
                report::reclaimer_panicked(&unwound.describe(Some("reclaimer")));
            }
        }
        None => trim::trim(),
    }
}

/// Whether anything would be done.
fn can_reclaim() -> bool {
    trim::AVAILABLE
        || RELEASE
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
}

/// Whether freed pages go back by `malloc_trim`, between blocks that stay.
pub(super) fn is_built_in() -> bool {
    let release = RELEASE.read().unwrap_or_else(PoisonError::into_inner);
    trim::AVAILABLE && release.is_none()
}

/// An actor of `system` fell asleep, and its compaction freed so many bytes.
#[inline]
pub(crate) fn note_hibernated(system: &Arc<System>, freed: usize) {
    if PROCESS.note(freed) && can_reclaim() {
        ask(system);
    }
}

/// Trims, or comes back to it later.
#[cold]
fn ask(system: &Arc<System>) {
    match PROCESS.ask(Instant::now()) {
        Answer::Nothing => {}
        Answer::Trim(trim) => trim.spawn(system.handle()),
        Answer::Later(appointment) => {
            let after = appointment.at.saturating_duration_since(Instant::now());
            let system_then = Arc::downgrade(system);
            system.sweeper().after(after, move || {
                drop(appointment);
                if let Some(system) = system_then.upgrade() {
                    ask(&system);
                }
            });
        }
    }
}

/// Counts what is pending, and lets one trim at a time begin.
pub(crate) struct Reclaimer {
    rules: Rules,
    /// Hibernations in the upper 24 bits; bytes in the lower 40, in units of [`UNIT`].
    pending: AtomicU64,
    memory: Mutex<Memory>,
}

/// Freed bytes are counted in units of 64, rounded up: so 2^46 bytes can be counted.
const UNIT: u64 = 64;
const BYTE_BITS: u32 = 40;

const fn pack(pending: Pending) -> u64 {
    (pending.hibernations << BYTE_BITS) + pending.bytes.div_ceil(UNIT)
}

const fn unpack(packed: u64) -> Pending {
    Pending {
        hibernations: packed >> BYTE_BITS,
        bytes: (packed & ((1 << BYTE_BITS) - 1)) * UNIT,
    }
}

impl Reclaimer {
    pub(crate) const fn new(rules: Rules) -> Self {
        Self {
            rules,
            pending: AtomicU64::new(0),
            memory: Mutex::new(Memory::NEW),
        }
    }

    /// Counts one hibernation: one relaxed addition, no clock. Whether somebody should
    /// [`ask`](Self::ask) now.
    #[inline]
    pub(crate) fn note(&self, freed: usize) -> bool {
        let one = Pending {
            hibernations: 1,
            // Bounded, so that no single actor overflows into the other count.
            bytes: (freed as u64).min(1 << 40),
        };
        // The order does not matter: whoever takes the count takes all of it.
        let before = self.pending.fetch_add(pack(one), Ordering::Relaxed);
        let (before, after) = (unpack(before), unpack(before.wrapping_add(pack(one))));
        let crossed = |bound| !before.reaches(bound) && after.reaches(bound);
        crossed(self.rules.little) || crossed(self.rules.enough)
    }

    /// What is to be done now about what is pending.
    pub(crate) fn ask(&self, now: Instant) -> Answer<'_> {
        let pending = unpack(self.pending.load(Ordering::Relaxed));
        match self.step(Event::Asked(pending), now) {
            Decision::Nothing => Answer::Nothing,
            Decision::AskAt(at) => Answer::Later(Appointment {
                reclaimer: self,
                at,
            }),
            Decision::Trim => Answer::Trim(Trim {
                reclaimer: self,
                taken: self.pending.swap(0, Ordering::Relaxed),
                done: false,
            }),
        }
    }

    fn step(&self, event: Event, now: Instant) -> Decision {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let (after, decision) = memory.step(&self.rules, event, now);
        *memory = after;
        decision
    }
}

impl fmt::Debug for Reclaimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reclaimer")
            .field("pending", &unpack(self.pending.load(Ordering::Relaxed)))
            .finish_non_exhaustive()
    }
}

/// What came of asking.
#[derive(Debug)]
pub(crate) enum Answer<'r> {
    Nothing,
    Trim(Trim<'r>),
    Later(Appointment<'r>),
}

/// The promise to ask again at a time; dropped when it was kept, or cannot be.
#[derive(Debug)]
pub(crate) struct Appointment<'r> {
    reclaimer: &'r Reclaimer,
    pub(crate) at: Instant,
}

impl Drop for Appointment<'_> {
    fn drop(&mut self) {
        self.reclaimer.step(Event::Due(self.at), self.at);
    }
}

/// The right to trim, which one at a time has. Dropped unused it gives back what it took from the
/// count.
#[derive(Debug)]
pub(crate) struct Trim<'r> {
    reclaimer: &'r Reclaimer,
    taken: u64,
    done: bool,
}

impl Trim<'_> {
    /// Gives freed pages back, on this thread.
    pub(crate) fn run(mut self) {
        let start = Instant::now();
        reclaim();
        let end = Instant::now();
        let took = end.saturating_duration_since(start);
        self.done = true;
        self.reclaimer.step(Event::Trimmed { took }, end);
        report::reclaimed(took);
    }
}

impl Trim<'static> {
    /// The same on one of the runtime's threads for blocking work; none, when it shuts down.
    pub(crate) fn spawn(self, handle: &Handle) {
        // Where the system has no more threads to give, tokio panics: then the trim is given back
        // as well.
        let _ = dying::catch_rarely(|| drop(handle.spawn_blocking(move || self.run())));
    }
}

impl Drop for Trim<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.reclaimer
                .pending
                .fetch_add(self.taken, Ordering::Relaxed);
            self.reclaimer.step(Event::Refused, Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn pending(reclaimer: &Reclaimer) -> Pending {
        unpack(reclaimer.pending.load(Ordering::Relaxed))
    }

    #[test]
    fn asks_once_for_each_bound() {
        let reclaimer = Reclaimer::new(Rules::DEFAULT);
        let asked: Vec<_> = (1..=3_000).filter(|_| reclaimer.note(0)).collect();
        assert_eq!(asked, [32, 1_000]);
        let reclaimer = Reclaimer::new(Rules::DEFAULT);
        assert!(!reclaimer.note(65_472));
        assert!(reclaimer.note(1));
        assert!(reclaimer.note(4 << 20));
        assert!(!reclaimer.note(usize::MAX));
        assert_eq!(pending(&reclaimer).hibernations, 4);
        assert!(pending(&reclaimer).bytes >= 1 << 40);
    }

    #[test]
    fn trims_what_was_noted_and_counts_anew() {
        let reclaimer = Reclaimer::new(Rules::DEFAULT);
        let now = Instant::now();
        reclaimer.note(100);
        assert!(matches!(reclaimer.ask(now), Answer::Nothing));
        reclaimer.note(5 << 20);
        let Answer::Trim(trim) = reclaimer.ask(now) else {
            panic!("5 MiB are enough");
        };
        assert_eq!(pending(&reclaimer), Pending::default());
        reclaimer.note(5 << 20);
        assert!(matches!(reclaimer.ask(now), Answer::Later(_)));
        trim.run();
        assert_eq!(pending(&reclaimer).hibernations, 1);
    }

    #[test]
    fn a_trim_that_is_not_run_loses_nothing() {
        let reclaimer = Reclaimer::new(Rules::DEFAULT);
        reclaimer.note(5 << 20);
        for _ in 0..3 {
            let answer = reclaimer.ask(Instant::now());
            assert!(matches!(answer, Answer::Trim(_)));
            drop(answer);
            assert_eq!(pending(&reclaimer).hibernations, 1);
        }
    }

    #[test]
    fn an_appointment_that_is_dropped_can_be_made_again() {
        let reclaimer = Reclaimer::new(Rules::DEFAULT);
        let now = Instant::now();
        reclaimer.note(100_000);
        let Answer::Later(first) = reclaimer.ask(now) else {
            panic!("100,000 bytes are worth waiting for");
        };
        assert_eq!(first.at, now + Duration::from_secs(10));
        assert!(matches!(reclaimer.ask(now), Answer::Nothing));
        drop(first);
        assert!(matches!(reclaimer.ask(now), Answer::Later(_)));
    }

    #[test]
    fn a_runtime_that_is_gone_gives_the_trim_back() {
        let reclaimer: &Reclaimer = Box::leak(Box::new(Reclaimer::new(Rules::DEFAULT)));
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let Ok(runtime) = runtime else { return };
        let handle = runtime.handle().clone();
        drop(runtime);
        reclaimer.note(5 << 20);
        let Answer::Trim(trim) = reclaimer.ask(Instant::now()) else {
            panic!("5 MiB are enough");
        };
        trim.spawn(&handle);
        assert_eq!(pending(reclaimer).hibernations, 1);
        assert!(matches!(reclaimer.ask(Instant::now()), Answer::Trim(_)));
    }
}
