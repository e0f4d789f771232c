//! Something that is kept until it is woken, and given to one of those who wake it.
//!
//! | stage | what a wake-up does |
//! | --- | --- |
//! | `Awake`, as it begins | says so: it is not kept any more |
//! | `Asleep` | takes it out |
//! | `Woken` | nothing |
//!
//! Only its owner goes from the first to the second, and only a wake-up to the third.

use std::fmt;
use std::mem;
#[cfg(not(dormouse_loom))]
use std::sync::Mutex;
use std::sync::PoisonError;

#[cfg(dormouse_loom)]
use loom::sync::Mutex;

pub(crate) struct Sleep<R>(Mutex<Stage<R>>);

enum Stage<R> {
    Awake,
    Asleep(R),
    Woken,
}

impl<R> Sleep<R> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Stage::Awake))
    }

    /// Keeps it, or gives it back: it has been woken already.
    pub(crate) fn keep(&self, kept: R) -> Result<(), R> {
        let mut stage = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*stage, Stage::Awake) {
            *stage = Stage::Asleep(kept);
            return Ok(());
        }
        drop(stage);
        Err(kept)
    }

    /// Wakes it. Gives what was kept, to who was first.
    pub(crate) fn wake(&self) -> Option<R> {
        let mut stage = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match mem::replace(&mut *stage, Stage::Woken) {
            Stage::Asleep(kept) => Some(kept),
            Stage::Awake | Stage::Woken => None,
        }
    }
}

impl<R> fmt::Debug for Sleep<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").finish_non_exhaustive()
    }
}
