//! The way back of a call: one value, one sender, one receiver, one allocation.
//!
//! Invariant of this file: the state word says who may touch which slot, and the last of the two
//! sides to leave frees the allocation.
//!
//! | state | value slot | waker slot | who leaves it |
//! | --- | --- | --- | --- |
//! | `EMPTY` | sender writes | receiver writes | either |
//! | `WAITING` | sender writes | full; receiver may take it back | either |
//! | `SENDING` | full | sender takes | sender, at once |
//! | `READY` | receiver takes, then frees | empty | receiver |
//! | `LEFT` | sender's alone | empty | sender, who frees |
//! | `DROPPED` | empty | empty | receiver, who frees |

#![allow(unsafe_code, reason = "two sides share one allocation without a count")]

use std::alloc::Layout;
use std::fmt;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

use super::left;
use super::spare::{self, Use};
use super::sync::{AtomicU8, Ordering, UnsafeCell, yield_now};
use crate::dying;

const EMPTY: u8 = 0;
const WAITING: u8 = 1;
const SENDING: u8 = 2;
const READY: u8 = 3;
const LEFT: u8 = 4;
const DROPPED: u8 = 5;

struct Shared<T> {
    state: AtomicU8,
    /// Whether the answer may come from elsewhere than the handler that was asked; never changed.
    deferred: bool,
    waker: UnsafeCell<MaybeUninit<Waker>>,
    value: UnsafeCell<MaybeUninit<T>>,
}

/// Makes both ends.
#[inline]
pub(crate) fn reply<T>() -> (Sender<T>, Receiver<T>) {
    new(false)
}

/// The same where the answer may come from elsewhere than the handler that was asked.
#[inline]
pub(crate) fn deferred_reply<T>() -> (Sender<T>, Receiver<T>) {
    new(true)
}

#[inline]
fn new<T>(deferred: bool) -> (Sender<T>, Receiver<T>) {
    let shared = spare::allocate(Layout::new::<Shared<T>>(), Use::Reply).cast::<Shared<T>>();
    // SAFETY: a block of this layout, which nobody else has.
    unsafe {
        shared.write(Shared {
            state: AtomicU8::new(EMPTY),
            deferred,
            waker: UnsafeCell::new(MaybeUninit::uninit()),
            value: UnsafeCell::new(MaybeUninit::uninit()),
        });
    }
    (
        Sender { shared },
        Receiver {
            shared: Some(shared),
        },
    )
}

/// Frees the allocation; the slots hold nothing any more.
///
/// # Safety
///
/// The other side has left, and both slots are empty.
#[inline]
unsafe fn free<T>(shared: NonNull<Shared<T>>) {
    // SAFETY: written in `new`, and nobody else has the pointer any more. What it held is gone; the
    // rest needs no drop but in a model.
    unsafe {
        shared.drop_in_place();
        spare::free(shared.cast(), Layout::new::<Shared<T>>(), Use::Reply);
    }
}

/// The end that answers, once. Its owners see to it that it does: a `ReplyTo` that is dropped sends an
/// error, and so does a [`Promise`]. Dropped where nobody waits, it only frees.
pub(crate) struct Sender<T> {
    shared: NonNull<Shared<T>>,
}

// SAFETY: one side moves to another thread; what crosses with it is at most the value.
unsafe impl<T: Send> Send for Sender<T> {}
// SAFETY: a shared sender offers nothing.
unsafe impl<T: Send> Sync for Sender<T> {}

impl<T> Sender<T> {
    /// Answers. Where the receiver has gone, the value is dropped. Whether it may still arrive.
    #[inline]
    pub(crate) fn send(self, value: T) -> bool {
        let pointer = self.shared;
        // What its drop would do is done here.
        std::mem::forget(self);
        // SAFETY: the receiver frees only after READY, and leaves LEFT behind otherwise, so the
        // allocation lives until this side has stored READY or freed it.
        let shared = unsafe { pointer.as_ref() };
        shared.value.with_mut(|slot| {
            // SAFETY: in EMPTY, WAITING and LEFT the value slot is the sender's.
            unsafe { (*slot).write(value) };
        });
        match shared.state.swap(SENDING, Ordering::AcqRel) {
            EMPTY => {
                shared.state.store(READY, Ordering::Release);
                true
            }
            WAITING => {
                let waker = shared.waker.with_mut(|slot| {
                    // SAFETY: WAITING means that the waker slot is full, SENDING that it is ours.
                    unsafe { (*slot).assume_init_read() }
                });
                shared.state.store(READY, Ordering::Release);
                waker.wake();
                true
            }
            _ => {
                // The receiver has left.
                let value = shared.value.with_mut(|slot| {
                    // SAFETY: written above, and nobody else will read it.
                    unsafe { (*slot).assume_init_read() }
                });
                // SAFETY: the receiver has left, and the slots are empty again.
                unsafe { free(pointer) };
                drop(value);
                false
            }
        }
    }

