//! Accounted bytes against the bytes that the allocator was really asked for.

mod counting;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::ffi::{CString, OsString};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::time::{Duration, Instant};

use dormouse::{Compact, Compaction, Measure, Scratch};

use counting::{change_of, counted};

/// Builds a value, checks its accounting before and after compaction, and gives it back.
#[track_caller]
fn exact<T: Compact>(build: impl FnOnce() -> T) -> T {
    let (mut value, bytes) = counted(build);
    let measure = Measure::of(&value);
    assert_eq!(measure.capacity(), bytes, "before: {measure:?}");
    assert!(measure.is_complete());

    let mut compacted = None;
    let change = change_of(|| compacted = Some(Compaction::run(&mut value)));
    let Some(compacted) = compacted else {
        return value;
    };
    assert_eq!(compacted.before(), measure);
    let left = bytes.checked_add_signed(change).unwrap_or(usize::MAX);
    assert_eq!(compacted.after().capacity(), left, "after: {compacted:?}");
    assert_eq!(measure.left(), left, "foreseen: {compacted:?}");
    if compacted.before() != compacted.after() {
        assert_eq!(compacted.after().slack(), 0, "{compacted:?}");
        assert_eq!(
            compacted.after().used(),
            measure.used(),
            "used is what is left"
        );
    }
    value
}

fn roomy<T>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut vec = Vec::with_capacity(1_000);
    vec.extend(values);
    vec
}

fn text(len: usize, capacity: usize) -> String {
    let mut text = String::with_capacity(capacity);
    text.extend(std::iter::repeat_n('x', len));
    text
}

#[test]
fn vectors() {
    assert_eq!(exact(|| roomy([1_u64, 2, 3])), [1, 2, 3]);
    assert_eq!(exact(|| roomy([(), ()])).len(), 2);
    exact(Vec::<u64>::new);
    exact(|| Vec::<u64>::with_capacity(1_000));
    let nested = exact(|| roomy([roomy([1_u8]), roomy([]), vec![2, 3]]));
    assert_eq!(nested, [vec![1], vec![], vec![2, 3]]);
    let texts = exact(|| roomy((0..50).map(|n| text(n, n + 100))));
    assert_eq!(texts.iter().map(String::len).sum::<usize>(), 49 * 25);
}

