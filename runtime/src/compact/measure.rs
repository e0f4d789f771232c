//! The pass that adds up what a state owns.
//!
//! It also adds up what a compaction would give back. What that is depends on all blocks together, which are known only in the
//! end; so it is added up twice, for a pass over all small blocks and for one over loose ones alone. Which
//! those are is asked of the function that decides in the pass itself.

use core::iter::once;
use core::mem::needs_drop;
use core::ops::AddAssign;

#[cfg(feature = "indexmap")]
use super::Advice;
use super::thresholds::Worth;
use super::{Compact, Compaction};

/// What a state owns on the heap, added up field by field; all figures are bytes.
///
/// *Capacity* is what the allocator was asked for, without what it adds for itself (8 bytes and
/// rounding to 16 with glibc). *Used* is what would be left of it if all slack were given back. *Shared* is
/// memory behind `Arc` or `Rc`: it is in neither of the two. Where a type is unknown the figures are
/// a lower bound, and [`is_complete`](Self::is_complete) says so.
///
/// # Examples
///
/// ```
/// use dormouse::{Compact, Measure};
///
/// let mut text = String::with_capacity(64);
/// text.push_str("dormouse");
///
/// let measure = Measure::of(&text);
/// assert_eq!(measure.used(), 8);
/// assert_eq!(measure.capacity(), 64);
/// assert!(measure.is_complete());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    used: usize,
    capacity: usize,
    shared: usize,
    estimated: usize,
    unmeasured: usize,
    scratches: usize,
    frozen: usize,
    /// Something in it can be frozen.
    warm: bool,
    loose: bool,
    /// Used bytes of blocks below a page, which a compaction moves.
    small: usize,
    /// Slack of the same blocks.
    small_slack: usize,
    /// What a pass gives back that leaves blocks without slack of their own alone.
    parts: usize,
    /// What a pass over all small blocks gives back beside the slack of these.
    large: usize,
    /// What is measured lies in a key, which only a pass over everything can reach.
    key: bool,
    /// From where on slack counts.
    worth: Worth,
}

