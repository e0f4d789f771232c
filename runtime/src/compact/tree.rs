//! B-trees.

use core::mem::{MaybeUninit, needs_drop, take};
use core::panic::AssertUnwindSafe;
use core::ptr::NonNull;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{catch_unwind, resume_unwind};

use super::shell::Shell;
use super::{Compact, Compaction, Measure};

/// Entries in a full node of std's tree.
const FULL: usize = 11;

/// Up to this many entries the tree is a single leaf: two leaves and their root have at least 5 + 5
/// + 1.
const ONE_LEAF: usize = 10;

/// Entries in a node, on average, where nothing better is known: std keeps nodes between 5 and 11.
const TYPICAL: usize = 8;

/// A leaf as std lays it out, for its size only.
#[allow(dead_code, reason = "only its size is asked for")]
struct Leaf<K, V> {
    parent: Option<NonNull<()>>,
    parent_index: MaybeUninit<u16>,
    len: u16,
    keys: [MaybeUninit<K>; FULL],
    values: [MaybeUninit<V>; FULL],
}

/// An inner node as std lays it out, for its size only.
#[allow(dead_code, reason = "only its size is asked for")]
#[repr(C)]
struct Inner<K, V> {
    entries: Leaf<K, V>,
    edges: [MaybeUninit<NonNull<()>>; FULL + 1],
}

/// Adds the nodes of a tree: exactly for a single leaf, as an estimate otherwise.
///
/// The tree does not say how full its nodes are, so no slack is counted. An emptied tree may keep
/// one leaf, which is not counted.
fn measure_nodes<K, V>(entries: usize, measure: &mut Measure) {
    match entries {
        0 => {}
        1..=ONE_LEAF => measure.add_block(size_of::<Leaf<K, V>>(), size_of::<Leaf<K, V>>()),
        _ => {
            // Each leaf but the last comes with one entry in a node above it.
            let mut level = entries.div_ceil(TYPICAL + 1);
            let mut bytes = level * size_of::<Leaf<K, V>>();
            while level > 1 {
                level = level.div_ceil(TYPICAL + 1);
                bytes += level * size_of::<Inner<K, V>>();
            }
            measure.add_estimate(bytes);
        }
    }
}

/// How to handle the entries of a map and of a set alike.
struct Entries<E, K, T> {
    key: fn(&E) -> &K,
    key_mut: fn(&mut E) -> &mut K,
    insert: fn(&mut T, E),
}

impl<E, K: Compact + Ord, T: Default + IntoIterator<Item = E> + FromIterator<E>> Entries<E, K, T> {
    /// Moves all entries into new, full nodes, with their keys compacted on the way.
    ///
    /// The build from sorted entries would drop them if a comparison panicked. So the same
    /// comparisons are made before, and if they fail the entries go back one by one; a panic is
    /// passed on when they are back.
    fn rebuild(&self, tree: &mut T, compaction: &mut Compaction) {
        let mut entries: Vec<E> = take(tree).into_iter().collect();
        let mut outcome = catch_unwind(AssertUnwindSafe(|| {
            if needs_drop::<K>() {
                for entry in &mut entries {
                    (self.key_mut)(entry).compact(compaction);
                }
            }
        }));
        let sorted = catch_unwind(AssertUnwindSafe(|| {
            entries.is_sorted_by(|left, right| {
                let (left, right) = ((self.key)(left), (self.key)(right));
                left.cmp(right).is_lt() && left != right
            })
        }));
        if let Ok(true) = sorted {
            *tree = entries.into_iter().collect();
        } else {
            outcome = outcome.and(sorted.map(drop));
            for entry in entries {
                let inserted = catch_unwind(AssertUnwindSafe(|| (self.insert)(tree, entry)));
                outcome = outcome.and(inserted);
            }
        }
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
    }
}

impl<K: Ord, V> Shell for BTreeMap<K, V> {
    fn measure_shell(&self, measure: &mut Measure) {
        measure_nodes::<K, V>(self.len(), measure);
    }

    fn reshape(&mut self, _: &mut Compaction) {
        if self.is_empty() {
            drop(take(self));
        }
    }

    fn hides(&self) -> bool {
        needs_drop::<(K, V)>() && !self.is_empty()
    }
}

impl<K: Compact + Ord, V: Compact> Compact for BTreeMap<K, V> {
    fn compact(&mut self, compaction: &mut Compaction) {
        if needs_drop::<V>() {
            for value in self.values_mut() {
                value.compact(compaction);
            }
        }
        if compaction.rebuilds() {
            let entries = Entries {
                key: |(key, _)| key,
                key_mut: |(key, _)| key,
                insert: |map: &mut Self, (key, value)| drop(map.insert(key, value)),
            };
            entries.rebuild(self, compaction);
        } else {
            self.reshape(compaction);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        self.measure_shell(measure);
        measure.add_entries(self.iter());
    }
}

impl<T: Ord> Shell for BTreeSet<T> {
    fn measure_shell(&self, measure: &mut Measure) {
        measure_nodes::<T, ()>(self.len(), measure);
    }

    fn reshape(&mut self, _: &mut Compaction) {
        if self.is_empty() {
            drop(take(self));
        }
    }

    fn hides(&self) -> bool {
        needs_drop::<T>() && !self.is_empty()
    }
}

impl<T: Compact + Ord> Compact for BTreeSet<T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        if compaction.rebuilds() {
            let entries = Entries {
                key: |value| value,
                key_mut: |value| value,
                insert: |set: &mut Self, value| {
                    set.insert(value);
                },
            };
            entries.rebuild(self, compaction);
        } else {
            self.reshape(compaction);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        self.measure_shell(measure);
        measure.add_keys(self.iter());
    }
}
