//! A handler's future, in a block of memory that outlives it.
//!
//! Invariant of this file: while `tasks` is some, the block holds a live, pinned future of exactly the
//! type that `tasks` was made for; while it is none, the block holds nothing.
//!
//! A handler that awaits needs its future somewhere that does not move. One block serves one message
//! after the other, so that an actor with async handlers allocates once per burst, not once per
//! message; and a suspended handler can leave its task, block and all.

#![allow(
    unsafe_code,
    reason = "one block holds futures of many types, one after the other"
)]

use std::alloc::Layout;
use std::fmt;
use std::pin::Pin;
use std::ptr::{self, NonNull};
use std::task::{Context, Poll};

use super::spare::{self, Use};

/// What can be done with a future whose type is forgotten.
struct Tasks<T> {
    poll: unsafe fn(NonNull<u8>, &mut Context<'_>) -> Poll<T>,
    drop: unsafe fn(NonNull<u8>),
}

/// A place for one future at a time, all with the output `T`.
pub(crate) struct Frame<T: 'static> {
    block: NonNull<u8>,
    layout: Layout,
    tasks: Option<&'static Tasks<T>>,
}

// SAFETY: only `Send` futures are put in.
unsafe impl<T> Send for Frame<T> {}
// SAFETY: a shared frame offers nothing but whether it is full.
unsafe impl<T> Sync for Frame<T> {}

impl<T> Frame<T> {
    /// A frame without a block.
    pub(crate) const fn new() -> Self {
        Self {
            block: NonNull::dangling(),
            layout: Layout::new::<()>(),
            tasks: None,
        }
    }

    /// Whether a future is suspended here.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.tasks.is_some()
    }

    /// Bytes of the block, also when it is empty.
    pub(crate) fn bytes(&self) -> usize {
        self.layout.size()
    }

    /// Puts a future in; one that is still there is dropped first.
    ///
    /// # Safety
    ///
    /// The future may borrow for `'a`. The caller polls it, and drops it by [`Frame::clear`], by another
    /// `put` or by dropping the frame, only within `'a`.
    #[inline]
    pub(crate) unsafe fn put<'a, F>(&mut self, future: F)
    where
        F: Future<Output = T> + Send + 'a,
    {
        self.clear();
        self.make_room(Layout::new::<F>());
        // SAFETY: the block is at least as large and as aligned as `F`, and empty.
        unsafe { self.block.cast::<F>().write(future) };
        self.tasks = Some(
            const {
                &Tasks {
                    poll: poll_as::<F>,
                    drop: drop_as::<F>,
                }
            },
        );
    }

    /// Polls the future, which is dropped when it is ready. `None` when there is none.
    #[inline]
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Option<Poll<T>> {
        let tasks = self.tasks?;
        // SAFETY: by the invariant the block holds a live future of that type; it does not move until
        // it is dropped.
        let polled = unsafe { (tasks.poll)(self.block, context) };
        if polled.is_ready() {
            self.clear();
        }
        Some(polled)
    }

    /// Drops the future, if there is one; the block stays.
    #[inline]
    pub(crate) fn clear(&mut self) {
        // Taken first: a future that panics in its drop is not dropped twice.
        if let Some(tasks) = self.tasks.take() {
            // SAFETY: by the invariant the block holds a live future of that type.
            unsafe { (tasks.drop)(self.block) };
        }
    }

    /// Gives the block back. Does nothing while a future is suspended.
    pub(crate) fn release(&mut self) {
        if self.tasks.is_none() {
            self.free_block();
        }
    }

    #[inline]
    fn make_room(&mut self, layout: Layout) {
        if layout.size() > self.layout.size() || layout.align() > self.layout.align() {
            self.grow(layout);
        }
    }

    #[inline(never)]
    fn grow(&mut self, layout: Layout) {
        self.free_block();
        self.block = if layout.size() == 0 {
            // Only aligned, for nothing is there.
            NonNull::new(ptr::without_provenance_mut(layout.align())).unwrap_or(NonNull::dangling())
        } else {
            spare::allocate(layout, Use::Frame)
        };
        self.layout = layout;
    }

    fn free_block(&mut self) {
        if self.layout.size() > 0 {
            // SAFETY: allocated in `grow` with this layout, and freed once, for the layout is reset.
            unsafe { spare::free(self.block, self.layout, Use::Frame) };
        }
        self.block = NonNull::dangling();
        self.layout = Layout::new::<()>();
    }
}

