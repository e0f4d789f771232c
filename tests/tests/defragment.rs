//! What sleepers hold is moved out of the pages that falling asleep has freed.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Compact, Compaction, CompactionThresholds, Config, Measure, Section, Status};
use dormouse_tests::events::record_everywhere;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

/// Enough for two looks: those asleep at the first are moved at the second.
const SETTLED: Duration = Duration::from_secs(11);

/// Worth moving four times as little.
const WORK: usize = 48 * 1024;

#[derive(Compact, Debug, PartialEq, Clone)]
struct Kept {
    text: String,
    turns: Vec<String>,
    queue: VecDeque<u16>,
    path: PathBuf,
    os: OsString,
    c: CString,
    boxed: Box<u64>,
    boxed_text: Box<str>,
    boxed_path: Box<Path>,
    boxed_os: Box<OsStr>,
    boxed_c: Box<CStr>,
    slice: Box<[u32]>,
    nothing: Box<()>,
}

impl Kept {
    fn new(name: &str) -> Self {
        let c = CString::new(name).unwrap();
        Self {
            text: name.to_owned(),
            turns: vec![name.repeat(3), name.repeat(4)],
            queue: (0..20).collect(),
            path: PathBuf::from(name),
            os: OsString::from(name),
            boxed: Box::new(7),
            boxed_text: Box::from(name),
            boxed_path: Box::from(Path::new(name)),
            boxed_os: Box::from(OsStr::new(name)),
            boxed_c: Box::from(&*c),
            c,
            slice: Box::from([1, 2, 3]),
            nothing: Box::new(()),
        }
    }

    /// Where its blocks lie.
    fn places(&self) -> Vec<usize> {
        let mut places: Vec<usize> = self.turns.iter().map(|turn| turn.as_ptr().addr()).collect();
        places.extend([
            self.text.as_ptr().addr(),
            self.turns.as_ptr().addr(),
            self.queue.as_slices().0.as_ptr().addr(),
            self.path.as_os_str().as_encoded_bytes().as_ptr().addr(),
            self.os.as_encoded_bytes().as_ptr().addr(),
            self.c.as_ptr().addr(),
            self.boxed_text.as_ptr().addr(),
            self.boxed_path
                .as_os_str()
                .as_encoded_bytes()
                .as_ptr()
                .addr(),
            self.boxed_os.as_encoded_bytes().as_ptr().addr(),
            self.boxed_c.as_ptr().addr(),
            self.slice.as_ptr().addr(),
        ]);
        places
    }
}

#[actor]
struct Session {
    kept: Kept,
    work: Scratch<Vec<u8>>,
}

#[actor]
impl Session {
    #[call]
    fn work(&mut self, bytes: usize) -> Hibernate {
        self.work.resize(bytes, 1);
        Hibernate(())
    }

    #[call]
    fn stay_awake(&self) {}

    #[call]
    fn places(&self) -> Hibernate<Vec<usize>> {
        Hibernate(self.kept.places())
    }

    /// Others may know it.
    #[call]
    fn boxed(&self) -> Hibernate<usize> {
        Hibernate((&raw const *self.kept.boxed).addr())
    }

    #[call]
    fn kept(&self) -> Hibernate<Kept> {
        Hibernate(self.kept.clone())
    }
}

fn session(name: &str) -> SessionRef {
    let session = Session {
        kept: Kept::new(name),
        work: Scratch::default(),
    };
    session.spawn().unwrap()
}

/// How many of the blocks lie elsewhere.
fn moved(before: &[usize], after: &[usize]) -> usize {
    let pairs = before.iter().zip(after);
    pairs.filter(|(before, after)| before != after).count()
}

