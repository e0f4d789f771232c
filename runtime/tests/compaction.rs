//! When a state is compacted, and what is left of it when something panics.

mod counting;

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};

use dormouse::{Advice, Compact, Compaction, Measure, Scratch};

use counting::counted;

fn text(len: usize, capacity: usize) -> String {
    let mut text = String::with_capacity(capacity);
    text.extend(std::iter::repeat_n('x', len));
    text
}

fn is_worthwhile<T: Compact>(state: T) -> bool {
    Compaction::plan(&Measure::of(&state)).is_some()
}

#[test]
fn slack_below_the_threshold_is_left() {
    assert!(!is_worthwhile(text(10, 265)));
    assert!(is_worthwhile(text(10, 266)), "256 bytes");
    assert!(!is_worthwhile(text(2_000, 2_499)));
    assert!(is_worthwhile(text(2_000, 2_500)), "25 %");
    assert!(!is_worthwhile(text(100_000, 124_999)));
    assert!(is_worthwhile(text(100_000, 125_000)));
    assert!(!is_worthwhile(Vec::<u64>::new()));
    assert!(!is_worthwhile(vec![String::from("exact"); 1_000]));
    assert!(
        is_worthwhile(Scratch::from(())),
        "a scratch field is always dropped"
    );
    assert!(!is_worthwhile(Scratch::<u64>::new()));
}

#[test]
fn a_state_without_slack_is_not_touched() {
    let mut state: Vec<String> = (0..100).map(|n| text(n, n)).collect();
    let before: Vec<_> = state.iter().map(|text| text.as_ptr()).collect();
    let (compacted, bytes) = counted(|| Compaction::run(&mut state));
    assert_eq!((compacted.freed(), bytes), (0, 0));
    assert!(
        state
            .iter()
            .zip(before)
            .all(|(text, before)| text.as_ptr() == before)
    );
}

#[test]
fn many_small_slacks_are_one_large() {
    let mut state: Vec<String> = (0..100).map(|_| text(10, 20)).collect();
    assert_eq!(Compaction::run(&mut state).freed(), 1_000);
    // Each has 24 bytes of slack, which is less than a quarter of the whole.
    let mut state: Vec<String> = (0..100).map(|_| text(176, 200)).collect();
    assert_eq!(Compaction::run(&mut state).freed(), 0);
}

#[test]
fn one_loose_block_does_not_move_the_exact_rest() {
    let texts: Vec<String> = (0..100).map(|_| text(200, 200)).collect();
    let mut state = (texts, text(10, 1_000), Scratch::from(vec![0_u8; 100_000]));
    let before: Vec<_> = state.0.iter().map(|text| text.as_ptr()).collect();
    let compacted = Compaction::run(&mut state);
    assert_eq!(compacted.freed(), 990 + 100_000 + size_of::<Vec<u8>>());
    assert!(
        state
            .0
            .iter()
            .zip(before)
            .all(|(text, before)| text.as_ptr() == before)
    );
}

#[test]
fn advice_depends_on_size_and_slack() {
    let everything = Compaction::plan(&Measure::of(&text(10, 1_000)));
    let Some(everything) = everything else {
        panic!("it has slack")
    };
    assert!(everything.moves_everything());
    assert_eq!(everything.advise(0, 0), Advice::Leave);
    assert_eq!(everything.advise(10, 10), Advice::Move);
    assert_eq!(everything.advise(4_096, 5_000), Advice::Leave);
    assert_eq!(everything.advise(4_096, 5_120), Advice::Shrink);

    let Some(parts) = Compaction::plan(&Measure::of(&Scratch::from(1))) else {
        panic!("a scratch field is filled")
    };
    assert!(!parts.moves_everything());
    assert_eq!(parts.advise(10, 10), Advice::Leave);
    assert_eq!(parts.advise(10, 300), Advice::Move);
    assert_eq!(parts.advise(4_096, 5_120), Advice::Shrink);
}

#[test]
fn measures_add_up() {
    let mut sum = Measure::of(&text(10, 1_000));
    sum += Measure::of(&std::sync::Arc::new(1_u8));
    sum += Measure::of(&std::cell::Cell::new(String::new()));
    assert_eq!((sum.used(), sum.capacity(), sum.slack()), (10, 1_000, 990));
    assert_eq!(
        (sum.shared(), sum.unmeasured(), sum.is_complete()),
        (24, 1, false)
    );
}

/// Panics when it is compacted, if it is the seventh.
#[derive(Clone, Debug)]
struct Touchy(usize, String);

impl Touchy {
    fn new(number: usize) -> Self {
        Self(number, text(20, 100))
    }
}

