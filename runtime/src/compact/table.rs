//! Hash tables.

use core::hash::{BuildHasher, Hash};
use core::mem::needs_drop;
use core::panic::AssertUnwindSafe;
use std::collections::{HashMap, HashSet};
use std::panic::{catch_unwind, resume_unwind};

use super::shell::Shell;
use super::{Advice, Compact, Compaction, Measure};

/// How many control bytes std's table looks at in one step; as many follow the last bucket.
pub(super) const GROUP: usize = if cfg!(target_feature = "sse2") {
    16
} else if cfg!(all(
    target_pointer_width = "32",
    not(target_feature = "neon")
)) {
    4
} else {
    8
};

/// How many buckets a table has that can take `capacity` entries of `entry` bytes.
///
/// Tables are powers of two, at most seven eighths full, and no smaller than 4.
const fn buckets(capacity: usize, entry: usize) -> usize {
    if capacity == 0 {
        return 0;
    }
    let least = match (GROUP, entry) {
        (16, 0..=1) => 14,
        (16, 2..=3) | (8, 0..=1) => 7,
        _ => 3,
    };
    let capacity = if capacity > least { capacity } else { least };
    match capacity {
        0..=3 => 4,
        4..=7 => 8,
        8..=14 => 16,
        _ => (capacity.saturating_mul(8) / 7).next_power_of_two(),
    }
}

/// The bytes of a table of `Entry` that can take `capacity` entries: buckets, then control bytes.
///
/// The capacity that a table names falls with each grave of a removed entry. Rounding up to the
/// next table size makes up for that, unless more than half of a table is graves; then this is too
/// small.
pub(super) const fn table_bytes<Entry>(capacity: usize) -> usize {
    let buckets = buckets(capacity, size_of::<Entry>());
    if buckets == 0 {
        return 0;
    }
    let align = if align_of::<Entry>() > GROUP {
        align_of::<Entry>()
    } else {
        GROUP
    };
    (buckets * size_of::<Entry>()).next_multiple_of(align) + buckets + GROUP
}

/// Whether the keys own memory that a move of everything should move too.
fn own_memory<'a, K: Compact + 'a>(keys: impl Iterator<Item = &'a K>) -> bool {
    Measure::new().add_keys(keys)
}

/// Shrinks the table of a map or set; std moves it into a new one, and keeps the old one should a
/// hash panic.
macro_rules! reshape {
    ($table:expr, $entry:ty, $compaction:expr) => {
        match $compaction.advise(
            table_bytes::<$entry>($table.len()),
            table_bytes::<$entry>($table.capacity()),
        ) {
            Advice::Leave => {}
            Advice::Shrink | Advice::Move => $table.shrink_to_fit(),
        }
    };
}

/// Takes all entries out, compacts their keys, and puts them back into a table of the right size.
///
/// Keys cannot be changed inside a table. A panic in one of them is passed on when all entries are
/// back.
macro_rules! rebuild {
    ($table:expr, |$entry:ident| $key:expr, |$back:ident| $insert:expr, $compaction:expr) => {{
        let mut entries: Vec<_> = $table.drain().collect();
        $table.shrink_to_fit();
        $table.reserve(entries.len());
        let mut outcome = catch_unwind(AssertUnwindSafe(|| {
            for $entry in &mut entries {
                $key.compact($compaction);
            }
        }));
        for $back in entries {
            let inserted = catch_unwind(AssertUnwindSafe(|| {
                $insert;
            }));
            outcome = outcome.and(inserted);
        }
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
    }};
}

impl<K: Eq + Hash, V, S: BuildHasher> Shell for HashMap<K, V, S> {
    fn measure_shell(&self, measure: &mut Measure) {
        measure.add_block(
            table_bytes::<(K, V)>(self.len()),
            table_bytes::<(K, V)>(self.capacity()),
        );
    }

    fn reshape(&mut self, compaction: &mut Compaction) {
        reshape!(self, (K, V), compaction);
    }

    fn hides(&self) -> bool {
        needs_drop::<(K, V)>() && !self.is_empty()
    }
}

impl<K: Compact + Eq + Hash, V: Compact, S: BuildHasher> Compact for HashMap<K, V, S> {
    fn compact(&mut self, compaction: &mut Compaction) {
        if needs_drop::<V>() {
            for value in self.values_mut() {
                value.compact(compaction);
            }
        }
        if compaction.rebuilds() && own_memory(self.keys()) {
            rebuild!(
                self,
                |entry| entry.0,
                |entry| self.insert(entry.0, entry.1),
                compaction
            );
        } else {
            self.reshape(compaction);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        let own_memory = measure.add_entries(self.iter());
        if own_memory {
            measure.add_rebuilt(
                table_bytes::<(K, V)>(self.len()),
                table_bytes::<(K, V)>(self.capacity()),
            );
        } else {
            self.measure_shell(measure);
        }
    }
}

impl<T: Eq + Hash, S: BuildHasher> Shell for HashSet<T, S> {
    fn measure_shell(&self, measure: &mut Measure) {
        measure.add_block(
            table_bytes::<T>(self.len()),
            table_bytes::<T>(self.capacity()),
        );
    }

    fn reshape(&mut self, compaction: &mut Compaction) {
        reshape!(self, T, compaction);
    }

    fn hides(&self) -> bool {
        needs_drop::<T>() && !self.is_empty()
    }
}

impl<T: Compact + Eq + Hash, S: BuildHasher> Compact for HashSet<T, S> {
    fn compact(&mut self, compaction: &mut Compaction) {
        if compaction.rebuilds() && own_memory(self.iter()) {
            rebuild!(self, |value| value, |value| self.insert(value), compaction);
        } else {
            self.reshape(compaction);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        let own_memory = measure.add_keys(self.iter());
        if own_memory {
            measure.add_rebuilt(
                table_bytes::<T>(self.len()),
                table_bytes::<T>(self.capacity()),
            );
        } else {
            self.measure_shell(measure);
        }
    }
}
