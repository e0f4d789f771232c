//! Types of other crates, each behind a feature of its name.

#[cfg(feature = "bytes")]
mod bytes {
    use ::bytes::{Bytes, BytesMut};

    use crate::compact::{Advice, Compact, Compaction, Measure};

    /// Counted as shared: slices of one buffer may be anywhere.
    impl Compact for Bytes {
        fn compact(&mut self, _: &mut Compaction) {}

        fn measure(&self, measure: &mut Measure) {
            measure.add_shared(self.len());
        }
    }

    /// Counted as far as this handle may write; a buffer split off from it counts for itself.
    impl Compact for BytesMut {
        fn compact(&mut self, compaction: &mut Compaction) {
            if compaction.advise(self.len(), self.capacity()) != Advice::Leave {
                *self = Self::from(&self[..]);
            }
        }

        fn measure(&self, measure: &mut Measure) {
            measure.add_block(self.len(), self.capacity());
        }
    }
}

#[cfg(feature = "indexmap")]
mod indexmap {
    use core::hash::BuildHasher;
    use core::mem::needs_drop;

    use ::indexmap::map::MutableKeys;
    use ::indexmap::set::MutableValues;
    use ::indexmap::{IndexMap, IndexSet};

    use crate::compact::shell::Shell;
    use crate::compact::table::table_bytes;
    use crate::compact::{Advice, Compact, Compaction, Measure};

    /// An entry as indexmap keeps it, with its hash, in a vector beside a table of positions.
    type Entry<K, V> = (usize, K, V);

    /// The bytes of the vector and of the table; what both can take is all that indexmap tells.
    const fn blocks<K, V>(capacity: usize) -> (usize, usize) {
        (
            capacity * size_of::<Entry<K, V>>(),
            table_bytes::<usize>(capacity),
        )
    }

    macro_rules! shell {
        ($($type:ident<$key:ident, $($value:ident)?>, $entry:ty;)*) => {
            $(
                impl<$key, $($value,)? S> Shell for $type<$key, $($value,)? S> {
                    fn measure_shell(&self, measure: &mut Measure) {
                        let (used, used_table) = blocks::<$key, $entry>(self.len());
                        let (capacity, table) = blocks::<$key, $entry>(self.capacity());
                        measure.add_pair([(used, capacity), (used_table, table)]);
                    }

                    fn reshape(&mut self, compaction: &mut Compaction) {
                        let (used, used_table) = blocks::<$key, $entry>(self.len());
                        let (capacity, table) = blocks::<$key, $entry>(self.capacity());
                        let advice = [compaction.advise(used, capacity), compaction.advise(used_table, table)];
                        if advice.into_iter().any(Advice::frees) {
                            self.shrink_to_fit();
                        }
                    }

                    fn hides(&self) -> bool {
                        needs_drop::<($key, $entry)>() && !self.is_empty()
                    }
                }
            )*
        };
    }

    shell! {
        IndexMap<K, V>, V;
        IndexSet<T, >, ();
    }

    impl<K: Compact, V: Compact, S: BuildHasher> Compact for IndexMap<K, V, S> {
        fn compact(&mut self, compaction: &mut Compaction) {
            if needs_drop::<(K, V)>() {
                // The hash of a key is the same after it was compacted: `Compact` asks for that.
                for (key, value) in self.iter_mut2() {
                    key.compact(compaction);
                    value.compact(compaction);
                }
            }
            self.reshape(compaction);
        }

        fn measure(&self, measure: &mut Measure) {
            self.measure_shell(measure);
            if needs_drop::<(K, V)>() {
                for (key, value) in self {
                    key.measure(measure);
                    value.measure(measure);
                }
            }
        }
    }

    impl<T: Compact, S: BuildHasher> Compact for IndexSet<T, S> {
        fn compact(&mut self, compaction: &mut Compaction) {
            if needs_drop::<T>() {
                for index in 0..self.len() {
                    if let Some(value) = self.get_index_mut2(index) {
                        value.compact(compaction);
                    }
                }
            }
            self.reshape(compaction);
        }

        fn measure(&self, measure: &mut Measure) {
            self.measure_shell(measure);
            if needs_drop::<T>() {
                for value in self {
                    value.measure(measure);
                }
            }
        }
    }
}

#[cfg(feature = "smallvec")]
mod smallvec {
    use core::mem::{needs_drop, take};

    use ::smallvec::{Array, SmallVec};

    use crate::compact::shell::Shell;
    use crate::compact::{Advice, Compact, Compaction, Measure};

    /// The bytes on the heap that would be left, and that are there now.
    fn blocks<A: Array>(values: &SmallVec<A>) -> (usize, usize) {
        if !values.spilled() {
            return (0, 0);
        }
        let left = if values.len() > values.inline_size() {
            values.len()
        } else {
            0
        };
        (
            left * size_of::<A::Item>(),
            values.capacity() * size_of::<A::Item>(),
        )
    }

    impl<A: Array> Shell for SmallVec<A> {
        fn measure_shell(&self, measure: &mut Measure) {
            let (used, capacity) = blocks(self);
            measure.add_block(used, capacity);
        }

        fn reshape(&mut self, compaction: &mut Compaction) {
            let (used, capacity) = blocks(self);
            match compaction.advise(used, capacity) {
                Advice::Leave => {}
                Advice::Shrink => self.shrink_to_fit(),
                Advice::Move => {
                    let mut old = take(self);
                    self.reserve_exact(old.len());
                    self.append(&mut old);
                }
            }
        }

        fn hides(&self) -> bool {
            needs_drop::<A::Item>() && !self.is_empty()
        }
    }

    impl<A: Array<Item: Compact>> Compact for SmallVec<A> {
        fn compact(&mut self, compaction: &mut Compaction) {
            self.as_mut_slice().compact(compaction);
            self.reshape(compaction);
        }

        fn measure(&self, measure: &mut Measure) {
            self.measure_shell(measure);
            self.as_slice().measure(measure);
        }
    }
}
