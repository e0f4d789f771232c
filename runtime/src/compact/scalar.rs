//! Types that own no heap memory.

use core::alloc::Layout;
use core::any::TypeId;
use core::cmp::Ordering;
use core::convert::Infallible;
use core::marker::{PhantomData, PhantomPinned};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8,
    NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize,
};
use core::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16,
    AtomicU32, AtomicU64, AtomicUsize,
};
use core::time::Duration;
use std::ffi::{CStr, OsStr};
use std::path::Path;
use std::thread::ThreadId;
use std::time::{Instant, SystemTime};

use super::{Compact, Compaction, Measure};

macro_rules! owns_no_heap {
    ($($type:ty),* $(,)?) => {
        $(
            impl Compact for $type {
                #[inline]
                fn compact(&mut self, _: &mut Compaction) {}

                #[inline]
                fn measure(&self, _: &mut Measure) {}
            }
        )*
    };
}

owns_no_heap! {
    (), bool, char, Ordering, Infallible, PhantomPinned,
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
    NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize,
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize,
    AtomicBool, AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize,
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize,
    Duration, Instant, SystemTime,
    IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6,
    Layout, ThreadId, TypeId,
    // Not all `&T`: see the note in `field.rs`.
    &str, &Path, &OsStr, &CStr,
    tokio::time::Instant,
}

impl<T: ?Sized> Compact for PhantomData<T> {
    fn compact(&mut self, _: &mut Compaction) {}

    fn measure(&self, _: &mut Measure) {}
}

impl<T> Compact for &[T] {
    fn compact(&mut self, _: &mut Compaction) {}

    fn measure(&self, _: &mut Measure) {}
}
