//! The one call into the C library: giving freed pages back to the operating system.
//!
//! Invariant: `malloc_trim` is declared as glibc declares it, and only where glibc is linked.

#![allow(unsafe_code)]

/// Whether the C library has something to give back.
pub(crate) const AVAILABLE: bool = cfg!(all(target_os = "linux", target_env = "gnu", not(miri)));

/// Gives the freed pages of glibc's heap back. Does nothing with another C library.
///
/// With another global allocator glibc's heap is all but empty, and so is the work.
pub(crate) fn trim() {
    #[cfg(all(target_os = "linux", target_env = "gnu", not(miri)))]
    {
        unsafe extern "C" {
            fn malloc_trim(pad: usize) -> core::ffi::c_int;
        }

        // SAFETY: `int malloc_trim(size_t pad)` is what glibc exports; it takes the locks of its arenas itself, so any
        // thread may call it at any time, and it touches no memory that is in use.
        unsafe { malloc_trim(0) };
    }
}
