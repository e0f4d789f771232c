//! The pass that gives back what a state holds but does not need.

use super::thresholds::{CompactionThresholds, Worth};
use super::{Compact, Measure};
use crate::cell::retired::Retired;

/// One pass over a state that re-allocates what holds more memory than it needs.
///
/// Shrinking a block in place leaves it where it is, in a page full of holes; moving all small
/// blocks of a state lets the allocator pack them, and whole pages become free. On 50,000 sessions
/// under glibc, cut down to a twenty-fifth of their messages, shrinking returned 82 % of the
/// resident memory and moving 89 % (measured with the workload of `tests/resident.rs`, of which 5 %
/// is still in use). But moving what has no slack makes things worse: in a prototype it took 51 %
/// more resident memory. So:
///
/// | blocks with | are | when |
/// | --- | --- | --- |
/// | less than 4,096 bytes used | all moved | their slack together is at least 256 bytes and 25 % of their used bytes |
/// | less than 4,096 bytes used | moved one by one | the block's own slack is at least 256 bytes and 25 % of its used bytes |
/// | 4,096 bytes used or more | shrunk in place | the block's own slack is at least 256 bytes and 25 % of its used bytes |
///
/// These figures are [settings](CompactionThresholds). Under glibc there is a second pass, later, over many actors that have
/// freed much and hold little: it moves all small blocks, and gives what they leave back when the last was moved, so
/// that none takes the place of another. [`Scratch`](super::Scratch) fields are dropped in every case. For a session of that workload the
/// measuring took 0.3 µs where there was nothing to do, and the whole 3 µs where there was (two
/// cores of a virtual machine, release build).
///
/// # Examples
///
/// ```
/// use dormouse::Compaction;
///
/// let mut words = Vec::with_capacity(100);
/// words.push("asleep".to_owned());
///
/// let compacted = Compaction::run(&mut words);
/// assert_eq!(words.capacity(), 1);
/// assert_eq!(compacted.freed(), 99 * size_of::<String>());
/// ```
#[derive(Debug)]
pub struct Compaction {
    everything: bool,
    worth: Worth,
    /// The blocks that were left, where none is to be given back before all is moved.
    retired: Option<Retired>,
    /// Why fields could not be frozen, where that is what the pass is for.
    #[cfg(feature = "freeze")]
    freezes: Option<Vec<String>>,
    /// The actor's field that is compacted, where it may freeze.
    #[cfg(feature = "freeze")]
    field: &'static str,
}

impl Compaction {
    /// The compaction that a state measured as `measure` is worth, if any.
    #[must_use]
    pub const fn plan(measure: &Measure) -> Option<Self> {
        if measure.is_loose() {
            Some(Self::of(true, measure.worth()))
        } else if measure.has_loose_parts() {
            Some(Self::of(false, measure.worth()))
        } else {
            None
        }
    }

    const fn of(everything: bool, worth: Worth) -> Self {
        Self {
            everything,
            worth,
            retired: None,
            #[cfg(feature = "freeze")]
            freezes: None,
            #[cfg(feature = "freeze")]
            field: "",
        }
    }

    /// A pass over many states that moves all small blocks and gives none back before [`release`](Self::release).
    pub(crate) fn defragmenting() -> Self {
        let mut defragmenting = Self::of(true, Worth::DEFAULT);
        defragmenting.retired = Some(Retired::new());
        defragmenting
    }

    /// What follows is a state with these thresholds.
    pub(crate) const fn set_worth(&mut self, worth: Worth) {
        self.worth = worth;
    }