impl<T> Drop for Frame<T> {
    fn drop(&mut self) {
        /// Frees the block also when the future's drop panics.
        struct Block<'a, T: 'static>(&'a mut Frame<T>);
        impl<T> Drop for Block<'_, T> {
            fn drop(&mut self) {
                self.0.free_block();
            }
        }
        let block = Block(self);
        block.0.clear();
    }
}

impl<T> fmt::Debug for Frame<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("bytes", &self.bytes())
            .field("full", &self.is_full())
            .finish()
    }
}

/// # Safety
///
/// The block holds a live `F` that does not move until it is dropped.
unsafe fn poll_as<F: Future>(block: NonNull<u8>, context: &mut Context<'_>) -> Poll<F::Output> {
    // SAFETY: promised by the caller.
    let future = unsafe { Pin::new_unchecked(block.cast::<F>().as_mut()) };
    future.poll(context)
}

/// # Safety
///
/// The block holds a live `F`, which is not used afterwards.
unsafe fn drop_as<F>(block: NonNull<u8>) {
    // SAFETY: promised by the caller.
    unsafe { ptr::drop_in_place(block.cast::<F>().as_ptr()) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::task::Waker;

    fn poll<T>(frame: &mut Frame<T>) -> Option<Poll<T>> {
        frame.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn one_block_serves_futures_of_many_types() {
        let mut frame = Frame::new();
        assert!(poll(&mut frame).is_none());
        // SAFETY: the futures borrow nothing.
        unsafe { frame.put(async { 1_u8 }) };
        assert_eq!(poll(&mut frame), Some(Poll::Ready(1)));
        let wide = [7_u8; 300];
        // SAFETY: as above.
        unsafe {
            frame.put(async move {
                std::future::ready(()).await;
                wide[299]
            });
        }
        assert_eq!(poll(&mut frame), Some(Poll::Ready(7)));
        let bytes = frame.bytes();
        assert!(bytes >= 300);
        // SAFETY: as above.
        unsafe { frame.put(async { 2 }) };
        assert_eq!(frame.bytes(), bytes, "the larger block is used again");
        frame.clear();
        frame.release();
        assert_eq!(frame.bytes(), 0);
    }

    #[test]
    fn what_a_suspended_future_owns_is_dropped_once() {
        let owned = Arc::new(());
        let mut frame = Frame::<()>::new();
        for _ in 0..2 {
            let inside = Arc::clone(&owned);
            // SAFETY: the future borrows nothing.
            unsafe {
                frame.put(async move {
                    std::future::pending::<()>().await;
                    drop(inside);
                });
            }
            assert_eq!(poll(&mut frame), Some(Poll::Pending));
            assert_eq!(Arc::strong_count(&owned), 2);
        }
        drop(frame);
        assert_eq!(Arc::strong_count(&owned), 1);
    }

    #[test]
    fn a_zero_sized_future_with_a_large_alignment_fits() {
        #[repr(align(128))]
        struct Aligned;
        impl Future for Aligned {
            type Output = usize;
            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<usize> {
                Poll::Ready(ptr::from_mut(self.get_mut()).addr() % 128)
            }
        }
        let mut frame = Frame::new();
        // SAFETY: the future borrows nothing.
        unsafe { frame.put(Aligned) };
        assert_eq!(poll(&mut frame), Some(Poll::Ready(0)));
    }
}
