//! How the calls that an end leaves without an answer learn of it.
//!
//! A reply that is dropped unanswered must say why. Two cases: something is dropped because an actor
//! has ended (its queue, a suspended handler), so the reason is known beforehand and stands in a scope;
//! or a handler unwinds, so the reason is known only after the panic was caught, and the replies
//! wait for it on the side.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::exit::Exit;

/// A reply that waits for the reason of a panic.
pub(crate) type Orphan = Box<dyn FnOnce(Exit)>;

thread_local! {
    static EXIT: RefCell<Option<Exit>> = const { RefCell::new(None) };
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
    ORPHANS.with_borrow_mut(|orphans| orphans.push(orphan));
}

/// The end that is the reason for what is being dropped on this thread, if any.
pub(crate) fn exit() -> Option<Exit> {
    EXIT.try_with(|exit| exit.borrow().clone()).ok().flatten()
}

/// Drops things by `f`, whose unanswered replies get `exit`.
pub(crate) fn with_exit<R>(exit: Exit, f: impl FnOnce() -> R) -> R {
    struct Restore(Option<Exit>);
    impl Drop for Restore {
        fn drop(&mut self) {
            let before = self.0.take();
            EXIT.with_borrow_mut(|exit| *exit = before);
        }
    }
    let _restore = Restore(EXIT.with_borrow_mut(|now| now.replace(exit)));
    f()
}

/// A caught panic, with the replies it left behind.
pub(crate) struct Unwound {
    pub(crate) payload: Box<dyn Any + Send>,
    orphans: Vec<Orphan>,
}

impl Unwound {
    /// Answers the replies.
    pub(crate) fn answer(&mut self, exit: &Exit) {
        for orphan in std::mem::take(&mut self.orphans) {
            orphan(exit.clone());
        }
    }
}

/// Runs `f` as an actor: a panic is caught, and the replies it drops wait for its reason.
#[inline]
pub(crate) fn catch<R>(f: impl FnOnce() -> R) -> Result<R, Unwound> {
    struct Leave;
    impl Drop for Leave {
        #[inline]
        fn drop(&mut self) {
            DEPTH.with(|depth| depth.set(depth.get() - 1));
        }
    }
    DEPTH.with(|depth| depth.set(depth.get() + 1));
    let leave = Leave;
    let result = catch_unwind(AssertUnwindSafe(f));
    drop(leave);
    result.map_err(|payload| Unwound {
        payload,
        // A nested catch would have taken its own, so these are all of this one.
        orphans: ORPHANS.with_borrow_mut(std::mem::take),
    })
}

/// Drops `value`; a panic in its drop is caught and given.
pub(crate) fn drop_quietly<T>(value: T) -> Result<(), Unwound> {
    catch(|| drop(value))
}
