//! How long a message waits for an actor without a task to be run.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Instant;

use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::schedule::activation::Activation;

/// Whether any system of this process looks at it.
static ON: AtomicBool = AtomicBool::new(false);

/// Some system has a threshold for it.
pub(crate) fn begin() {
    ON.store(true, Ordering::Relaxed);
}

/// The time that is not remarkable, where anybody looks at it.
#[inline]
pub(crate) fn limit<A: Actor>(cell: &CellRef<A>) -> Option<Duration> {
    if ON.load(Ordering::Relaxed) {
        let config = cell.link().system().config();
        config.warnings(A::OPTIONS.name()).slow()
    } else {
        None
    }
}

/// A run, timed up to its first step.
///
/// Of one type for all actors: a task of another type is as much code again, for each of them.
struct Timed {
    run: Pin<Box<dyn Future<Output = ()> + Send>>,
    wake: Option<Wake>,
}

struct Wake {
    cell: AnyCell,
    since: Instant,
    limit: Duration,
}

/// Runs the cell as a task, and tells where that began late.
#[cold]
pub(crate) fn spawn<A: Actor>(run: Activation<A>, cell: AnyCell, limit: Duration) {
    let system = Arc::clone(cell.link().system());
    let wake = Some(Wake {
        cell,
        since: Instant::now(),
        limit,
    });
    let run = Box::pin(run);
    system.spawn(Timed { run, wake });
}

impl Future for Timed {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        if let Some(wake) = this.wake.take() {
            let took = wake.since.elapsed();
            if took > wake.limit {
                let warner = wake.cell.link().system().warner();
                warner.slow(&wake.cell, took, wake.limit);
            }
        }
        this.run.as_mut().poll(context)
    }
}

impl fmt::Debug for Timed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timed").finish_non_exhaustive()
    }
}