#[test]
fn text_of_every_kind() {
    assert_eq!(exact(|| text(5, 1_000)), "xxxxx");
    exact(|| text(5_000, 10_000));
    exact(|| OsString::from(text(5, 1_000)));
    exact(|| PathBuf::from(text(5, 1_000)));
    exact(|| CString::from(c"dormouse"));
    exact(|| text(5, 1_000).into_boxed_str());
    exact(|| PathBuf::from("/var").into_boxed_path());
    exact(|| OsString::from("var").into_boxed_os_str());
    exact(|| Cow::<'static, str>::Borrowed("dormouse"));
    exact(|| Cow::<'static, str>::Owned(text(5, 1_000)));
    exact(|| Cow::<'static, [u8]>::Owned(roomy([1])));
}

#[test]
fn queues_and_slices() {
    let queue = exact(|| {
        let mut queue = VecDeque::with_capacity(500);
        queue.extend((0..400).map(|n| text(n % 7, 40)));
        queue.drain(..390);
        queue.push_front(text(1, 1));
        queue
    });
    assert_eq!(queue.len(), 11);
    assert_eq!(queue.iter().map(String::len).max(), Some(6));
    exact(|| vec![text(3, 300), text(4, 400)].into_boxed_slice());
    exact(|| [text(3, 300), text(4, 400)]);
    exact(|| Box::new([text(3, 300)]));
}

#[test]
fn heaps_keep_their_order() {
    let mut heap = exact(|| {
        let mut heap = BinaryHeap::with_capacity(100);
        heap.extend((0..20).map(|n| text(n, 60)));
        heap
    });
    let lengths: Vec<_> = std::iter::from_fn(|| heap.pop())
        .map(|text| text.len())
        .collect();
    assert!(lengths.is_sorted_by(|left, right| left > right));
    exact(|| BinaryHeap::from(roomy([3_u8, 1, 2])));
}

#[test]
fn hash_tables_of_all_sizes() {
    for capacity in (0..70).chain([100, 448, 449, 1_000, 3_584, 3_585, 10_000]) {
        exact(|| HashMap::<u64, u64>::with_capacity(capacity));
        exact(|| HashMap::<u8, u64>::with_capacity(capacity));
        exact(|| HashMap::<u64, String>::with_capacity(capacity));
        exact(|| HashMap::<u128, [u8; 5]>::with_capacity(capacity));
        exact(|| HashSet::<u8>::with_capacity(capacity));
        exact(|| HashSet::<u16>::with_capacity(capacity));
        exact(|| HashSet::<[u8; 3]>::with_capacity(capacity));
        exact(|| HashSet::<u32>::with_capacity(capacity));
        exact(|| HashSet::<()>::with_capacity(capacity));
        exact(|| (0..capacity).collect::<HashSet<_>>());
    }
}

#[test]
fn hash_maps_that_were_cut_down() {
    let map = exact(|| {
        let mut map: HashMap<u64, String> = (0..64).map(|n| (n, text(200, 256))).collect();
        map.retain(|n, _| *n >= 62);
        map
    });
    assert_eq!(map[&63].len(), 200);
    assert_eq!((map.len(), map.capacity()), (2, 3));
    let map = exact(|| {
        let mut map: HashMap<String, Vec<u8>> = (0..500)
            .map(|n| (format!("{n:050}"), roomy([n as u8])))
            .collect();
        for n in 10..500 {
            map.remove(&format!("{n:050}"));
        }
        map
    });
    assert_eq!(map[&format!("{:050}", 7)], [7]);
    assert_eq!(map.len(), 10);
}

#[test]
fn keys_are_compacted_too() {
    let map = exact(|| {
        (0..20)
            .map(|n| (text(n, 100), n))
            .collect::<HashMap<_, _>>()
    });
    assert!(
        map.keys()
            .all(|key| key.capacity() == key.len() && map[key] == key.len())
    );
    let set = exact(|| (0..20).map(|n| text(n, 100)).collect::<HashSet<_>>());
    assert!(set.iter().all(|key| key.capacity() == key.len()));
    let map = exact(|| {
        (0..10)
            .map(|n| (text(n, 100), n))
            .collect::<BTreeMap<_, _>>()
    });
    assert!(
        map.keys()
            .all(|key| key.capacity() == key.len() && map[key] == key.len())
    );
    let set = exact(|| (0..10).map(|n| text(n, 100)).collect::<BTreeSet<_>>());
    assert!(set.iter().all(|key| key.capacity() == key.len()));
}

#[test]
fn small_trees() {
    for len in 0..=10_u64 {
        exact(|| {
            (0..len)
                .map(|n| (n, text(3, 300)))
                .collect::<BTreeMap<_, _>>()
        });
        exact(|| (0..len as u8).map(|n| (n, n)).collect::<BTreeMap<_, _>>());
        exact(|| (0..len).collect::<BTreeSet<_>>());
        exact(|| {
            (0..len as u8)
                .map(|n| (n, u128::from(n)))
                .collect::<BTreeMap<_, _>>()
        });
    }
}

#[test]
fn large_trees_are_estimated() {
    let ascending = || {
        (0..2_000_u64).fold(BTreeMap::new(), |mut map, n| {
            map.insert(n, [n; 3]);
            map
        })
    };
    let mixed = || {
        (0..2_000_u64).fold(BTreeMap::new(), |mut map, n| {
            map.insert(n.wrapping_mul(0x9E37_79B9_7F4A_7C15), [n; 3]);
            map
        })
    };
    let full = || {
        (0..2_000_u64)
            .map(|n| (n, [n; 3]))
            .collect::<BTreeMap<_, _>>()
    };
    for build in [&ascending as &dyn Fn() -> _, &mixed, &full] {
        let (map, bytes) = counted(build);
        let measure = Measure::of(&map);
        assert_eq!(measure.estimated(), measure.capacity());
        let off = measure.capacity() as f64 / bytes as f64;
        assert!((0.7..1.4).contains(&off), "{off}");
    }
}

#[test]
fn trees_are_rebuilt_with_full_nodes() {
    let mut state = (
        (0..2_000_u64).fold(BTreeMap::new(), |mut map, n| {
            map.insert(text(n as usize % 50, 50) + &n.to_string(), n);
            map
        }),
        Vec::<u64>::with_capacity(40_000),
    );
    let before = state.0.clone();
    let change = change_of(|| {
        Compaction::run(&mut state);
    });
    let slack = 40_000 * 8
        + before
            .keys()
            .map(|key| key.capacity() - key.len())
            .sum::<usize>();
    assert!(change < -(slack as isize) - 20_000, "{change}");
    assert_eq!(state.0, before);
}

#[test]
fn what_is_inside_others() {
    exact(|| Box::new(text(3, 300)));
    exact(|| Box::new(7_u64));
    exact(|| Some(text(3, 300)));
    let _ = exact(|| Ok::<_, Vec<u8>>(text(3, 300)));
    let _ = exact(|| Err::<String, _>(roomy([1_u8])));
    exact(|| (text(3, 300), 4_u8, Some(roomy([1_u8]))));
    exact(|| Mutex::new(text(3, 300)));
    exact(|| RwLock::new(text(3, 300)));
    exact(|| RefCell::new(text(3, 300)));
    exact(|| OnceLock::from(text(3, 300)));
    exact(|| std::cmp::Reverse(text(3, 300)));
    exact(|| {
        (
            Duration::ZERO,
            Instant::now(),
            std::cmp::Ordering::Less,
            'c',
            true,
            (),
        )
    });
}

#[test]
fn shared_memory_is_counted_apart() {
    let (shared, bytes) = counted(|| Arc::new([0_u64; 100]));
    let measure = Measure::of(&shared);
    assert_eq!((measure.capacity(), measure.shared()), (0, bytes));

    let (shared, bytes) = counted(|| Rc::<str>::from("dormouse, asleep"));
    assert_eq!(Measure::of(&shared).shared(), bytes);
    let (shared, bytes) = counted(|| Arc::new(1_u8));
    assert_eq!(Measure::of(&shared).shared(), bytes);
    assert_eq!(Measure::of(&Arc::downgrade(&shared)), Measure::new());

    let mut state = (roomy([Arc::clone(&shared)]), shared);
    Compaction::run(&mut state);
    assert!(Arc::ptr_eq(&state.0[0], &state.1));
}

#[test]
fn scratch_is_dropped() {
    let mut scratch = exact(|| Scratch::from(roomy([text(3, 300)])));
    assert!(!Scratch::is_filled(&scratch));
    scratch.push(String::new());
    assert_eq!(scratch.len(), 1);
    assert_eq!(Scratch::take(&mut scratch), Some(vec![String::new()]));
    assert!(size_of::<Scratch<[u64; 100]>>() <= 16);
}

#[test]
fn a_locked_mutex_is_not_measured() {
    let mutex = Mutex::new(text(3, 300));
    let guard = mutex.lock();
    assert_eq!(Measure::of(&mutex).unmeasured(), 1);
    drop(guard);
    assert_eq!(Measure::of(&mutex).capacity(), 300);
    let cell = RefCell::new(text(3, 300));
    let guard = cell.borrow_mut();
    assert_eq!(Measure::of(&cell).unmeasured(), 1);
    drop(guard);
    assert_eq!(
        Measure::of(&std::cell::Cell::new(text(3, 300))).unmeasured(),
        1
    );
    assert!(Measure::of(&std::cell::Cell::new(1)).is_complete());
}

#[cfg(feature = "smallvec")]
#[test]
fn small_vectors() {
    use smallvec::SmallVec;
    exact(|| SmallVec::<[u64; 4]>::from_slice(&[1, 2]));
    let back = exact(|| {
        let mut values = SmallVec::<[u64; 4]>::with_capacity(100);
        values.extend([1, 2]);
        values
    });
    assert!(!back.spilled());
    let spilled = exact(|| {
        let mut values = SmallVec::<[String; 4]>::with_capacity(100);
        values.extend((0..9).map(|n| text(n, 100)));
        values
    });
    assert_eq!(spilled.len(), 9);
}

#[cfg(feature = "bytes")]
#[test]
fn byte_buffers() {
    use bytes::{Bytes, BytesMut};
    let mut buffer = BytesMut::with_capacity(1_000);
    buffer.extend_from_slice(b"dormouse");
    let compacted = Compaction::run(&mut buffer);
    assert_eq!(
        (compacted.before().capacity(), compacted.after().capacity()),
        (1_000, 8)
    );
    assert_eq!(buffer, "dormouse");
    assert_eq!(Measure::of(&Bytes::from(vec![0_u8; 100])).shared(), 100);
}

#[cfg(feature = "indexmap")]
#[test]
fn maps_in_order() {
    use indexmap::{IndexMap, IndexSet};
    let mut map: IndexMap<String, String> = IndexMap::with_capacity(100);
    map.extend((0..5).map(|n| (text(n, 100), text(3, 300))));
    let mut set: IndexSet<String> = (0..5).map(|n| text(n, 100)).collect();
    let change = change_of(|| {
        Compaction::run(&mut map);
        Compaction::run(&mut set);
    });
    assert!(change < -8_000, "{change}");
    assert!(
        map.keys()
            .enumerate()
            .all(|(n, key)| key.len() == n && key.capacity() == n)
    );
    assert!(
        set.iter()
            .enumerate()
            .all(|(n, key)| key.len() == n && key.capacity() == n)
    );
    assert_eq!((&map["xxx"][..], set.get_index_of("xxx")), ("xxx", Some(3)));
}
