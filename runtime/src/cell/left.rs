//! Who wants to know that a caller has gone.
//!
//! Few do, so that it costs a call nothing: their wakers lie here, by the address of the reply. Whoever leaves
//! says so first and looks for a waker then; whoever waits leaves the waker first and looks then. So
//! one of them sees the other.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

static WAITING: AtomicUsize = AtomicUsize::new(0);
static WAKERS: Mutex<BTreeMap<usize, Waker>> = Mutex::new(BTreeMap::new());

fn wakers() -> MutexGuard<'static, BTreeMap<usize, Waker>> {
    WAKERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The receiver of that reply has left.
#[inline]
pub(super) fn tell(reply: usize) {
    if WAITING.load(Ordering::SeqCst) > 0 {
        wake(reply);
    }
}

#[cold]
fn wake(reply: usize) {
    let waker = remove(reply);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// Leaves a waker for the time when the receiver of that reply leaves. Gives the one before, to be dropped by
/// the caller.
pub(super) fn await_leaving(reply: usize, waker: Waker) -> Option<Waker> {
    let mut wakers = wakers();
    let before = wakers.insert(reply, waker);
    if before.is_none() {
        WAITING.fetch_add(1, Ordering::SeqCst);
    }
    before
}

/// Takes the waker back.
pub(super) fn remove(reply: usize) -> Option<Waker> {
    let mut wakers = wakers();
    let waker = wakers.remove(&reply);
    if waker.is_some() {
        WAITING.fetch_sub(1, Ordering::SeqCst);
    }
    waker
}
