//! Small blocks of memory that a thread keeps for its next use of the same size.
//!
//! Invariant of this file: a pointer in the table is a block of exactly the size of its place, allocated
//! with the layout of that place, and nobody else has it.
//!
//! A call needs a block for its reply, and one for its handler's future when that is asynchronous; both
//! live for some ten nanoseconds in most calls. An allocator takes about as long for each as the rest of
//! the call together (glibc 2.36: 150 of 700 instructions). A thread keeps at most one block of each
//! size for either use, 4,352 bytes in all on a machine of 64 bits: a call has one of each at a time, and
//! they may be of one size.

#![allow(unsafe_code, reason = "blocks of memory without a type")]

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr::{self, NonNull};

/// What sizes are multiples of, and blocks aligned to: what allocators give without being asked.
const GRAIN: usize = 2 * size_of::<usize>();
const SIZES: usize = 16;
/// Larger ones, and those that are aligned to more, come from the allocator.
const LARGEST: usize = GRAIN * SIZES;
/// The address sanitizer is to see each use of a block as one of its own, and a model has threads
/// that are none.
const KEEPS: bool = !cfg!(any(dormouse_loom, dormouse_sanitizer));

/// What a block is for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    Reply,
    Frame,
}

const USES: usize = 2;

struct Spare {
    blocks: [[Cell<*mut u8>; SIZES]; USES],
}

thread_local! {
    static SPARE: Spare = const {
        Spare {
            blocks: [const { [const { Cell::new(ptr::null_mut()) }; SIZES] }; USES],
        }
    };
}

impl Drop for Spare {
    fn drop(&mut self) {
        for (place, block) in self
            .blocks
            .iter()
            .flat_map(|table| table.iter().enumerate())
        {
            if let Some(block) = NonNull::new(block.replace(ptr::null_mut())) {
                // SAFETY: by the invariant of the table, from which it was taken.
                unsafe { dealloc(block.as_ptr(), layout_of(place)) };
            }
        }
    }
}

/// The place of blocks for such a layout, if they are kept.
#[inline(always)]
const fn place_for(layout: Layout) -> Option<usize> {
    if KEEPS && layout.size() > 0 && layout.size() <= LARGEST && layout.align() <= GRAIN {
        Some((layout.size() - 1) / GRAIN)
    } else {
        None
    }
}

#[inline(always)]
const fn layout_of(place: usize) -> Layout {
    // SAFETY: the alignment is a power of two, and the size a small multiple of it.
    unsafe { Layout::from_size_align_unchecked((place + 1) * GRAIN, GRAIN) }
}

/// A block for such a layout, whose size is not zero.
#[inline]
pub(super) fn allocate(layout: Layout, used: Use) -> NonNull<u8> {
    debug_assert!(layout.size() > 0);
    let Some(place) = place_for(layout) else {
        return new_block(layout);
    };
    let kept = SPARE
        .try_with(|spare| spare.blocks[used as usize][place].replace(ptr::null_mut()))
        .unwrap_or(ptr::null_mut());
    NonNull::new(kept).unwrap_or_else(|| new_block(layout_of(place)))
}

#[inline(never)]
fn new_block(layout: Layout) -> NonNull<u8> {
    // SAFETY: the size is not zero: `allocate` is not called for such, nor has a place one.
    let block = unsafe { alloc(layout) };
    NonNull::new(block).unwrap_or_else(|| handle_alloc_error(layout))
}

/// Gives a block back.
///
/// # Safety
///
/// It came from [`allocate`] for the same layout, on whatever thread and for whatever use, and is not used any
/// more.
#[inline]
pub(super) unsafe fn free(block: NonNull<u8>, layout: Layout, used: Use) {
    let (block, layout) = match place_for(layout) {
        Some(place) => {
            // The one that was freed last is the one in the cache.
            let before =
                SPARE.try_with(|spare| spare.blocks[used as usize][place].replace(block.as_ptr()));
            (before.unwrap_or(block.as_ptr()), layout_of(place))
        }
        None => (block.as_ptr(), layout),
    };
    if !block.is_null() {
        free_block(block, layout);
    }
}

#[inline(never)]
fn free_block(block: *mut u8, layout: Layout) {
    // SAFETY: by the invariant, or by what was promised of a block that is not kept.
    unsafe { dealloc(block, layout) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).unwrap()
    }

    #[test]
    #[cfg_attr(dormouse_sanitizer, ignore = "nothing is kept")]
    fn a_block_serves_the_next_of_its_size() {
        let first = allocate(layout(24, 8), Use::Reply);
        // SAFETY: allocated above.
        unsafe { free(first, layout(24, 8), Use::Reply) };
        let other = allocate(layout(40, 8), Use::Reply);
        let again = allocate(layout(32, 1), Use::Reply);
        assert_eq!(first, again);
        assert_ne!(first, other);
        // SAFETY: allocated above, each once.
        unsafe {
            free(other, layout(40, 8), Use::Reply);
            free(again, layout(32, 1), Use::Reply);
        }
    }

    #[test]
    #[cfg_attr(dormouse_sanitizer, ignore = "nothing is kept")]
    fn a_reply_and_a_frame_of_one_size_are_both_kept() {
        let blocks = || {
            let reply = allocate(layout(48, 8), Use::Reply);
            let frame = allocate(layout(48, 8), Use::Frame);
            // SAFETY: allocated above, each once.
            unsafe {
                free(frame, layout(48, 8), Use::Frame);
                free(reply, layout(48, 8), Use::Reply);
            }
            (reply, frame)
        };
        assert_eq!(blocks(), blocks());
        assert_ne!(blocks().0, blocks().1);
    }

    #[test]
    fn blocks_of_every_size_are_whole_and_apart() {
        for _ in 0..2 {
            let blocks: Vec<_> = (1..=LARGEST + 40)
                .flat_map(|size| [(size, 1), (size, 8), (size, 64)])
                .map(|(size, align)| {
                    let block = allocate(layout(size, align), Use::Reply);
                    assert_eq!(block.addr().get() % align, 0);
                    // SAFETY: so large a block, or larger.
                    unsafe { block.write_bytes(size as u8, size) };
                    (block, size, align)
                })
                .collect();
            for &(block, size, align) in &blocks {
                for offset in 0..size {
                    // SAFETY: within the block, and written above.
                    assert_eq!(unsafe { block.add(offset).read() }, size as u8);
                }
                // SAFETY: allocated above with this layout.
                unsafe { free(block, layout(size, align), Use::Reply) };
            }
        }
    }

    #[test]
    fn a_block_goes_on_another_thread_than_it_came_from() {
        struct Sent(NonNull<u8>);
        // SAFETY: a block belongs to no thread.
        unsafe impl Send for Sent {}
        let sent: Vec<_> = (0..3)
            .map(|_| Sent(allocate(layout(64, 8), Use::Reply)))
            .collect();
        thread::spawn(move || {
            for Sent(block) in sent {
                // SAFETY: allocated above, each once.
                unsafe { free(block, layout(64, 8), Use::Reply) };
            }
        })
        .join()
        .unwrap();
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_thread_keeps_little() {
        let kept: usize = (0..SIZES).map(|place| layout_of(place).size()).sum();
        assert_eq!(kept * USES, 4_352);
    }
}
