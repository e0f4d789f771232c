//! How the calls that an end leaves without an answer learn of it.
//!
//! A reply that is dropped unanswered must say why. Two cases: something is dropped because an actor
//! has ended (its queue, a suspended handler), so the reason is known beforehand and stands in a scope;
//! or a handler unwinds, so the reason is known only after the panic was caught, and the replies
//! wait for it on the side.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::Full;
use crate::exit::{Exit, ExitReason, Panic};
use crate::panic;

/// A reply that waits for the reason of a panic.
pub(crate) type Orphan = Box<dyn FnOnce(Exit)>;

/// Why something is being dropped.
#[derive(Clone, Debug)]
pub(crate) enum Cause {
    /// Its actor has ended.
    Ended(Exit),
    /// It had to give way in a full mailbox.
    Full(Full),
}

thread_local! {
    static CAUSE: RefCell<Option<Cause>> = const { RefCell::new(None) };
    static ORPHANS: RefCell<Vec<Orphan>> = const { RefCell::new(Vec::new()) };
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// How many actors run on this thread now, one inside the other.
#[inline]
pub(crate) fn depth() -> u32 {
    DEPTH.try_with(Cell::get).unwrap_or(0)
}

/// Whether this thread runs an actor now.
pub(crate) fn in_actor() -> bool {
    depth() > 0
}

/// Whether a dropped reply should wait for the reason of a panic.
pub(crate) fn is_unwinding() -> bool {
    std::thread::panicking() && in_actor()
}

/// Leaves a reply to whoever catches the panic.
pub(crate) fn leave_orphan(orphan: Orphan) {
    let mut orphan = Some(orphan);
    let _ = ORPHANS.try_with(|orphans| orphans.borrow_mut().extend(orphan.take()));
    // A thread that is being torn down keeps nothing any more.
    if let Some(orphan) = orphan {
        orphan(Exit::new("", ExitReason::Killed));
    }
}

/// Why something is being dropped on this thread, if there is a reason.
pub(crate) fn cause() -> Option<Cause> {
    CAUSE
        .try_with(|cause| cause.borrow().clone())
        .ok()
        .flatten()
}

/// The end that is the reason for what is being dropped on this thread, if any.
pub(crate) fn exit() -> Option<Exit> {
    match cause()? {
        Cause::Ended(exit) => Some(exit),
        Cause::Full(_) => None,
    }
}

/// Drops things by `f`, whose unanswered replies get `exit`.
pub(crate) fn with_exit<R>(exit: Exit, f: impl FnOnce() -> R) -> R {
    with_cause(Cause::Ended(exit), f)
}

/// Drops things by `f`, whose unanswered replies get `cause`.
pub(crate) fn with_cause<R>(cause: Cause, f: impl FnOnce() -> R) -> R {
    let _restore = Restore::from(cause);
    f()
}

/// The reason that stood there before; nothing on a thread that is being torn down.
struct Restore(Option<Option<Cause>>);

impl From<Cause> for Restore {
    fn from(cause: Cause) -> Self {
        Self(CAUSE.try_with(|now| now.replace(Some(cause))).ok())
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        if let Some(before) = self.0.take() {
            // Given out, for the drop of a reason is the user's.
            drop(CAUSE.try_with(|now| now.replace(before)));
        }
    }
}

/// How many panics in the drop of a panic's payload are followed; the next payload is leaked.
const PATIENCE: u32 = 8;

/// A caught panic, with the replies it left behind.
///
/// Whoever knows the end that came of it answers them; dropped, it says that there was a panic.
pub(crate) struct Unwound {
    /// `None` only while it is being dropped.
    payload: Option<Box<dyn Any + Send>>,
    orphans: Vec<Orphan>,
}

impl Unwound {
    #[cold]
    fn of(payload: Box<dyn Any + Send>) -> Self {
        Self {
            payload: Some(payload),
            // A nested catch would have taken its own, so these are all of this one.
            orphans: ORPHANS.try_with(RefCell::take).unwrap_or_default(),
        }
    }

    /// What the panic said.
    pub(crate) fn describe(&self, handler: Option<&'static str>) -> Panic {
        panic::describe(self.payload.as_deref(), handler)
    }

    /// Answers the replies.
    pub(crate) fn answer(&mut self, exit: &Exit) {
        for orphan in std::mem::take(&mut self.orphans) {
            // A caller's waker that panics does not keep the others waiting.
            drop(catch_rarely(|| orphan(exit.clone())));
        }
    }
}

impl Drop for Unwound {
    fn drop(&mut self) {
        if !self.orphans.is_empty() {
            let reason = ExitReason::Panicked(self.describe(None));
            self.answer(&Exit::new("", reason));
        }
        // The payload is the user's, and so is its drop, and what that panics with, and so on.
        let mut payload = self.payload.take();
        for _ in 0..PATIENCE {
            match drop_quietly(payload) {
                Ok(()) => return,
                Err(mut again) => payload = again.payload.take(),
            }
        }
        std::mem::forget(payload);
    }
}

/// Runs `f` as an actor: a panic is caught, and the replies it drops wait for its reason.
///
/// There is one of these for each place that calls it, in each actor's code, so it has no more in it than it must.
#[inline]
pub(crate) fn catch<R>(f: impl FnOnce() -> R) -> Result<R, Unwound> {
    DEPTH.with(|depth| depth.set(depth.get() + 1));
    let result = catch_unwind(AssertUnwindSafe(f));
    DEPTH.with(|depth| depth.set(depth.get() - 1));
    match result {
        Ok(value) => Ok(value),
        Err(payload) => Err(Unwound::of(payload)),
    }
}

/// The same for what is done seldom, with even less in it.
pub(crate) fn catch_rarely<R>(f: impl FnOnce() -> R) -> Result<R, Unwound> {
    enter();
    let result = catch_unwind(AssertUnwindSafe(f));
    leave();
    result.map_err(Unwound::of)
}

/// An actor runs inside of what this thread ran already.
#[inline(never)]
fn enter() {
    DEPTH.with(|depth| depth.set(depth.get() + 1));
}

#[inline(never)]
fn leave() {
    DEPTH.with(|depth| depth.set(depth.get() - 1));
}

/// Drops `value`; a panic in its drop is caught and given.
pub(crate) fn drop_quietly<T>(value: T) -> Result<(), Unwound> {
    catch_rarely(|| drop(value))
}
