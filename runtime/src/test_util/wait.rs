//! Waiting for what a tree does by itself.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::handle::any::AnyActorRef;
use crate::handle::door::Status;
use crate::supervisor::seat::Control;

/// How long a test waits before it is given up.
const PATIENCE: Duration = Duration::from_secs(600);

/// How often others get their turn before a paused clock may move on.
const TURNS: u32 = 64;

/// How long others are left alone then, at least.
const STEP: Duration = Duration::from_millis(1);

/// How long the clock may stand still, by the wall clock.
const STANDSTILL: Duration = Duration::from_secs(5);

/// Lets others do what they can do now: a paused clock does not move.
///
/// A hundred turns are theirs, on a runtime of one thread; where there are several threads, that is no promise.
pub async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// Waits until nothing goes on at or below `tree`: no handler runs, no message waits, nothing starts, restarts or
/// stops.
///
/// A handler that waits for a timer is one that runs, and so is one in `hibernate_until`, but not in `hibernate`, which
/// waits for a message; a timer of an actor, an `#[every]` or a `hibernate_after` is
/// not, and no more is what waits for an actor that is suspended. What others are about to send cannot be known.
///
/// # Panics
///
/// When that does not come within ten minutes, with the path of one that goes on; and when actors that always have
/// something to do keep a paused clock from moving for five seconds of the wall clock.
pub async fn quiet(tree: impl Into<AnyActorRef>) {
    let tree = tree.into();
    let mut before = false;
    wait(
        || {
            // On several threads something may be handed on while it is looked for: quiet is what is so twice.
            let twice = before;
            before = busy(tree.control()).is_none();
            twice && before
        },
        || {
            let busy = busy(tree.control()).unwrap_or_default();
            format!("`{}` does not come to rest: {busy}", tree.path())
        },
    )
    .await;
}

/// Waits until an actor or a supervisor runs that was restarted at least `times` times.
///
/// All restarts count, from the first start on: also those with its group, by `restart_child`, or below a
/// supervisor that was itself restarted.
///
/// # Panics
///
/// When that does not come within ten minutes, and when it has ended for good.
pub async fn restarted(actor: impl Into<AnyActorRef>, times: u32) {
    let actor = actor.into();
    let restarts = || actor.generation().saturating_sub(1);
    let runs = || {
        matches!(
            actor.status(),
            Status::Idle | Status::Running | Status::Hibernated
        )
    };
    let text = || {
        let (path, restarts) = (actor.path(), restarts());
        format!(
            "`{path}` was restarted {restarts} times, not {times}; its status: {}",
            actor.status()
        )
    };
    wait(
        || {
            let done = restarts() >= times && runs();
            assert!(done || actor.status() != Status::Gone, "{}", text());
            done
        },
        text,
    )
    .await;
}

/// Waits until an actor or a supervisor has that status. One that it passes through may be missed.
///
/// # Panics
///
/// When that does not come within ten minutes.
pub async fn reaches(actor: impl Into<AnyActorRef>, status: Status) {
    let actor = actor.into();
    wait(
        || actor.status() == status,
        || format!("`{}` is {}, not {status}", actor.path(), actor.status()),
    )
    .await;
}

/// One that something goes on with, and what.
fn busy(control: &Control) -> Option<String> {
    let status = control.status();
    let in_place = match control {
        Control::Actor(cell) => cell.erased().waits_in_place(),
        Control::Supervisor(_) => None,
    };
    match status {
        _ if in_place == Some(true) => {
            return Some(format!("`{}`: a handler hibernates", control.path()));
        }
        _ if in_place == Some(false) => {}
        Status::Starting | Status::Restarting | Status::Running => {
            return Some(format!("`{}`: {status}", control.path()));
        }
        Status::Down | Status::Gone => return None,
        _ => {}
    }
    match control {
        Control::Actor(cell) => {
            let actor = cell.erased();
            let waiting = actor.queue_len();
            (waiting > 0 && !actor.is_suspended())
                .then(|| format!("`{}`: {waiting} messages wait", control.path()))
        }
        Control::Supervisor(node) => node
            .which()
            .iter()
            .find_map(|child| busy(child.handle().control())),
    }
}

async fn wait(mut until: impl FnMut() -> bool, otherwise: impl Fn() -> String) {
    for _ in 0..TURNS {
        if until() {
            return;
        }
        tokio::task::yield_now().await;
    }
    let begin = Instant::now();
    let guard = Guard::new();
    while !until() {
        // Exact to a hundredth: who waits for long needs no more.
        let waited = begin.elapsed();
        let moved = guard.step(STEP.max(waited / 100)).await;
        assert!(moved, "{}, and lets no time pass", otherwise());
        assert!(waited < PATIENCE, "{}", otherwise());
    }
}

/// Sees that the clock stands still: a paused one does while anybody has something to do.
struct Guard {
    shared: Arc<Shared>,
    /// Ends the thread when it is dropped.
    _alive: mpsc::Sender<()>,
}

#[derive(Default)]
struct Shared {
    moves: AtomicU64,
    stands: Notify,
}

impl Guard {
    fn new() -> Self {
        let shared = Arc::<Shared>::default();
        let (alive, end) = mpsc::channel();
        let theirs = Arc::clone(&shared);
        // A thread, for no timer of the runtime would do. Without one the test waits for ever.
        drop(thread::Builder::new().spawn(move || {
            let mut seen = 0;
            while end.recv_timeout(STANDSTILL) == Err(RecvTimeoutError::Timeout) {
                let moves = theirs.moves.load(Ordering::Relaxed);
                if moves == seen {
                    return theirs.stands.notify_one();
                }
                seen = moves;
            }
        }));
        Self {
            shared,
            _alive: alive,
        }
    }

    /// Lets others go on for that long. `false`: the clock stands still.
    async fn step(&self, time: Duration) -> bool {
        let mut stands = pin!(self.shared.stands.notified());
        let mut passed = pin!(tokio::time::sleep(time));
        poll_fn(|context| {
            if passed.as_mut().poll(context).is_ready() {
                self.shared.moves.fetch_add(1, Ordering::Relaxed);
                return Poll::Ready(true);
            }
            stands.as_mut().poll(context).map(|()| false)
        })
        .await
    }
}
