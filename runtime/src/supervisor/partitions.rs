//! Many children from one declaration, and the way from a key to one of them.

use std::any::type_name;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::sync::Mutex;

use super::declared::StaticSupervisor;
use super::seat::{Child, Seat};

/// What `#[supervisor(partitions = ..)]` writes.
#[doc(hidden)]
pub trait PartitionSupervisor: StaticSupervisor<Children = Partitions<Self::Child>> {
    type Child: Child;
}

/// Says of a [`SupervisorDoor`](crate::SupervisorDoor) that its supervisor has partitions.
#[derive(Debug)]
pub struct Partitioned;

/// How many partitions are declared.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum PartitionCount {
    Fixed(NonZeroUsize),
    /// As many as there are cores.
    Cores,
}

impl PartitionCount {
    /// # Panics
    ///
    /// When there are none, at compile time.
    #[must_use]
    #[track_caller]
    pub const fn fixed(count: usize) -> Self {
        match NonZeroUsize::new(count) {
            Some(count) => Self::Fixed(count),
            None => panic!(
                "a supervisor without partitions would have no place for any key\n\nhelp: write a number from 1 up, or `partitions` alone for one per core"
            ),
        }
    }

    pub(super) fn get(self) -> usize {
        match self {
            Self::Fixed(count) => count.get(),
            Self::Cores => cores(),
        }
    }
}

/// The same for as long as the program runs, whatever is given to it or taken away.
fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZeroUsize::get))
}

/// How many of the partitions there are at the moment: always those with the lowest numbers.
#[doc(hidden)]
#[derive(Debug)]
pub struct Size {
    /// Those that keys are spread over.
    routed: AtomicUsize,
    /// Those that are to run. One more while one is being added.
    wanted: AtomicUsize,
}

impl Size {
    fn new(count: usize) -> Self {
        Self {
            routed: AtomicUsize::new(count),
            wanted: AtomicUsize::new(count),
        }
    }

    pub(super) fn routed(&self) -> usize {
        self.routed.load(Ordering::Acquire)
    }

    /// Whether that partition is to run, should it be started.
    pub(super) fn wants(&self, index: usize) -> bool {
        index < self.wanted.load(Ordering::Acquire)
    }

    pub(super) fn set(&self, routed: usize, wanted: usize) {
        self.wanted.store(wanted, Ordering::Release);
        self.routed.store(routed, Ordering::Release);
    }
}

/// The typed handles of all partitions, by number.
#[doc(hidden)]
pub struct Partitions<C: Child> {
    handles: Box<[C::Ref]>,
    size: Size,
    /// Only one at a time changes the size.
    pub(super) resizing: Mutex<()>,
}

impl<C: Child> Partitions<C> {
    pub(super) fn new(
        template: &<C::Seat as Seat<C>>::Template,
        count: Option<PartitionCount>,
    ) -> Self {
        let seats = (0..).take(count.unwrap_or(PartitionCount::Cores).get());
        let handles: Box<[_]> = seats
            .map(|slot| C::handle(C::Seat::vacant(template, slot)))
            .collect();
        Self {
            size: Size::new(handles.len()),
            handles,
            resizing: Mutex::const_new(()),
        }
    }

    /// The handles of all that are declared.
    pub(super) fn handles(&self) -> &[C::Ref] {
        &self.handles
    }

    pub fn size(&self) -> &Size {
        &self.size
    }

    /// The handle of a partition that is declared.
    #[must_use]
    pub fn handle(&self, index: usize) -> Option<&C::Ref> {
        self.handles.get(index)
    }

    /// The partition that a key belongs to. Where there are none, the first, which is down and says so.
    pub fn by_key<K: Hash + ?Sized>(&self, key: &K) -> C::Ref {
        let index = route(key, self.size.routed());
        self.handles[index].clone()
    }

    #[must_use]
    pub fn by_index(&self, index: usize) -> Option<C::Ref> {
        let there = index < self.size.routed();
        there.then(|| self.handle(index).cloned()).flatten()
    }

