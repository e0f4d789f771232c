//! Finding handlers that block their thread.
//!
//! Each thread that runs actors has a post, where it notes what it runs; one thread of the process goes
//! round and reports who has been at the same thing for too long. It is a thread of its own because a
//! blocked one may be the only one that its runtime has. Nothing of this is done before it is asked for.

use std::cell::OnceCell;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::actor::{Actor, HandlerSpec};
use crate::cell::reference::{AnyCell, CellRef};
use crate::dying;
use crate::link::Link;
use crate::observe::switch;
use crate::report;

static ROUND: Mutex<Round> = Mutex::new(Round {
    limit: Duration::MAX,
    walks: false,
    posts: Vec::new(),
});

thread_local! {
    static POST: OnceCell<Arc<Post>> = const { OnceCell::new() };
}

/// In place of a handler: the `#[stop]` hook.
pub(crate) const STOP: usize = usize::MAX - 1;

/// Reports each handler that blocks its thread for longer than `limit`, once, as a warning with the
/// actor's path and the handler's name.
///
/// A handler blocks its thread when it computes, sleeps or waits without an `.await`: others on its
/// runtime have to wait, and it cannot be killed. One that has to is marked `#[call(blocking)]` or
/// `#[cast(blocking)]`, and is not reported.
///
/// Off by default. It costs one thread for the process, and some nanoseconds for each message. Called again,
/// it changes the limit.
///
/// # Errors
///
/// When the operating system does not give a thread.
///
/// # Examples
///
/// ```
/// # use std::time::Duration;
/// dormouse::install_watchdog(Duration::from_millis(500))?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn install_watchdog(limit: Duration) -> io::Result<()> {
    let mut round = round();
    if !round.walks {
        let name = "dormouse-watchdog".to_owned();
        thread::Builder::new().name(name).spawn(walk)?;
        round.walks = true;
        switch::turn(switch::WATCHDOG, true);
    }
    round.limit = limit;
    Ok(())
}

/// What the watchdog knows of.
struct Round {
    limit: Duration,
    walks: bool,
    posts: Vec<Weak<Post>>,
}

fn round() -> MutexGuard<'static, Round> {
    ROUND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a thread notes what it runs. Only that thread changes it.
struct Post {
    /// One more with each note.
    step: AtomicU64,
    /// The handler of the innermost actor, by its place in `HANDLERS`.
    handler: AtomicUsize,
    /// Actors that run inside one another, the innermost last.
    runs: Mutex<Vec<Run>>,
}

/// An actor that runs on a thread.
#[derive(Clone)]
struct Run {
    link: Arc<Link>,
    slot: u32,
    handlers: &'static [HandlerSpec],
    /// The handler of the actor inside which this one runs.
    outer: usize,
}

impl Post {
    fn new() -> Self {
        Self {
            step: AtomicU64::new(0),
            handler: AtomicUsize::new(usize::MAX),
            runs: Mutex::default(),
        }
    }

    fn runs(&self) -> MutexGuard<'_, Vec<Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, handler: usize) {
        self.handler.store(handler, Ordering::Relaxed);
        let step = self.step.load(Ordering::Relaxed);
        self.step.store(step.wrapping_add(1), Ordering::Release);
    }

    /// The post of this thread; none while it is being torn down.
    fn here<R>(work: impl FnOnce(&Arc<Self>) -> R) -> Option<R> {
        POST.try_with(|post| {
            work(post.get_or_init(|| {
                let post = Arc::new(Self::new());
                let mut round = round();
                round.posts.retain(|post| post.strong_count() > 0);
                round.posts.push(Arc::downgrade(&post));
                post
            }))
        })
        .ok()
    }
}

/// The stay of a thread in an actor, while the watchdog is on.
pub(crate) struct Watched(Arc<Post>);

/// Whether anybody looks.
#[inline]
pub(crate) fn is_on() -> bool {
    switch::is_on(switch::WATCHDOG)
}

/// This thread begins to run an actor, and that handler of it, where one is known.
#[inline]
pub(crate) fn enter<A: Actor>(cell: &CellRef<A>, handler: usize) -> Option<Watched> {
    if is_on() {
        enter_watched(cell.any(), A::HANDLERS, handler)
    } else {
        None
    }
}

#[cold]
fn enter_watched(
    cell: &AnyCell,
    handlers: &'static [HandlerSpec],
    handler: usize,
) -> Option<Watched> {
    let post = Post::here(Arc::clone)?;
    let run = Run {
        link: Arc::clone(cell.link()),
        slot: cell.head().slot(),
        handlers,
        outer: post.handler.load(Ordering::Relaxed),
    };
    post.runs().push(run);
    post.note(handler);
    Some(Watched(post))
}

/// The actor that this thread runs comes to its next handler.
#[inline]
pub(crate) fn note(handler: usize) {
    if is_on() {
        note_watched(handler);
    }
}

#[cold]
fn note_watched(handler: usize) {
    let _ = Post::here(|post| post.note(handler));
}

impl Drop for Watched {
    #[inline]
    fn drop(&mut self) {
        // A link that goes here is dropped after the lock.
        let run = self.0.runs().pop();
        self.0
            .note(run.as_ref().map_or(usize::MAX, |run| run.outer));
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched")
    }
}

/// What was seen at a post the last time.
struct Seen {
    post: Weak<Post>,
    step: u64,
    since: Instant,
    reported: bool,
}

fn walk() {
    let mut seen: Vec<Seen> = Vec::new();
    loop {
        let limit = round().limit;
        thread::sleep((limit / 4).clamp(Duration::from_millis(1), Duration::from_secs(1)));
        look(&mut seen, limit);
    }
}

fn look(seen: &mut Vec<Seen>, limit: Duration) {
    let now = Instant::now();
    seen.retain(|seen| seen.post.strong_count() > 0);
    for post in &round().posts {
        if !seen.iter().any(|seen| seen.post.ptr_eq(post)) {
            seen.push(Seen {
                post: Weak::clone(post),
                step: 0,
                since: now,
                reported: false,
            });
        }
    }
    for seen in seen {
        let Some(post) = seen.post.upgrade() else {
            continue;
        };
        let step = post.step.load(Ordering::Acquire);
        if step != seen.step {
            (seen.step, seen.since, seen.reported) = (step, now, false);
            continue;
        }
        let blocked = now.saturating_duration_since(seen.since);
        if seen.reported || blocked < limit {
            continue;
        }
        let run = post.runs().last().cloned();
        let handler = post.handler.load(Ordering::Relaxed);
        if let Some(run) = run
            && post.step.load(Ordering::Acquire) == step
        {
            seen.reported = true;
            run.tell(handler, blocked);
        }
    }
}

impl Run {
    /// Paths are asked of supervisors, whose drop may be the user's, and so is all that a subscriber does.
    fn tell(self, handler: usize, blocked: Duration) {
        drop(dying::catch_rarely(|| {
            let name = match handler {
                STOP => "stop",
                place => self.handlers.get(place).map_or("-", HandlerSpec::name),
            };
            report::blocked(&self.link.path(self.slot), name, blocked);
            drop(self);
        }));
    }
}