#[tokio::test(start_paused = true)]
async fn what_a_long_sleeper_holds_is_moved_out_of_what_it_freed() {
    let sessions = ["ada", "bob", "eve"].map(session);
    let mut before = Vec::new();
    for session in &sessions {
        session.work(WORK).await.unwrap();
        before.push(session.places().await.unwrap());
    }
    let boxed = sessions[0].boxed().await.unwrap();
    sleep(6 * SECOND).await;
    for (session, before) in sessions.iter().zip(&before) {
        assert_eq!(session.places().await.unwrap(), *before, "not yet");
    }
    // That was a message.
    sleep(6 * SECOND).await;
    for (session, before) in sessions.iter().zip(&before) {
        assert_eq!(session.places().await.unwrap(), *before, "not yet");
    }
    sleep(SETTLED).await;
    assert_eq!(sessions[0].boxed().await.unwrap(), boxed);
    for ((session, before), name) in sessions.iter().zip(&before).zip(["ada", "bob", "eve"]) {
        assert_eq!(session.actor().status(), Status::Hibernated);
        let after = session.places().await.unwrap();
        assert_eq!(moved(before, &after), before.len());
        assert_eq!(session.kept().await.unwrap(), Kept::new(name));
    }
    // Once is enough.
    let after = sessions[0].places().await.unwrap();
    sleep(60 * SECOND).await;
    assert_eq!(sessions[0].places().await.unwrap(), after);
}

#[tokio::test(start_paused = true)]
async fn who_falls_asleep_again_and_again_stays_where_it_is() {
    let session = session("ada");
    let before = session.places().await.unwrap();
    for _ in 0..20 {
        session.work(WORK).await.unwrap();
        sleep(2 * SECOND).await;
    }
    assert_eq!(session.places().await.unwrap(), before);
    sleep(SETTLED).await;
    let after = session.places().await.unwrap();
    assert_eq!(moved(&before, &after), before.len());
}

#[tokio::test(start_paused = true)]
async fn who_is_awake_is_moved_when_it_sleeps_again() {
    let session = session("ada");
    let before = session.places().await.unwrap();
    session.work(WORK).await.unwrap();
    sleep(6 * SECOND).await;
    session.stay_awake().await.unwrap();
    sleep(60 * SECOND).await;
    assert_eq!(session.actor().status(), Status::Idle);
    assert_eq!(session.places().await.unwrap(), before);
    assert_eq!(session.actor().status(), Status::Hibernated);
    sleep(SETTLED).await;
    let after = session.places().await.unwrap();
    assert_eq!(moved(&before, &after), before.len());
}

#[tokio::test(start_paused = true)]
async fn who_freed_little_stays_where_it_is() {
    // Less than two pages, and less than four times what is left.
    for (name, bytes) in [("ada".to_owned(), 8_000), ("b".repeat(200), 9_000)] {
        let session = session(&name);
        let before = session.places().await.unwrap();
        session.work(bytes).await.unwrap();
        sleep(SETTLED).await;
        assert_eq!(session.places().await.unwrap(), before, "{bytes}");
        session.work(WORK).await.unwrap();
        sleep(SETTLED).await;
        let after = session.places().await.unwrap();
        assert_eq!(moved(&before, &after), before.len(), "{bytes}");
    }
}

#[tokio::test(start_paused = true)]
async fn from_where_on_is_a_setting() {
    let new = CompactionThresholds::new;
    for (thresholds, moves) in [
        (new().defragment_above(None), false),
        (new().slack(None), false),
        (new().defragment_above(50_000), false),
        (new().defragment_above(20_000), true),
    ] {
        let section = Section::new().compaction(thresholds);
        Config::new().actor::<Session>(section).replace().unwrap();
        let session = session("ada");
        let before = session.places().await.unwrap();
        session.work(WORK).await.unwrap();
        sleep(SETTLED).await;
        let after = session.places().await.unwrap();
        let expected = if moves { before.len() } else { 0 };
        assert_eq!(moved(&before, &after), expected, "{thresholds:?}");
    }
}

/// Large enough that its nodes hold more than a quarter of what is freed, where it has so many entries.
#[actor]
#[derive(Default)]
struct Index {
    title: String,
    table: HashMap<String, u64>,
    tree: BTreeMap<String, u64>,
    work: Scratch<Vec<u8>>,
}

