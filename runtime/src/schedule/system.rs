//! One tokio runtime as the actors on it see it.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::{EnterGuard, Handle, Id, RuntimeFlavor, TryCurrentError};

use super::sweeper::Sweeper;
use crate::config::live::Live;
use crate::dying;
use crate::error::StartErrorKind;
use crate::hibernate::in_place::InPlace;
use crate::observe::census::Roots;
use crate::observe::warner::Warner;
use crate::registry::Registry;

thread_local! {
    /// The system whose runtime owns this thread, by number; 0 where that is not known.
    static WORKER_OF: Cell<u64> = const { Cell::new(0) };
}

/// A runtime, its sweeper, and whether it still runs.
///
/// Everything that belongs to an actor is spawned through this handle, never on whatever runtime the
/// sender of a message happens to be in.
pub(crate) struct System {
    number: u64,
    handle: Handle,
    open: AtomicBool,
    multi: bool,
    sweeper: Sweeper,
    /// The state of `random`.
    dice: AtomicU64,
    registry: Registry,
    config: Live,
    warner: Warner,
    #[cfg(feature = "freeze")]
    freezer: crate::hibernate::freeze::Freezer,
    in_place: InPlace,
    roots: Roots,
    #[cfg(feature = "test-util")]
    observed: crate::test_util::Observed,
}

static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// The systems of this process. Weak: a system goes with the last actor on it.
static SYSTEMS: Mutex<Vec<(Id, Weak<System>)>> = Mutex::new(Vec::new());

impl System {
    /// Those that there are.
    pub(crate) fn all() -> Vec<Arc<Self>> {
        let systems = SYSTEMS.lock().unwrap_or_else(PoisonError::into_inner);
        systems
            .iter()
            .filter_map(|(_, system)| system.upgrade())
            .collect()
    }

    #[cfg(feature = "freeze")]
    pub(crate) fn freezer(&self) -> &crate::hibernate::freeze::Freezer {
        &self.freezer
    }

    /// The system of the runtime that the caller is in.
    pub(crate) fn current() -> Result<Arc<Self>, StartErrorKind> {
        let handle = Handle::try_current().map_err(|_| StartErrorKind::NoRuntime)?;
        let id = handle.id();
        let mut systems = SYSTEMS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(system) = systems
            .iter()
            .find(|(of, _)| *of == id)
            .and_then(|(_, system)| system.upgrade())
        {
            return Ok(system);
        }
        // The one way to learn whether a runtime has a timer.
        let timer = dying::catch_rarely(|| drop(tokio::time::sleep(Duration::ZERO)));
        if timer.is_err() {
            return Err(StartErrorKind::NoTimer);
        }
        systems.retain(|(_, system)| system.strong_count() > 0);
        let system = Arc::new(Self {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            multi: handle.runtime_flavor() != RuntimeFlavor::CurrentThread,
            handle,
            open: AtomicBool::new(true),
            sweeper: Sweeper::new(),
            dice: AtomicU64::new(0),
            registry: Registry::default(),
            config: Live::default(),
            warner: Warner::default(),
            #[cfg(feature = "freeze")]
            freezer: crate::hibernate::freeze::Freezer::default(),
            in_place: InPlace::default(),
            roots: Roots::default(),
            #[cfg(feature = "test-util")]
            observed: crate::test_util::Observed::default(),
        });
        systems.push((id, Arc::downgrade(&system)));
        drop(systems);
        Sweeper::start(&system);
        Ok(system)
    }

    /// The system of the runtime that the caller is in, if there is an actor on it.
    pub(crate) fn find() -> Result<Option<Arc<Self>>, TryCurrentError> {
        let id = Handle::try_current()?.id();
        let systems = SYSTEMS.lock().unwrap_or_else(PoisonError::into_inner);
        let system = systems.iter().find(|(of, _)| *of == id);
        Ok(system.and_then(|(_, system)| system.upgrade()))
    }

    /// Spawns on this system's runtime. On one that was shut down the future is dropped unpolled.
    #[inline]
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        drop(self.handle.spawn(future));
    }

    /// Runs `work` on one of the runtime's threads for that. On one that was shut down it is dropped unrun.
    pub(crate) fn spawn_blocking(&self, work: impl FnOnce() + Send + 'static) {
        drop(self.handle.spawn_blocking(work));
    }

    /// Lets the caller find this system's runtime round it, wherever it is. `Err` on a thread that is
    /// being torn down.
    pub(crate) fn enter(&self) -> Result<Option<EnterGuard<'_>>, TryCurrentError> {
        if self.is_here() {
            return Ok(None);
        }
        match Handle::try_current() {
            Err(error) if error.is_thread_local_destroyed() => Err(error),
            _ => Ok(Some(self.handle.enter())),
        }
    }

    /// Any number, for the jitter of pauses: the same sequence in each run, and another in each system
    /// (splitmix64).
    pub(crate) fn random(&self) -> u32 {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let dice = self.dice.fetch_add(STEP, Ordering::Relaxed);
        let mut z = dice.wrapping_add(self.number.wrapping_mul(0xD1B5_4A32_D192_ED03));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z >> 32) as u32
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }

    pub(crate) fn sweeper(&self) -> &Sweeper {
        &self.sweeper
    }

    /// Names and groups of the actors here.
    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What holds for all actors here.
    #[inline]
    pub(crate) fn config(&self) -> &Live {
        &self.config
    }

    /// Where the trees here begin.
    pub(crate) fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Tells what is remarkable of the actors here.
    pub(crate) fn warner(&self) -> &Warner {
        &self.warner
    }

    /// The actors here whose handlers hibernate where they are.
    pub(crate) fn in_place(&self) -> &InPlace {
        &self.in_place
    }

    /// What tests want to know of it.
    #[cfg(feature = "test-util")]
    pub(crate) fn observed(&self) -> &crate::test_util::Observed {
        &self.observed
    }

    /// Whether the runtime was seen to be shut down.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// The runtime drops its tasks.
    pub(crate) fn close(&self) {
        self.open.store(false, Ordering::Release);
    }

    /// Notes that this thread is one of the runtime's workers, which it stays for as long as it lives.
    #[inline]
    pub(crate) fn note_worker(&self) {
        if self.multi {
            WORKER_OF.with(|worker| worker.set(self.number));
        }
    }

    /// Whether a handler may run in the caller's own context.
    #[inline]
    pub(crate) fn may_run_here(&self) -> bool {
        self.is_open() && self.is_here()
    }

    /// Whether the caller is in this system's runtime, so that its handlers find what they expect there.
    #[inline]
    fn is_here(&self) -> bool {
        WORKER_OF.with(Cell::get) == self.number
            || Handle::try_current().is_ok_and(|handle| handle.id() == self.handle.id())
    }
}

impl fmt::Debug for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("System")
            .field("open", &self.is_open())
            .finish_non_exhaustive()
    }
}