    /// Whether the receiver has gone.
    pub(crate) fn is_closed(&self) -> bool {
        // SAFETY: the allocation lives as long as this side has not sent.
        unsafe { self.shared.as_ref() }.state.load(Ordering::SeqCst) == LEFT
    }

    /// Waits until the receiver has gone.
    pub(crate) fn closed(&mut self) -> Closed<'_, T> {
        Closed(self)
    }
}

/// A wait for the receiver to go.
pub(crate) struct Closed<'a, T>(&'a Sender<T>);

impl<T> Closed<'_, T> {
    fn address(&self) -> usize {
        self.0.shared.as_ptr().addr()
    }
}

impl<T> Future for Closed<'_, T> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.is_closed() {
            return Poll::Ready(());
        }
        drop(left::await_leaving(self.address(), context.waker().clone()));
        if self.0.is_closed() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl<T> Drop for Closed<'_, T> {
    fn drop(&mut self) {
        drop(left::remove(self.address()));
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let pointer = self.shared;
        // SAFETY: the receiver frees only after READY or DROPPED, and leaves LEFT behind otherwise.
        let shared = unsafe { pointer.as_ref() };
        match shared.state.swap(SENDING, Ordering::AcqRel) {
            EMPTY => shared.state.store(DROPPED, Ordering::Release),
            WAITING => {
                let waker = shared.waker.with_mut(|slot| {
                    // SAFETY: WAITING means that the waker slot is full, SENDING that it is ours.
                    unsafe { (*slot).assume_init_read() }
                });
                shared.state.store(DROPPED, Ordering::Release);
                drop(waker);
            }
            _ => {
                // SAFETY: the receiver has left, and no value was written.
                unsafe { free(pointer) };
            }
        }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

/// An end that keeps its word: dropped without an answer, it sends one all the same.
///
/// For those who wait for what the runtime itself does: no path by which it fails leaves them waiting.
/// What their wakers panic with is not the runtime's matter.
pub(crate) struct Promise<T: Otherwise> {
    sender: ManuallyDrop<Sender<T>>,
}

/// What those are told who wait for something that fails in a way nobody foresaw.
pub(crate) trait Otherwise: Sized {
    fn otherwise() -> Self;
}

impl<T: Otherwise> Promise<T> {
    pub(crate) fn new(sender: Sender<T>) -> Self {
        Self {
            sender: ManuallyDrop::new(sender),
        }
    }

    /// Answers. Whether that may still arrive.
    pub(crate) fn send(self, value: T) -> bool {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: taken once, for `this` is not dropped.
        let sender = unsafe { ManuallyDrop::take(&mut this.sender) };
        Self::keep(sender, value)
    }

    /// Whether nobody waits any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    fn keep(sender: Sender<T>, value: T) -> bool {
        dying::catch(|| sender.send(value)).unwrap_or(true)
    }
}

impl<T: Otherwise> Drop for Promise<T> {
    fn drop(&mut self) {
        // SAFETY: taken once, for this is the end of the promise, which `send` does not let come.
        let sender = unsafe { ManuallyDrop::take(&mut self.sender) };
        Self::keep(sender, T::otherwise());
    }
}

impl<T: Otherwise> fmt::Debug for Promise<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Promise").finish_non_exhaustive()
    }
}

/// The end that waits.
pub(crate) struct Receiver<T> {
    /// `None` once the value was taken.
    shared: Option<NonNull<Shared<T>>>,
}

// SAFETY: as for `Sender`.
unsafe impl<T: Send> Send for Receiver<T> {}
// SAFETY: a shared receiver offers nothing.
unsafe impl<T: Send> Sync for Receiver<T> {}

impl<T> Receiver<T> {
    /// Whether the value is there, or was taken.
    #[inline]
    pub(crate) fn is_ready(&self) -> bool {
        self.shared.is_none_or(|pointer| {
            // SAFETY: until the value is taken, this side keeps the allocation alive.
            let shared = unsafe { pointer.as_ref() };
            shared.state.load(Ordering::Acquire) == READY
        })
    }

