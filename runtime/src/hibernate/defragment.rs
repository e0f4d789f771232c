//! Moving what long sleepers hold out of the pages that falling asleep has freed.
//!
//! Under glibc the small blocks of an actor lie beside the large ones that it worked with. Once these are freed,
//! each sleeper is an island that keeps one or two pages from the operating system, however little it holds.
//! Moved one by one, blocks come to lie where others were a moment ago: the allocator hands out first what it
//! got back last. So many sleepers are moved in one pass, on a thread for blocking work, and what they leave is given
//! back after.
//!
//! Only those are moved that have slept from one look to the next: who falls asleep again and again is looked at, and stays
//! where it is. Who is awake is looked at when it has fallen asleep again.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{compaction_panicked, reclaim};
use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::cell::state::Carried;
use crate::compact::Compaction;
use crate::dying;
use crate::report;
use crate::schedule::activation;
use crate::schedule::system::System;

/// From one look to the next.
const PAUSE: Duration = Duration::from_secs(5);

/// What is left by those that were moved is given back when it is so much.
const BLOCKS: usize = 4_096;
const BYTES: usize = 1 << 20;

/// The actor falls asleep, and holds little beside what that has freed.
pub(super) fn falls_asleep<A: Actor>(cell: &CellRef<A>) {
    if reclaim::is_built_in() && cell.mailbox().note_fresh() {
        let sweeper = cell.link().system().sweeper();
        sweeper.fell_asleep([cell.any().clone()], PAUSE);
    }
}

/// Looks at actors that fell asleep, on one of the runtime's threads for blocking work.
pub(crate) fn look_apart(system: &Arc<System>, cells: Vec<AnyCell>) {
    let cells = Arc::new(Mutex::new(cells));
    let (here, taken) = (Arc::clone(system), Arc::clone(&cells));
    // Where the operating system has no more threads to give, tokio panics.
    let spawned = dying::catch_rarely(|| {
        system.spawn_blocking(move || {
            let cells = mem::take(&mut *taken.lock().unwrap_or_else(PoisonError::into_inner));
            pass(&here, cells);
        });
    });
    if spawned.is_err() {
        let cells = mem::take(&mut *cells.lock().unwrap_or_else(PoisonError::into_inner));
        system.sweeper().fell_asleep(cells, PAUSE);
    }
}

/// Looks at all of these, and moves those that have settled.
fn pass(system: &Arc<System>, cells: Vec<AnyCell>) {
    let start = Instant::now();
    // The program may have said since how it gives pages back.
    let moves = reclaim::is_built_in();
    let mut compaction = Compaction::defragmenting();
    let (mut moved, mut left) = (0, 0);
    let mut again = Vec::new();
    for cell in cells {
        // The runtime waits for this thread when it goes.
        let looks = moves && system.is_open();
        let look = looks.then(|| cell.erased().defragment(&mut compaction));
        if look == Some(Look::Again) {
            again.push(cell);
        } else {
            moved += usize::from(look == Some(Look::Moved));
            // What waits in its mailbox is the user's, where it has ended.
            drop(dying::drop_quietly(cell));
        }
        match compaction.retired() {
            Some(retired) if retired.len() < BLOCKS && retired.bytes() < BYTES => {}
            Some(_) => left += compaction.release(),
            // One of the user's own has put another in its place.
            None => compaction = Compaction::defragmenting(),
        }
    }
    left += compaction.release();
    if !again.is_empty() {
        system.sweeper().fell_asleep(again, PAUSE);
    }
    if left > 0 {
        report::defragmented(moved, left, start.elapsed());
        reclaim::note_hibernated(system, left);
    }
}

/// What came of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// It is listed yet.
    Again,
    Moved,
    Stays,
}

/// Moves the small blocks of a sleeper that has settled; what arrives meanwhile is handled after.
pub(crate) fn look<A: Actor>(cell: &CellRef<A>, compaction: &mut Compaction) -> Look {
    let config = cell.link().system().config();
    let worth = config.worth(A::OPTIONS.name());
    let moves = worth.moves_scattered();
    compaction.set_worth(worth);
    let lent = dying::catch_rarely(|| {
        cell.lend_settled(|state| {
            if moves {
                state.compact(compaction);
            }
        })
    });
    match lent {
        Ok(Err(true)) => return Look::Again,
        Ok(Err(false)) => {}
        Ok(Ok(((), carried))) => {
            if let Carried::Activate(held) = carried {
                activation::spawn(held);
            }
            if moves {
                return Look::Moved;
            }
        }
        Err(unwound) => compaction_panicked(cell, &unwound),
    }
    Look::Stays
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;
    use std::time::Instant;

    use super::*;
    use crate::compact::Scratch;
    use crate::outcome::Hibernate;

    #[crate::actor(crate = crate)]
    struct Diary {
        entries: Vec<String>,
        numbers: Box<[u64; 4]>,
        work: Scratch<Vec<u8>>,
    }

    fn entry(number: u64) -> String {
        format!("{number:0>60}")
    }

    #[crate::actor(crate = crate)]
    impl Diary {
        /// Checks all that was kept, and keeps one more.
        #[call]
        fn write(&mut self, number: u64) -> Hibernate<bool> {
            let [first, next, ..] = *self.numbers;
            let entries = self.entries.iter();
            let kept = entries.zip(first..).all(|(kept, of)| *kept == entry(of));
            let right = kept && next == number && self.entries.len() as u64 == next - first;
            self.entries.push(entry(number));
            if self.entries.len() > 8 {
                self.entries.remove(0);
                self.numbers[0] += 1;
            }
            self.numbers[1] += 1;
            self.work.resize(20_000, 1);
            Hibernate(right)
        }
    }

    /// How long at least, and at most where the machine is busy.
    fn duration() -> Duration {
        let seconds = std::env::var("DORMOUSE_STRESS_SECONDS");
        let seconds = seconds.ok().and_then(|seconds| seconds.parse().ok());
        Duration::from_secs(seconds.unwrap_or(1))
    }

    #[test]
    fn actors_that_are_moved_all_the_time_keep_what_they_hold_and_lose_no_call() {
        const ACTORS: usize = 8;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_time()
            .build()
            .unwrap();
        let diary = || Diary {
            entries: Vec::new(),
            numbers: Box::default(),
            work: Scratch::default(),
        };
        let diaries: Vec<DiaryRef> = {
            let _entered = runtime.enter();
            (0..ACTORS).map(|_| diary().spawn().unwrap()).collect()
        };
        let cells: Vec<AnyCell> = diaries
            .iter()
            .map(|diary| diary.actor().cell().any().clone())
            .collect();
        let stop = AtomicBool::new(false);
        let (moved, written) = thread::scope(|scope| {
            let mover = scope.spawn(|| {
                let mut moved = 0;
                while !stop.load(Ordering::Relaxed) {
                    let mut compaction = Compaction::defragmenting();
                    for cell in &cells {
                        // The first look finds that it fell asleep.
                        if cell.erased().defragment(&mut compaction) == Look::Again {
                            cell.erased().defragment(&mut compaction);
                        }
                    }
                    moved += usize::from(compaction.release() > 0);
                }
                moved
            });
            let start = Instant::now();
            let mut written = 0_u64;
            while start.elapsed() < duration() {
                runtime.block_on(async {
                    for diary in &diaries {
                        let written = diary.write(written).await.unwrap();
                        assert!(written);
                    }
                });
                written += 1;
            }
            stop.store(true, Ordering::Relaxed);
            (mover.join().unwrap(), written)
        });
        println!("{written} rounds of {ACTORS} calls, moved in {moved} passes");
        assert!(moved > 0);
    }
}