#[actor]
impl Index {
    #[call]
    fn fill(&mut self, entries: u64) -> Hibernate {
        "an index".clone_into(&mut self.title);
        self.table = (0..10).map(|number| (number.to_string(), number)).collect();
        self.tree = (0..entries)
            .map(|number| (number.to_string(), number))
            .collect();
        Hibernate(())
    }

    #[call]
    fn work(&mut self) -> Hibernate {
        self.work.resize(WORK, 1);
        Hibernate(())
    }

    /// Where its title lies; where the keys and values of its table and its tree lie.
    #[call]
    fn places(&self) -> Hibernate<(usize, Vec<usize>)> {
        let table = self.table.iter();
        let entries = table.chain(&self.tree);
        let places =
            |(key, value): (&String, &u64)| [key.as_ptr().addr(), (&raw const *value).addr()];
        Hibernate((
            self.title.as_ptr().addr(),
            entries.flat_map(places).collect(),
        ))
    }
}

/// Where the blocks of an index with so many entries lie before, and after it has slept for long.
async fn index_moved(entries: u64) -> (bool, usize) {
    let index = Index::default().spawn().unwrap();
    index.fill(entries).await.unwrap();
    let before = index.places().await.unwrap();
    index.work().await.unwrap();
    sleep(SETTLED).await;
    let after = index.places().await.unwrap();
    (before.0 != after.0, moved(&before.1, &after.1))
}

#[tokio::test(start_paused = true)]
async fn tables_and_trees_stay_where_they_are_beside_a_text_that_is_moved() {
    assert_eq!(index_moved(100).await, (true, 0));
}

#[tokio::test(start_paused = true)]
async fn the_estimated_nodes_of_a_tree_count_as_what_is_left() {
    assert_eq!(index_moved(2_000).await, (false, 0));
}

static COMPACTED: AtomicUsize = AtomicUsize::new(0);

/// Panics when it is compacted for the second time.
#[derive(Default)]
struct Fragile(String);

impl Compact for Fragile {
    fn compact(&mut self, _: &mut Compaction) {
        let before = COMPACTED.fetch_add(1, Ordering::Relaxed);
        assert_ne!(before, 1, "it does not like to be moved");
    }

    fn measure(&self, measure: &mut Measure) {
        self.0.measure(measure);
    }
}

#[actor]
#[derive(Default)]
struct Porcelain {
    fragile: Fragile,
    work: Scratch<Vec<u8>>,
}

#[actor]
impl Porcelain {
    #[call]
    fn work(&mut self) -> Hibernate<usize> {
        "porcelain".clone_into(&mut self.fragile.0);
        self.work.resize(WORK, 1);
        Hibernate(self.fragile.0.len())
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_it_is_moved_is_told_and_the_actor_lives() {
    let events = record_everywhere();
    let porcelain = Porcelain::default().spawn().unwrap();
    porcelain.work().await.unwrap();
    sleep(SETTLED).await;
    assert_eq!(COMPACTED.load(Ordering::Relaxed), 2);
    let told = events.take();
    let told = told.iter().filter(|said| said.says("it does not like"));
    assert_eq!(told.count(), 1);
    assert_eq!(porcelain.work().await.unwrap(), 9);
}

#[actor]
struct Counted {
    token: Arc<String>,
    text: String,
    work: Scratch<Vec<u8>>,
}

#[actor]
impl Counted {
    #[call]
    fn work(&mut self) -> Hibernate<usize> {
        self.work.resize(WORK, 1);
        Hibernate(self.token.len() + self.text.len())
    }
}

#[test]
fn a_runtime_that_goes_keeps_none_of_those_that_wait() {
    let token = Arc::new("token".to_owned());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let counted = Counted {
            token: Arc::clone(&token),
            text: "dormouse".to_owned(),
            work: Scratch::default(),
        };
        assert_eq!(counted.spawn().unwrap().work().await.unwrap(), 13);
    });
    drop(runtime);
    assert_eq!(Arc::strong_count(&token), 1);
}