    #[must_use]
    pub fn all(&self) -> Vec<C::Ref> {
        let count = self.size.routed();
        self.handles.iter().take(count).cloned().collect()
    }
}

impl<C: Child> fmt::Debug for Partitions<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partitions")
            .field("child", &type_name::<C>())
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// One of `count` partitions: whole numbers by their remainder, all else by a hash.
fn route<K: Hash + ?Sized>(key: &K, count: usize) -> usize {
    let mut router = Router::default();
    key.hash(&mut router);
    let count = u64::try_from(count.max(1)).unwrap_or(u64::MAX);
    usize::try_from(router.finish() % count).unwrap_or_default()
}

/// Elixir's rule: what is nothing but a whole number stands for itself, without its sign. The hash of all else
/// is FNV-1a, the same in every run.
#[derive(Default)]
struct Router {
    hash: Option<u64>,
    number: Option<u64>,
}

impl Router {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;

    fn number(&mut self, number: u64, bytes: &[u8]) {
        let first = self.hash.is_none();
        self.write(bytes);
        self.number = first.then_some(number);
    }
}

impl Hasher for Router {
    fn finish(&self) -> u64 {
        // The low bits of FNV-1a alone depend on the low bits of the bytes alone.
        let hash = self.hash.unwrap_or(Self::OFFSET);
        self.number.unwrap_or(hash ^ (hash >> 32))
    }

    fn write(&mut self, bytes: &[u8]) {
        let hash = self.hash.unwrap_or(Self::OFFSET);
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(Self::PRIME);
        self.hash = Some(bytes.iter().fold(hash, step));
        self.number = None;
    }

    fn write_u8(&mut self, number: u8) {
        self.number(number.into(), &number.to_le_bytes());
    }

    fn write_u16(&mut self, number: u16) {
        self.number(number.into(), &number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.number(number.into(), &number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.number(number, &number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_i8(&mut self, number: i8) {
        self.number(number.unsigned_abs().into(), &number.to_le_bytes());
    }

    fn write_i16(&mut self, number: i16) {
        self.number(number.unsigned_abs().into(), &number.to_le_bytes());
    }

    fn write_i32(&mut self, number: i32) {
        self.number(number.unsigned_abs().into(), &number.to_le_bytes());
    }

    fn write_i64(&mut self, number: i64) {
        self.number(number.unsigned_abs(), &number.to_le_bytes());
    }

    fn write_isize(&mut self, number: isize) {
        self.write_i64(number as i64);
    }
}

#[cfg(test)]
mod tests {
    use super::route;

    #[derive(Hash)]
    struct User(u64);

    #[test]
    fn whole_numbers_go_by_their_remainder() {
        let routed = [0, 1, 2, 3, -1, -5].map(|key| route(&key, 3));
        assert_eq!(routed, [0, 1, 2, 0, 1, 2]);
        assert_eq!(
            route(&i64::MIN, 3),
            2,
            "2^63 is 2 more than a multiple of 3"
        );
        assert_eq!(route(&u8::MAX, 100), 55);
        assert_eq!(route(&User(7), 4), 3, "a number in a type of its own");
    }

    #[test]
    fn all_else_goes_by_a_hash_that_spreads() {
        let mut met = [0_u32; 8];
        for user in 0..800 {
            met[route(&format!("user-{user}"), 8)] += 1;
        }
        assert!(met.iter().all(|met| (50..150).contains(met)), "{met:?}");
        let mut met = [0_u32; 8];
        for user in 0..800_u32 {
            met[route(&(user * 8, 0_u32), 8)] += 1;
        }
        assert!(met.iter().all(|met| (50..150).contains(met)), "{met:?}");
        assert_eq!(route("ada", 8), route(&String::from("ada"), 8));
    }

    #[test]
    fn the_hash_is_the_same_in_every_run() {
        assert_eq!([route("ada", 1_000), route("bob", 1_000)], [991, 106]);
    }

    #[test]
    fn without_partitions_there_is_still_a_first() {
        assert_eq!(route("ada", 0), 0);
    }
}
