//! A global allocator that counts, per thread, the bytes that are asked for and not yet given back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

fn change(by: impl Fn(usize) -> usize) {
    // A thread that ends has no counter any more, and no test that looks.
    let _ = LIVE.try_with(|live| live.set(by(live.get())));
}

#[allow(unsafe_code)]
// SAFETY: every call is passed on unchanged to the system's allocator; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        change(|live| live.wrapping_add(layout.size()));
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        change(|live| live.wrapping_sub(layout.size()));
        // SAFETY: the caller keeps the contract of `GlobalAlloc::dealloc`.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        change(|live| live.wrapping_sub(layout.size()).wrapping_add(size));
        // SAFETY: the caller keeps the contract of `GlobalAlloc::realloc`.
        unsafe { System.realloc(block, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `build` made, and the bytes it left allocated.
#[allow(dead_code, reason = "not every test file asks for it")]
pub(crate) fn counted<T>(build: impl FnOnce() -> T) -> (T, usize) {
    let before = LIVE.get();
    let value = build();
    let bytes = LIVE.get().wrapping_sub(before);
    (value, bytes)
}

/// The change of the bytes allocated while `work` ran.
#[allow(dead_code, reason = "not every test file asks for it")]
pub(crate) fn change_of(work: impl FnOnce()) -> isize {
    let before = LIVE.get();
    work();
    LIVE.get().wrapping_sub(before).cast_signed()
}

/// The bytes that this thread has allocated and not given back.
#[allow(dead_code, reason = "not every test file asks for it")]
pub(crate) fn live() -> usize {
    LIVE.get()
}