    /// Takes the block of a vector that is not needed any more.
    ///
    /// Where many actors are [moved together](CompactionThresholds), none of the blocks that they leave may be given back
    /// before all have moved: the next would be moved into it. Otherwise it is given back at once. For implementations of
    /// [`Compact`] that move blocks of their own; dropping the old block instead does no harm, and moves less.
    ///
    /// ```
    /// use dormouse::{Advice, Compact, Compaction, Measure};
    ///
    /// struct Pixels(Vec<u32>);
    ///
    /// impl Compact for Pixels {
    ///     fn compact(&mut self, compaction: &mut Compaction) {
    ///         if compaction.advise(self.0.len() * 4, self.0.capacity() * 4) != Advice::Leave {
    ///             let exact = self.0.clone();
    ///             compaction.retire(std::mem::replace(&mut self.0, exact));
    ///         }
    ///     }
    ///
    ///     fn measure(&self, measure: &mut Measure) {
    ///         measure.add_block(self.0.len() * 4, self.0.capacity() * 4);
    ///     }
    /// }
    /// # let mut pixels = Pixels(Vec::with_capacity(100));
    /// # assert_eq!(Compaction::run(&mut pixels).after().capacity(), 0);
    /// ```
    pub fn retire<T>(&mut self, old: Vec<T>) {
        if let Some(retired) = &mut self.retired {
            retired.keep(old);
        }
    }

    /// Whether tables and trees are made anew to move what lies in them. What they leave can't be
    /// [retired](Self::retire).
    pub(super) const fn rebuilds(&self) -> bool {
        self.everything && self.retired.is_none()
    }

    /// The blocks that were left since they were last given back.
    pub(crate) const fn retired(&self) -> Option<&Retired> {
        self.retired.as_ref()
    }

    /// Gives the blocks that were left back to the allocator. How many bytes they are.
    pub(crate) fn release(&mut self) -> usize {
        let Some(retired) = &mut self.retired else {
            return 0;
        };
        let bytes = retired.bytes();
        retired.release();
        bytes
    }

    /// A pass that freezes what can be frozen.
    #[cfg(feature = "freeze")]
    pub(crate) fn freezing() -> Self {
        let mut freezing = Self::of(false, Worth::DEFAULT);
        freezing.freezes = Some(Vec::new());
        freezing
    }

    /// Whether this pass freezes.
    #[cfg(feature = "freeze")]
    pub(super) const fn freezes(&self) -> bool {
        self.freezes.is_some()
    }

    /// What follows is in that field of the actor.
    #[doc(hidden)]
    #[inline]
    pub fn enter_field(&mut self, name: &'static str) {
        #[cfg(feature = "freeze")]
        {
            self.field = name;
        }
        #[cfg(not(feature = "freeze"))]
        let _ = name;
    }

