//! Heap accounting and compaction of an actor's state.
//!
//! An actor that falls asleep gives back the memory it holds but does not need. Two passes do that:
//! [`Measure`] walks the state and adds up what it owns, and only if that shows slack worth the
//! work, [`Compaction`] walks it again and re-allocates. [`Compact`] is what a type does in both
//! passes. Under glibc a third one, later, moves what is left of many sleepers together.
//!
//! | type | measured | compacted |
//! | --- | --- | --- |
//! | scalars, `Duration`, `Instant`, addresses, atomics, `&str` | own no heap: 0 | nothing to do |
//! | `String`, `Vec`, `VecDeque`, `BinaryHeap`, `Box<[T]>`, `PathBuf`, .. | exactly | moved into an exact block |
//! | `HashMap`, `HashSet` | the table from its capacity, as std lays it out | table shrunk, keys and values compacted |
//! | `BTreeMap`, `BTreeSet` | exactly up to 10 entries, else estimated | rebuilt with full nodes |
//! | `Box<T>`, `Option`, `Result`, tuples, arrays, `Mutex`, .. | what is inside | what is inside |
//! | `Arc`, `Rc` | apart, as shared | never |
//! | `Vec`, `HashMap`, .. of a type without `Compact` | their own block, the rest as *not measured* | their own block |
//! | a type without `Compact` that needs no drop | owns nothing: 0 | nothing to do |
//! | any other type without `Compact` | as *not measured*, never as 0 | left alone |
//!
//! The last three lines hold for fields of actors and of types with `#[derive(Compact)]`, whose
//! fields need no bound.

mod compaction;
pub(crate) mod field;
#[cfg(feature = "freeze")]
mod freezable;
mod measure;
mod scalar;
mod scratch;
mod sequence;
mod shared;
mod shell;
mod table;
mod text;
pub(crate) mod thresholds;
mod tree;
mod wrapper;

#[cfg(any(feature = "bytes", feature = "indexmap", feature = "smallvec"))]
mod foreign;

pub use self::compaction::{Advice, Compacted, Compaction};
#[cfg(feature = "freeze")]
pub use self::freezable::{Freezable, FreezableValue};
pub use self::measure::Measure;
pub use self::scratch::Scratch;
pub use self::thresholds::CompactionThresholds;

/// A type that can say how much heap memory it owns, and give back what it does not need.
///
/// Derive it for the types inside an actor's state (`#[derive(Compact)]`); write it by hand for a
/// type that manages memory in its own way. Actors themselves need no `Compact`: `#[actor]` looks
/// at each field.
///
/// Both methods look at the heap only. The value's own bytes (its `size_of`) belong to whoever
/// holds it: a `Vec` counts them for its elements, the actor's cell for the state.
///
/// A panic in `compact` is caught by the runtime and reported, and the actor lives; the containers
/// of std keep all their elements then. So should an implementation by hand: compact in place
/// first, move after.
///
/// # Examples
///
/// ```
/// use dormouse::{Compact, Compaction, Measure};
///
/// struct Log {
///     lines: Vec<String>,
/// }
///
/// impl Compact for Log {
///     fn compact(&mut self, compaction: &mut Compaction) {
///         self.lines.compact(compaction);
///     }
///
///     fn measure(&self, measure: &mut Measure) {
///         self.lines.measure(measure);
///     }
/// }
///
/// let mut log = Log { lines: Vec::with_capacity(1_000) };
/// log.lines.push("started".to_owned());
/// let compacted = Compaction::run(&mut log);
/// assert_eq!(compacted.before().capacity(), 1_000 * size_of::<String>() + 7);
/// assert_eq!(compacted.after().capacity(), size_of::<String>() + 7);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it is compacted",
    label = "not `Compact`",
    note = "add `#[derive(dormouse::Compact)]` to `{Self}`, or keep it in a field of its own: there it is left alone"
)]
pub trait Compact {
    /// Gives back heap memory that is not needed, deep inside first.
    ///
    /// What is stored must stay equal, and hash the same. It may be called more than once while the actor sleeps, on another
    /// thread, and where nothing has slack: then to move what is left, see [`CompactionThresholds`].
    fn compact(&mut self, compaction: &mut Compaction);

    /// Adds the heap memory owned by `self` to `measure`.
    fn measure(&self, measure: &mut Measure);
}
