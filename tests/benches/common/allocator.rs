//! The allocator under test, and how many bytes of it are live.

#![allow(unsafe_code, reason = "a global allocator is one")]

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[cfg(not(feature = "mimalloc"))]
use std::alloc::System as Inner;

#[cfg(feature = "mimalloc")]
use mimalloc::MiMalloc as Inner;

/// How the allocator is called in the table.
pub(crate) const NAME: &str = if cfg!(feature = "mimalloc") {
    "mimalloc"
} else if cfg!(target_env = "gnu") {
    "glibc"
} else {
    "the system's"
};

#[global_allocator]
static ALLOCATOR: Counting = Counting(Inner);

/// Off by default: two shared counters would cost more than what is timed.
static COUNTS: AtomicBool = AtomicBool::new(false);
static ALLOCATED: AtomicUsize = AtomicUsize::new(0);
static FREED: AtomicUsize = AtomicUsize::new(0);

/// Counts from now on.
pub(crate) fn count() {
    COUNTS.store(true, Ordering::Relaxed);
}

/// Bytes asked for and not freed, up to a constant: what was live before counting began. Differences
/// of two readings are exact.
pub(crate) fn live() -> isize {
    let allocated = ALLOCATED.load(Ordering::Relaxed);
    allocated
        .wrapping_sub(FREED.load(Ordering::Relaxed))
        .cast_signed()
}

struct Counting(Inner);

impl Counting {
    #[inline]
    fn note(allocated: usize, freed: usize) {
        if COUNTS.load(Ordering::Relaxed) {
            ALLOCATED.fetch_add(allocated, Ordering::Relaxed);
            FREED.fetch_add(freed, Ordering::Relaxed);
        }
    }
}

// SAFETY: everything is handed to the allocator inside.
unsafe impl GlobalAlloc for Counting {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size(), 0);
        // SAFETY: the caller's promise, passed on.
        unsafe { self.0.alloc(layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size(), 0);
        // SAFETY: as above.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        Self::note(0, layout.size());
        // SAFETY: as above.
        unsafe { self.0.dealloc(block, layout) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::note(size, layout.size());
        // SAFETY: as above.
        unsafe { self.0.realloc(block, layout, size) }
    }
}