    /// Whether the answer may come from elsewhere than the handler that was asked.
    pub(crate) fn is_deferred(&self) -> bool {
        self.shared.is_some_and(|pointer| {
            // SAFETY: as in `is_ready`.
            unsafe { pointer.as_ref() }.deferred
        })
    }

    /// Takes the value once it is there.
    ///
    /// # Panics
    ///
    /// When polled again after it was ready, as futures may.
    #[inline]
    pub(crate) fn poll_value(&mut self, context: &mut Context<'_>) -> Poll<T> {
        let Some(pointer) = self.shared else {
            panic!("a reply was polled after it was ready");
        };
        // SAFETY: until READY was seen and the value taken, this side keeps the allocation alive.
        let shared = unsafe { pointer.as_ref() };
        loop {
            match shared.state.load(Ordering::Acquire) {
                EMPTY => {
                    shared.waker.with_mut(|slot| {
                        // SAFETY: in EMPTY the waker slot is the receiver's.
                        unsafe { (*slot).write(context.waker().clone()) };
                    });
                    if shared
                        .state
                        .compare_exchange(EMPTY, WAITING, Ordering::AcqRel, Ordering::Acquire)
                        .is_ok()
                    {
                        return Poll::Pending;
                    }
                    shared.waker.with_mut(|slot| {
                        // SAFETY: the exchange failed, so the sender saw EMPTY and will not look
                        // at the slot, which was filled just above.
                        unsafe { (*slot).assume_init_drop() };
                    });
                }
                WAITING => {
                    // Back to EMPTY, so that the slot is ours again; the loop stores the new waker.
                    if shared
                        .state
                        .compare_exchange(WAITING, EMPTY, Ordering::AcqRel, Ordering::Acquire)
                        .is_ok()
                    {
                        shared.waker.with_mut(|slot| {
                            // SAFETY: filled in WAITING, and EMPTY gives the slot to us.
                            unsafe { (*slot).assume_init_drop() };
                        });
                    }
                }
                // Between two instructions of the sender.
                SENDING => yield_now(),
                DROPPED => return Poll::Pending,
                _ => {
                    self.shared = None;
                    let value = shared.value.with_mut(|slot| {
                        // SAFETY: READY means that the value is there and the sender has left.
                        unsafe { (*slot).assume_init_read() }
                    });
                    // SAFETY: the sender has left and both slots are empty.
                    unsafe { free(pointer) };
                    return Poll::Ready(value);
                }
            }
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = T;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.get_mut().poll_value(context)
    }
}

impl<T> Drop for Receiver<T> {
    #[inline]
    fn drop(&mut self) {
        let Some(pointer) = self.shared.take() else {
            return;
        };
        // SAFETY: this side has neither taken the value nor left.
        let shared = unsafe { pointer.as_ref() };
        let mut seen = shared.state.load(Ordering::Acquire);
        loop {
            match seen {
                EMPTY | WAITING => {
                    match shared.state.compare_exchange(
                        seen,
                        EMPTY,
                        Ordering::AcqRel,
                        Ordering::Acquire,
                    ) {
                        Ok(EMPTY) => {
                            match shared.state.compare_exchange(
                                EMPTY,
                                LEFT,
                                Ordering::SeqCst,
                                Ordering::Acquire,
                            ) {
                                // The sender may free it from here on: only the address is used.
                                Ok(_) => return left::tell(pointer.as_ptr().addr()),
                                Err(now) => seen = now,
                            }
                        }
                        Ok(_) => {
                            shared.waker.with_mut(|slot| {
                                // SAFETY: full in WAITING; EMPTY gave it back to us.
                                unsafe { (*slot).assume_init_drop() };
                            });
                            seen = EMPTY;
                        }
                        Err(now) => seen = now,
                    }
                }
                SENDING => {
                    yield_now();
                    seen = shared.state.load(Ordering::Acquire);
                }
                DROPPED => {
                    // SAFETY: the sender has left without a value, and has emptied the waker slot.
                    unsafe { free(pointer) };
                    return;
                }
                _ => {
                    let value = shared.value.with_mut(|slot| {
                        // SAFETY: READY: the value is there, the sender has left.
                        unsafe { (*slot).assume_init_read() }
                    });
                    // SAFETY: the sender has left and both slots are empty.
                    unsafe { free(pointer) };
                    drop(value);
                    return;
                }
            }
        }
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
