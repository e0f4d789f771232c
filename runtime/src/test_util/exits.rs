//! How actors and supervisors of a runtime end, for those who watch.

use std::fmt;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::exit::{Exit, ExitReason, Panic};
use crate::link::Identity;
use crate::schedule::system::System;

type Recording = Mutex<Vec<Exit>>;

/// Records how the actors and the supervisors of this tokio runtime end, clean ends included.
///
/// An end is there before anybody who waits for it is told. The recording ends when this is dropped; several may
/// go on at a time.
///
/// ```
/// use dormouse::prelude::*;
/// use dormouse::test_util::{self, Exits};
///
/// #[actor]
/// struct Job;
///
/// #[actor]
/// impl Job {}
///
/// test_util::run(async {
///     let exits = Exits::record();
///     Job.spawn().unwrap().stop().await.unwrap();
///     let exits = exits.take();
///     assert!(exits[0].reason().is_clean());
///     assert_eq!((exits[0].path(), exits[0].generation()), ("Job", 1));
/// });
/// ```
pub struct Exits {
    system: Arc<System>,
    recording: Arc<Recording>,
}

impl Exits {
    /// Records from now on.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with a timer.
    #[must_use]
    pub fn record() -> Self {
        let system = match System::current() {
            Ok(system) => system,
            Err(kind) => panic!("no exits to record: {kind:?}"),
        };
        let recording = Arc::<Recording>::default();
        system.observed().add(&recording);
        Self { system, recording }
    }

    /// The ends since the last time, in their order.
    #[must_use]
    pub fn take(&self) -> Vec<Exit> {
        mem::take(&mut *lock(&self.recording))
    }
}

impl Drop for Exits {
    fn drop(&mut self) {
        self.system.observed().remove(&self.recording);
    }
}

impl fmt::Debug for Exits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<_> = lock(&self.recording)
            .iter()
            .map(|exit| exit.path().to_owned())
            .collect();
        f.debug_tuple("Exits").field(&paths).finish()
    }
}

/// What tests want to know of a system, and want from it.
#[derive(Default)]
pub(crate) struct Observed {
    /// Whether there is anything below.
    any: AtomicBool,
    recordings: Mutex<Vec<Weak<Recording>>>,
    /// Incarnations that are about to be killed, and what they are to say.
    crashes: Mutex<Vec<(Identity, u32, String)>>,
}

impl Observed {
    fn add(&self, recording: &Arc<Recording>) {
        lock(&self.recordings).push(Arc::downgrade(recording));
        self.any.store(true, Ordering::Release);
    }

    fn remove(&self, recording: &Arc<Recording>) {
        let gone = Arc::as_ptr(recording);
        lock(&self.recordings).retain(|other| other.as_ptr() != gone);
    }

    pub(crate) fn exited(&self, exit: &Exit) {
        if !self.any.load(Ordering::Acquire) {
            return;
        }
        for recording in lock(&self.recordings).iter().filter_map(Weak::upgrade) {
            lock(&recording).push(exit.clone());
        }
    }

    pub(super) fn crash(&self, actor: Identity, generation: u32, message: String) {
        let mut crashes = lock(&self.crashes);
        crashes.retain(|(other, ..)| *other != actor);
        crashes.push((actor, generation, message));
        self.any.store(true, Ordering::Release);
    }

    /// What an incarnation that is being killed ends with.
    pub(crate) fn take_crash(&self, actor: Identity, generation: u32) -> Option<ExitReason> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut crashes = lock(&self.crashes);
        let index = crashes
            .iter()
            .position(|(other, of, _)| (*other, *of) == (actor, generation))?;
        let (.., message) = crashes.swap_remove(index);
        Some(ExitReason::Panicked(Panic::new(message, None, None)))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