    /// The actor's field that is compacted; empty where that is not known.
    #[cfg(feature = "freeze")]
    pub(super) const fn field(&self) -> &'static str {
        self.field
    }

    /// A field stays as it is.
    #[cfg(feature = "freeze")]
    pub(super) fn note_not_frozen(&mut self, why: &dyn std::fmt::Display) {
        let why = match self.field {
            "" => why.to_string(),
            field => format!("`{field}`: {why}"),
        };
        self.freezes.get_or_insert_default().push(why);
    }

    /// Why fields stay as they are.
    #[cfg(feature = "freeze")]
    pub(crate) fn take_not_frozen(&mut self) -> Vec<String> {
        self.freezes.take().unwrap_or_default()
    }

    /// Measures `state`, compacts it if that is worthwhile, and says what came of it.
    pub fn run<T: Compact + ?Sized>(state: &mut T) -> Compacted {
        Self::run_with(state, T::measure, T::compact)
    }

    /// The same as [`run`](Self::run) by other thresholds, to see what they come to.
    ///
    /// ```
    /// use dormouse::{Compaction, CompactionThresholds};
    ///
    /// let mut text = String::with_capacity(100);
    /// assert_eq!(Compaction::run(&mut text).freed(), 0);
    /// let eager = CompactionThresholds::new().slack(64);
    /// assert_eq!(Compaction::run_by(eager, &mut text).freed(), 100);
    /// ```
    pub fn run_by<T: Compact + ?Sized>(
        thresholds: CompactionThresholds,
        state: &mut T,
    ) -> Compacted {
        Self::within(thresholds.resolve(), state, T::measure, T::compact)
    }

    /// The same as [`run`](Self::run) with the two passes given as functions.
    pub fn run_with<T: ?Sized>(
        state: &mut T,
        measure: impl Fn(&T, &mut Measure),
        compact: impl FnOnce(&mut T, &mut Self),
    ) -> Compacted {
        Self::within(Worth::DEFAULT, state, measure, compact)
    }

    pub(crate) fn within<T: ?Sized>(
        worth: Worth,
        state: &mut T,
        measure: impl Fn(&T, &mut Measure),
        compact: impl FnOnce(&mut T, &mut Self),
    ) -> Compacted {
        let mut before = Measure::by(worth);
        measure(state, &mut before);
        let Some(mut compaction) = Self::plan(&before) else {
            return Compacted {
                before,
                after: before,
            };
        };
        compact(state, &mut compaction);
        let mut after = Measure::by(worth);
        measure(state, &mut after);
        Compacted { before, after }
    }

    /// What to do with one block of `capacity` bytes, of which `used` must be kept.
    ///
    /// For implementations of [`Compact`] that manage a block of their own.
    ///
    /// # Examples
    ///
    /// ```
    /// use dormouse::{Advice, Compact, Compaction, Measure};
    ///
    /// struct Pixels(Vec<u32>);
    ///
    /// impl Compact for Pixels {
    ///     fn compact(&mut self, compaction: &mut Compaction) {
    ///         match compaction.advise(self.0.len() * 4, self.0.capacity() * 4) {
    ///             Advice::Leave => {}
    ///             Advice::Shrink => self.0.shrink_to_fit(),
    ///             Advice::Move => self.0 = self.0.clone(),
    ///         }
    ///     }
    ///
    ///     fn measure(&self, measure: &mut Measure) {
    ///         measure.add_block(self.0.len() * 4, self.0.capacity() * 4);
    ///     }
    /// }
    /// # let mut pixels = Pixels(Vec::with_capacity(100));
    /// # assert_eq!(Compaction::run(&mut pixels).after().capacity(), 0);
    /// ```
    #[must_use]
    pub const fn advise(&self, used: usize, capacity: usize) -> Advice {
        self.worth.advise(self.everything, used, capacity)
    }

    /// Whether all small blocks are moved, and not only those with slack of their own.
    #[must_use]
    pub const fn moves_everything(&self) -> bool {
        self.everything
    }
}

/// What to do with one block of memory: the answer of [`Compaction::advise`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Leave it: its slack is not worth the work.
    Leave,
    /// Shrink it where it is: it is large, so moving it gains nothing more.
    Shrink,
    /// Copy what is used into a new, exact block, and drop the old one.
    Move,
}

impl Advice {
    /// Whether the slack is given back.
    pub(super) const fn frees(self) -> bool {
        !matches!(self, Self::Leave)
    }
}

/// What a compaction came to: the state before and after.
///
/// # Examples
///
/// ```
/// let compacted = dormouse::Compaction::run(&mut vec![1_u8, 2, 3]);
/// assert_eq!(compacted.freed(), 0);
/// assert_eq!(compacted.before(), compacted.after());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    before: Measure,
    after: Measure,
}

impl Compacted {
    /// The state as it was.
    #[must_use]
    pub const fn before(&self) -> Measure {
        self.before
    }

    /// The state as it is now.
    #[must_use]
    pub const fn after(&self) -> Measure {
        self.after
    }

    /// Whether what is left lies among the pages that were given back, and is little beside them.
    pub(crate) const fn is_scattered(&self) -> bool {
        self.after.is_scattered_by(self.freed())
    }

    /// Bytes of capacity given back to the allocator (not yet to the operating system).
    #[must_use]
    pub const fn freed(&self) -> usize {
        self.before.capacity().saturating_sub(self.after.capacity())
    }
}