impl Measure {
    /// A measure of nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self::by(Worth::DEFAULT)
    }

    /// The same, by other thresholds.
    pub(crate) const fn by(worth: Worth) -> Self {
        Self {
            used: 0,
            capacity: 0,
            shared: 0,
            estimated: 0,
            unmeasured: 0,
            scratches: 0,
            frozen: 0,
            warm: false,
            loose: false,
            small: 0,
            small_slack: 0,
            parts: 0,
            large: 0,
            key: false,
            worth,
        }
    }

    /// The measure of one value.
    #[must_use]
    pub fn of<T: Compact + ?Sized>(value: &T) -> Self {
        let mut measure = Self::new();
        value.measure(&mut measure);
        measure
    }

    /// Bytes that would be left if all slack were given back.
    #[must_use]
    pub const fn used(&self) -> usize {
        self.used
    }

    /// Bytes held now, as asked of the allocator.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// Bytes that a compaction could give back at most.
    #[must_use]
    pub const fn slack(&self) -> usize {
        self.capacity - self.used
    }

    /// Bytes that a compaction would leave, by the thresholds with which it was measured: more than those in use, for slack
    /// that is not worth the work stays.
    ///
    /// ```
    /// use dormouse::Measure;
    ///
    /// let large = vec![Vec::<u8>::with_capacity(1_000)];
    /// assert_eq!(Measure::of(&large).left(), size_of::<Vec<u8>>());
    /// let small = vec![Vec::<u8>::with_capacity(100)];
    /// assert_eq!(Measure::of(&small).left(), size_of::<Vec<u8>>() + 100);
    /// ```
    #[must_use]
    pub fn left(&self) -> usize {
        let freed = match Compaction::plan(self) {
            None => 0,
            Some(pass) if pass.moves_everything() => self.small_slack.saturating_add(self.large),
            Some(_) => self.parts,
        };
        self.capacity.saturating_sub(freed)
    }

    /// Bytes behind `Arc`, `Rc` and the like, which others may hold too.
    ///
    /// A block that is referred to twice counts twice, and what such a block itself owns is not
    /// followed.
    #[must_use]
    pub const fn shared(&self) -> usize {
        self.shared
    }

    /// The part of [`capacity`](Self::capacity) that is an estimate: the nodes of large B-trees.
    #[must_use]
    pub const fn estimated(&self) -> usize {
        self.estimated
    }

    /// The part of [`capacity`](Self::capacity) that is frozen: blocks of [`Freezable`](crate::Freezable) fields.
    #[cfg(feature = "freeze")]
    #[must_use]
    pub const fn frozen(&self) -> usize {
        self.frozen
    }

    /// How many fields or elements could not be looked into.
    #[must_use]
    pub const fn unmeasured(&self) -> usize {
        self.unmeasured
    }

    /// Whether everything could be looked into.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.unmeasured == 0
    }

    /// Adds one block of memory: `capacity` bytes asked of the allocator, of which `used` would be
    /// left.
    ///
    /// A capacity of 0 is no block.
    #[inline]
    pub const fn add_block(&mut self, used: usize, capacity: usize) {
        let used = if used < capacity { used } else { capacity };
        if self.worth.advise(false, used, capacity).frees() {
            self.add_loose(used, capacity);
        }
        self.add(used, capacity);
    }

    /// The same for a table that is made anew where all is moved, whatever its size.
    pub(super) const fn add_rebuilt(&mut self, used: usize, capacity: usize) {
        self.add_block(used, capacity);
        let used = if used < capacity { used } else { capacity };
        if !self.worth.advise(true, used, capacity).frees() {
            self.large = self.large.saturating_add(capacity - used);
        }
    }

    /// The same for two blocks, both of which are shrunk where one is to be.
    #[cfg(feature = "indexmap")]
    pub(super) fn add_pair(&mut self, blocks: [(usize, usize); 2]) {
        let worth = self.worth;
        let frees = |everything| {
            let mut advice = blocks
                .iter()
                .map(|(used, capacity)| worth.advise(everything, *used, *capacity));
            advice.any(Advice::frees)
        };
        for (used, capacity) in blocks {
            let used = used.min(capacity);
            if frees(false) {
                self.add_loose(used, capacity);
            } else if frees(true) && !worth.advise(true, used, capacity).frees() {
                self.large = self.large.saturating_add(capacity - used);
            }
            self.add(used, capacity);
        }
    }

    #[inline]
    const fn add(&mut self, used: usize, capacity: usize) {
        self.used = self.used.saturating_add(used);
        self.capacity = self.capacity.saturating_add(capacity);
        if used < self.worth.move_below {
            self.small = self.small.saturating_add(used);
            self.small_slack = self.small_slack.saturating_add(capacity - used);
        }
    }

    /// Notes a block whose slack is given back in every pass that reaches it.
    #[cold]
    const fn add_loose(&mut self, used: usize, capacity: usize) {
        let slack = capacity - used;
        if !self.key {
            self.loose = true;
            self.parts = self.parts.saturating_add(slack);
        }
        if used >= self.worth.move_below {
            self.large = self.large.saturating_add(slack);
        }
    }

    /// Adds what is given back in every pass that reaches it.
    const fn add_dropped(&mut self, bytes: usize) {
        self.capacity = self.capacity.saturating_add(bytes);
        if !self.key {
            self.parts = self.parts.saturating_add(bytes);
        }
        self.large = self.large.saturating_add(bytes);
    }

    /// Measures the keys of a table or tree. Whether they own memory.
    #[inline]
    pub(super) fn add_keys<'a, K: Compact + 'a>(
        &mut self,
        keys: impl Iterator<Item = &'a K>,
    ) -> bool {
        if !needs_drop::<K>() {
            return false;
        }
        let (key, capacity) = (self.key, self.capacity);
        self.key = true;
        keys.for_each(|key| key.measure(self));
        self.key = key;
        self.capacity > capacity
    }

    /// Measures the entries of a table or tree. Whether the keys own memory.
    #[inline]
    pub(super) fn add_entries<'a, K: Compact + 'a, V: Compact + 'a>(
        &mut self,
        entries: impl Iterator<Item = (&'a K, &'a V)>,
    ) -> bool {
        if !needs_drop::<V>() {
            return self.add_keys(entries.map(|(key, _)| key));
        }
        let mut own_memory = false;
        for (key, value) in entries {
            own_memory |= self.add_keys(once(key));
            value.measure(self);
        }
        own_memory
    }

    /// Adds memory whose size is not known but estimated, and of which no slack is known.
    pub const fn add_estimate(&mut self, bytes: usize) {
        self.used = self.used.saturating_add(bytes);
        self.capacity = self.capacity.saturating_add(bytes);
        self.estimated = self.estimated.saturating_add(bytes);
    }

    /// Adds memory that is shared with others.
    pub const fn add_shared(&mut self, bytes: usize) {
        self.shared = self.shared.saturating_add(bytes);
    }

    /// Notes that something could not be looked into.
    pub const fn add_unmeasured(&mut self) {
        self.unmeasured = self.unmeasured.saturating_add(1);
    }

    /// Adds what a filled `Scratch` holds: nothing of it would be left.
    ///
    /// It says nothing about the other blocks, so it is no reason to move them.
    pub(super) fn add_scratch(&mut self, content: Measure) {
        self.add_dropped(content.capacity);
        self.shared = self.shared.saturating_add(content.shared);
        self.unmeasured = self.unmeasured.saturating_add(content.unmeasured);
        self.estimated = self.estimated.saturating_add(content.estimated);
        if !self.key {
            self.scratches = self.scratches.saturating_add(1);
        }
    }

    /// Adds the block of a frozen field, which is as small as it gets.
    #[cfg(feature = "freeze")]
    pub(super) const fn add_frozen(&mut self, bytes: usize) {
        self.used = self.used.saturating_add(bytes);
        self.capacity = self.capacity.saturating_add(bytes);
        self.frozen = self.frozen.saturating_add(bytes);
    }

    /// The same for what is warm as well, which a pass drops, and is no reason for one.
    #[cfg(feature = "freeze")]
    pub(super) const fn add_copy(&mut self, bytes: usize) {
        self.add_dropped(bytes);
        self.frozen = self.frozen.saturating_add(bytes);
    }

    /// Notes that something in it can be frozen.
    #[cfg(feature = "freeze")]
    pub(super) const fn add_warm(&mut self) {
        self.warm = true;
    }

    /// Whether something in it can be frozen.
    #[cfg(feature = "freeze")]
    pub(crate) const fn is_warm(&self) -> bool {
        self.warm
    }

    /// Whether a scratch field is filled, or a single block has slack worth its own move.
    pub(super) const fn has_loose_parts(&self) -> bool {
        self.scratches > 0 || self.loose
    }

    /// Whether small blocks are left, and are worth being moved where this has freed so many bytes.
    pub(super) const fn is_scattered_by(&self, freed: usize) -> bool {
        let small = self.small.saturating_add(self.small_slack);
        // Estimated is what lies in many small blocks that are not moved.
        let small = small.saturating_add(self.estimated);
        self.worth.is_scattered(small, freed)
    }

    /// From where on slack counts here.
    pub(super) const fn worth(&self) -> Worth {
        self.worth
    }

    /// Whether the small blocks together have enough slack for moving all of them.
    pub(super) const fn is_loose(&self) -> bool {
        self.worth.is_loose(self.small, self.small_slack)
    }
}

/// Adds up the measures of several states.
impl AddAssign for Measure {
    fn add_assign(&mut self, other: Self) {
        self.used = self.used.saturating_add(other.used);
        self.capacity = self.capacity.saturating_add(other.capacity);
        self.shared = self.shared.saturating_add(other.shared);
        self.estimated = self.estimated.saturating_add(other.estimated);
        self.unmeasured = self.unmeasured.saturating_add(other.unmeasured);
        self.scratches = self.scratches.saturating_add(other.scratches);
        self.frozen = self.frozen.saturating_add(other.frozen);
        self.warm = self.warm || other.warm;
        self.loose = self.loose || other.loose;
        self.small = self.small.saturating_add(other.small);
        self.small_slack = self.small_slack.saturating_add(other.small_slack);
        self.parts = self.parts.saturating_add(other.parts);
        self.large = self.large.saturating_add(other.large);
    }
}