impl Compact for Touchy {
    fn compact(&mut self, compaction: &mut Compaction) {
        assert_ne!(self.0, 7, "the seventh panics");
        self.1.compact(compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        self.1.measure(measure);
    }
}

impl PartialEq for Touchy {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Touchy {}

impl PartialOrd for Touchy {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Touchy {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl Hash for Touchy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// Compacts `N` touchy values, and checks that all are there afterwards, and none is lost.
#[track_caller]
fn survives<T: Compact, R: Into<Vec<Touchy>>>(
    collect: impl FnOnce(Vec<Touchy>) -> T,
    spread: impl FnOnce(T) -> R,
) {
    let values: Vec<_> = (0..20).map(Touchy::new).collect();
    let (mut state, _) = counted(|| collect(values));
    let outcome = catch_unwind(AssertUnwindSafe(|| Compaction::run(&mut state)));
    assert!(outcome.is_err(), "the panic is passed on");
    let mut left: Vec<Touchy> = spread(state).into();
    left.sort();
    assert!(left.iter().map(|touchy| touchy.0).eq(0..20), "{left:?}");
    assert!(left.iter().all(|touchy| touchy.1.len() == 20));
}

#[test]
fn a_panic_loses_no_element() {
    survives(|values| values, |values| values);
    survives(VecDeque::from, |values| values);
    survives(Vec::into_boxed_slice, |values| values);
    survives(BinaryHeap::from, |heap| heap);
    survives(
        |values| values.into_iter().map(Some).collect::<Vec<_>>(),
        |values| values.into_iter().flatten().collect::<Vec<_>>(),
    );
    survives(
        |values| values.into_iter().enumerate().collect::<HashMap<_, _>>(),
        |map| map.into_values().collect::<Vec<_>>(),
    );
    survives(
        |values| {
            values
                .into_iter()
                .map(|key| (key, 1))
                .collect::<HashMap<_, _>>()
        },
        |map| map.into_keys().collect::<Vec<_>>(),
    );
    survives(
        |values| values.into_iter().collect::<HashSet<_>>(),
        |set| set.into_iter().collect::<Vec<_>>(),
    );
    survives(
        |values| values.into_iter().enumerate().collect::<BTreeMap<_, _>>(),
        |map| map.into_values().collect::<Vec<_>>(),
    );
    survives(
        |values| {
            values
                .into_iter()
                .map(|key| (key, 1))
                .collect::<BTreeMap<_, _>>()
        },
        |map| map.into_keys().collect::<Vec<_>>(),
    );
    survives(
        |values| values.into_iter().collect::<BTreeSet<_>>(),
        |set| set.into_iter().collect::<Vec<_>>(),
    );
}

/// A session as a model-context server has it: what was said, by index, and who said it.
struct Session {
    user: String,
    turns: Vec<Turn>,
    by_number: HashMap<u64, String>,
    by_word: BTreeMap<String, Vec<usize>>,
    index: Scratch<HashMap<String, usize>>,
    waiting: VecDeque<String>,
}

struct Turn {
    role: String,
    text: String,
}

impl Compact for Turn {
    fn compact(&mut self, compaction: &mut Compaction) {
        self.role.compact(compaction);
        self.text.compact(compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        self.role.measure(measure);
        self.text.measure(measure);
    }
}

impl Compact for Session {
    fn compact(&mut self, compaction: &mut Compaction) {
        self.user.compact(compaction);
        self.turns.compact(compaction);
        self.by_number.compact(compaction);
        self.by_word.compact(compaction);
        self.index.compact(compaction);
        self.waiting.compact(compaction);
    }

    fn measure(&self, measure: &mut Measure) {
        self.user.measure(measure);
        self.turns.measure(measure);
        self.by_number.measure(measure);
        self.by_word.measure(measure);
        self.index.measure(measure);
        self.waiting.measure(measure);
    }
}

impl Session {
    /// 50 messages of 200 bytes each, of which the last 2 are kept.
    fn used() -> Self {
        let mut session = Self {
            user: "ada".to_owned(),
            turns: Vec::new(),
            by_number: HashMap::new(),
            by_word: BTreeMap::new(),
            index: Scratch::new(),
            waiting: VecDeque::new(),
        };
        for number in 0..50 {
            session.turns.push(Turn {
                role: "user".to_owned(),
                text: text(200, 200),
            });
            session.by_number.insert(number, format!("turn {number}"));
            session
                .by_word
                .entry(format!("word {number}"))
                .or_default()
                .push(number as usize);
            session
                .index
                .insert(format!("key {number}"), number as usize);
            session.waiting.push_back(text(10, 10));
        }
        session
    }

    fn cut_down(&mut self) {
        self.turns.drain(..48);
        self.by_number.retain(|number, _| *number >= 48);
        self.by_word.retain(|_, numbers| numbers[0] >= 48);
        self.waiting.clear();
    }
}

#[test]
fn a_used_session_falls_by_more_than_80_percent() {
    let (mut session, peak) = counted(Session::used);
    let (_, cut) = counted(|| session.cut_down());
    let cut = peak.wrapping_add(cut);
    let (compacted, change) = counted(|| Compaction::run(&mut session));
    let left = cut.wrapping_add(change);
    assert_eq!(compacted.after().capacity(), left, "{compacted:?}");
    assert!(compacted.after().is_complete());
    assert!(left * 5 < peak, "{left} of {peak}");
    assert!(left * 5 < cut, "{left} of {cut} after the cut");
    // 504 for the turns, 162 and 574 for the maps (a leaf of a B-tree has room for 11), 3 for the name.
    assert!(left <= 1_243, "{left}");

    assert_eq!(session.user, "ada");
    assert_eq!(session.by_number[&49], "turn 49");
    assert_eq!(session.by_word["word 48"], [48]);
    assert!(
        session
            .turns
            .iter()
            .all(|turn| turn.role == "user" && turn.text.len() == 200)
    );
    assert!(session.index.is_empty(), "made anew");
}

#[test]
fn a_thousand_sessions_too() {
    let (mut sessions, peak) = counted(|| (0..1_000).map(|_| Session::used()).collect::<Vec<_>>());
    let (_, change) = counted(|| {
        for session in &mut sessions {
            session.cut_down();
            Compaction::run(session);
        }
    });
    let left = peak.wrapping_add(change);
    assert!(left * 5 < peak, "{left} of {peak}");
    assert!(left < 1_450_000, "{left}");
}
