//! What a compaction is said to leave against what it leaves, for states of all kinds.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};

use dormouse::{Compact, Compaction, CompactionThresholds, Scratch};

/// Numbers that are the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// Small as a rule, and large now and then.
    fn size(&mut self) -> usize {
        let end = [4, 40, 400, 9_000][self.below(4)];
        self.below(end)
    }

    fn text(&mut self) -> String {
        let mut text = String::with_capacity(self.size());
        let len = self.size();
        text.extend(std::iter::repeat_n('x', len));
        text
    }

    fn bytes(&mut self) -> Vec<u8> {
        self.text().into_bytes()
    }

    fn count(&mut self) -> usize {
        let end = [2, 8, 30][self.below(3)];
        self.below(end)
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut all = Vec::with_capacity(self.size() / 8);
        let count = self.count();
        all.extend((0..count).map(|_| one(self)));
        all
    }

    /// A part of a state, which is empty in half of them.
    fn part<T: Default>(&mut self, full: impl FnOnce(&mut Self) -> T) -> T {
        if self.one_in(2) {
            T::default()
        } else {
            full(self)
        }
    }
}

type Rows = (Vec<Vec<u8>>, String, VecDeque<u8>, Option<Box<Vec<String>>>);
type Tables = (
    HashMap<u64, u64>,
    HashMap<String, Vec<u8>>,
    HashSet<String>,
    HashMap<u64, Scratch<String>>,
);
type Trees = (
    BTreeMap<u64, String>,
    BTreeMap<String, Vec<u8>>,
    BTreeSet<String>,
);
type Others = (
    BinaryHeap<u64>,
    BinaryHeap<String>,
    Scratch<Vec<String>>,
    Box<[String]>,
    Vec<Scratch<Vec<u8>>>,
);

fn rows(dice: &mut Dice) -> Rows {
    (
        dice.part(|dice| dice.many(Dice::bytes)),
        dice.part(Dice::text),
        dice.part(|dice| {
            let mut queue = VecDeque::from(dice.bytes());
            queue.drain(..dice.below(queue.len() + 1));
            queue
        }),
        dice.part(|dice| Some(Box::new(dice.many(Dice::text)))),
    )
}

fn tables(dice: &mut Dice) -> Tables {
    (
        dice.part(|dice| {
            let mut table: HashMap<u64, u64> = (0..dice.size() as u64).map(|n| (n, n)).collect();
            let left = dice.below(table.len() + 1) as u64;
            table.retain(|n, _| *n < left);
            table
        }),
        dice.part(|dice| {
            let pairs = dice.many(|dice| (dice.text(), dice.bytes()));
            pairs.into_iter().collect()
        }),
        dice.part(|dice| {
            // Short keys of a large table.
            (0..dice.size()).map(|n| n.to_string()).collect()
        }),
        dice.part(|dice| {
            let fields = dice.many(|dice| Scratch::from(dice.text()));
            (0..).zip(fields).collect()
        }),
    )
}

fn trees(dice: &mut Dice) -> Trees {
    (
        dice.part(|dice| (0..).zip(dice.many(Dice::text)).collect()),
        dice.part(|dice| {
            let pairs = dice.many(|dice| (dice.text(), dice.bytes()));
            pairs.into_iter().collect()
        }),
        dice.part(|dice| dice.many(Dice::text).into_iter().collect()),
    )
}

fn others(dice: &mut Dice) -> Others {
    (
        dice.part(|dice| dice.many(|dice| dice.below(100) as u64).into()),
        dice.part(|dice| dice.many(Dice::text).into()),
        dice.part(|dice| Scratch::from(dice.many(Dice::text))),
        dice.part(|dice| dice.many(Dice::text).into()),
        dice.part(|dice| dice.many(|dice| dice.part(|dice| Scratch::from(dice.bytes())))),
    )
}

fn thresholds() -> [CompactionThresholds; 9] {
    let unless_set = CompactionThresholds::new();
    [
        unless_set,
        unless_set.slack(None),
        unless_set.slack(0).share(0),
        unless_set.slack(0),
        unless_set.share(1_000),
        unless_set.slack(64).share(10),
        unless_set.slack(60_000),
        unless_set.move_below(0),
        unless_set.move_below(100),
    ]
}

/// `make` is called once for each table of thresholds, with the same dice.
#[track_caller]
fn foreseen<T: Compact>(make: impl Fn(&mut Dice) -> T) {
    let mut seen = [0; 2];
    for seed in 1..=100 {
        for thresholds in thresholds() {
            let mut state = make(&mut Dice(u64::wrapping_mul(seed, 0x9E37_79B9_7F4A_7C15)));
            let compacted = Compaction::run_by(thresholds, &mut state);
            assert_eq!(
                compacted.before().left(),
                compacted.after().capacity(),
                "state {seed}, {thresholds:?}: {compacted:?}"
            );
            assert_eq!(compacted.after().left(), compacted.after().capacity());
            seen[usize::from(compacted.freed() > 0)] += 1;
        }
    }
    assert!(seen.iter().all(|times| *times > 20), "{seen:?}");
}

#[test]
fn what_is_left_of_vectors_text_and_queues() {
    foreseen(rows);
}

#[test]
fn what_is_left_of_tables() {
    foreseen(tables);
}

#[test]
fn what_is_left_of_trees() {
    foreseen(trees);
}

#[test]
fn what_is_left_of_heaps_and_scratch_fields() {
    foreseen(others);
}

#[test]
fn what_is_left_of_all_together() {
    foreseen(|dice| (rows(dice), tables(dice), trees(dice), others(dice)));
}

#[cfg(all(feature = "bytes", feature = "indexmap", feature = "smallvec"))]
#[test]
fn what_is_left_of_types_of_other_crates() {
    use bytes::BytesMut;
    use indexmap::{IndexMap, IndexSet};
    use smallvec::SmallVec;

    foreseen(|dice| {
        (
            dice.part(|dice| BytesMut::from(&dice.bytes()[..])),
            dice.part(|dice| {
                let mut map = IndexMap::<String, Vec<u8>>::with_capacity(dice.size());
                map.extend(dice.many(|dice| (dice.text(), dice.bytes())));
                map
            }),
            dice.part(|dice| {
                let mut set: IndexSet<u64> = (0..dice.size() as u64).collect();
                set.truncate(dice.below(set.len() + 1));
                set
            }),
            dice.part(|dice| SmallVec::<[u64; 4]>::from(dice.many(|dice| dice.below(9) as u64))),
            dice.part(|dice| SmallVec::<[String; 4]>::from(dice.many(Dice::text))),
        )
    });
}
