//! What a memory report says that sleep would save, against what sleep saves.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Config, Freezable, MemoryReport, Overflow, Scratch, Status};
use tokio::time::sleep;

struct Tick;

#[actor(freeze_after = "10s")]
#[derive(Default)]
struct Loose {
    bytes: Vec<u8>,
    texts: Vec<String>,
    table: HashMap<u64, String>,
    tree: BTreeMap<String, u64>,
    rows: Vec<Option<Vec<u8>>>,
    work: Scratch<Vec<u8>>,
    kept: Freezable<Vec<String>>,
}

#[actor]
impl Loose {
    #[call]
    fn edit(&mut self, edit: fn(&mut Self)) {
        edit(self);
    }

    #[call]
    fn fill(&mut self, seed: u64) {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        self.bytes = dice.bytes();
        self.texts = (0..dice.below(9)).map(|_| dice.text()).collect();
        self.table = (0..dice.below(90) as u64)
            .map(|n| (n, dice.text()))
            .collect();
        let left = dice.below(90) as u64;
        self.table.retain(|n, _| *n < left);
        self.tree = (0..dice.below(30) as u64)
            .map(|n| (dice.text(), n))
            .collect();
        self.rows = (0..dice.below(9)).map(|_| Some(dice.bytes())).collect();
        if dice.below(2) == 0 {
            *self.work = dice.bytes();
        }
    }

    #[call]
    fn doze(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    fn read(&self) -> usize {
        self.kept.len()
    }

    #[call]
    fn watch(&self, other: LooseRef, context: &Context<Self>) {
        context.monitor(&other);
    }

    #[call]
    fn join(&self, other: LooseRef, context: &Context<Self>) {
        context.link(&other);
    }

    #[call]
    fn wait(&self, context: &Context<Self>) {
        context.send_after(Duration::from_secs(9_999), Tick);
    }

    #[info]
    fn tick(&mut self, _tick: Tick) {}
}

/// Numbers that are the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn bytes(&mut self) -> Vec<u8> {
        let end = [1, 50, 500, 9_000][self.below(4)];
        let mut bytes = Vec::with_capacity(self.below(end));
        bytes.resize(self.below(end), b'x');
        bytes
    }

    fn text(&mut self) -> String {
        String::from_utf8(self.bytes()).unwrap()
    }
}

/// What the report says that would be saved, and what is when it sleeps.
async fn waste(actor: &LooseRef) -> (usize, usize) {
    // Its task goes first, which the report does not count as saved by sleep alone.
    sleep(Duration::from_millis(300)).await;
    let report = MemoryReport::of(&actor.into());
    let said = report.total().waste();
    let before = actor.actor().memory().bytes();
    assert_eq!(report.total().actual(), before);
    actor.doze().await.unwrap();
    assert_eq!(actor.actor().status(), Status::Hibernated);
    let saved = before - actor.actor().memory().bytes();
    assert_eq!(MemoryReport::of(&actor.into()).total().waste(), 0);
    (said, saved)
}

#[tokio::test(start_paused = true)]
async fn slack_that_is_not_worth_the_work_is_no_waste() {
    let actor = Loose::default().spawn().unwrap();
    let fill = |loose: &mut Loose| {
        loose.bytes = Vec::with_capacity(1_200_000);
        loose.bytes.resize(1_000_000, 1);
        loose.work.resize(10, 1);
    };
    actor.edit(fill).await.unwrap();
    let work = size_of::<Vec<u8>>() + 10;
    assert_eq!(waste(&actor).await, (work, work));

    Config::parse("[compaction]\nslack = off")
        .unwrap()
        .replace()
        .unwrap();
    let fill = |loose: &mut Loose| {
        loose.bytes = Vec::with_capacity(50_000);
        loose.work.resize(700, 1);
    };
    actor.edit(fill).await.unwrap();
    let work = size_of::<Vec<u8>>() + 700;
    assert_eq!(waste(&actor).await, (work, work));
}

#[tokio::test(start_paused = true)]
async fn what_is_said_is_saved_by_whatever_thresholds() {
    Config::new().install().unwrap();
    for text in [
        "",
        "[compaction]\nslack = off",
        "[compaction]\nslack = 0B\nshare = 0%",
        "[compaction]\nshare = 1000%",
        "[compaction]\nmove_below = 0B",
        "[compaction]\nslack = off\n[actor Loose]\ncompaction.slack = 1KB",
    ] {
        Config::parse(text).unwrap().replace().unwrap();
        for seed in 1..=60 {
            let actor = Loose::default().spawn().unwrap();
            actor.fill(seed).await.unwrap();
            let (said, saved) = waste(&actor).await;
            assert_eq!(said, saved, "{text:?}, state {seed}");
        }
    }
}

/// Less than the smallest thing that may lie beside a cell.
const ROOM: usize = 64;

#[tokio::test(start_paused = true)]
async fn what_outlives_sleep_is_no_waste() {
    for count in [1, 3, 20] {
        let others: Vec<LooseRef> = (0..count)
            .map(|_| Loose::default().spawn().unwrap())
            .collect();
        let monitors = Loose::default().spawn().unwrap();
        let links = Loose::default().spawn().unwrap();
        let timers = Loose::default().spawn().unwrap();
        for other in &others {
            monitors.watch(other.clone()).await.unwrap();
            links.join(other.clone()).await.unwrap();
            timers.wait().await.unwrap();
        }
        for (actor, has) in [
            (&monitors, "monitors"),
            (&others[0], "is monitored and linked"),
            (&links, "links"),
            (&timers, "timers"),
        ] {
            let (said, saved) = waste(actor).await;
            assert_eq!(said, saved, "{has}: {count}");
            // Room in a list.
            assert!(saved < ROOM + count * 16, "{has}: {count}, {saved}");
            assert!(actor.actor().memory().mailbox() > ROOM);
        }
    }

    let actor = Loose::default().spawn().unwrap();
    let stopped = actor.actor().stopped();
    let (said, saved) = waste(&actor).await;
    assert_eq!(said, saved, "somebody waits for its end");
    assert!(saved < ROOM);
    drop(stopped);
    actor.edit(|_| ()).await.unwrap();
    let (said, saved) = waste(&actor).await;
    assert_eq!(said, saved, "nobody does any more");
    assert!(saved > ROOM);

    actor.actor().set_mailbox(10, Overflow::Wait);
    actor.edit(|_| ()).await.unwrap();
    assert_eq!(waste(&actor).await, (0, 0), "a bound");
}

#[tokio::test(start_paused = true)]
async fn the_block_of_a_field_that_was_thawed_goes_where_anything_does() {
    let actor = Loose::default().spawn().unwrap();
    let fill = |loose: &mut Loose| {
        loose.kept.resize(100, "asleep".to_owned());
        loose.work.resize(100, 1);
    };
    actor.edit(fill).await.unwrap();
    actor.doze().await.unwrap();
    sleep(Duration::from_secs(11)).await;
    let frozen = |actor: &LooseRef| actor.actor().memory().state().unwrap().frozen();
    assert!(frozen(&actor) > 0);
    actor.read().await.unwrap();
    // Nothing else is to be given back.
    assert_eq!(waste(&actor).await, (0, 0));
    assert!(frozen(&actor) > 0);
    actor.edit(|loose| loose.work.resize(10, 1)).await.unwrap();
    let work = size_of::<Vec<u8>>() + 10;
    let block = frozen(&actor);
    assert_eq!(waste(&actor).await, (work + block, work + block));
}
