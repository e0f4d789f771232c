//! What timers, monitors, links and those who wait cost beside a cell that sleeps, as the documents say.

#![cfg(target_pointer_width = "64")]

mod counting;

use std::time::Duration;

use dormouse::prelude::*;

struct Tick;

#[actor]
struct Sleeper;

#[actor]
impl Sleeper {
    #[call]
    fn doze(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    fn join(&self, other: SleeperRef, context: &Context<Self>) -> Hibernate {
        context.link(&other);
        Hibernate(())
    }

    #[call]
    fn watch(&self, other: SleeperRef, context: &Context<Self>) -> Hibernate {
        context.monitor(&other);
        Hibernate(())
    }

    #[call]
    fn wait(&self, context: &Context<Self>) -> Hibernate {
        context.send_after(Duration::from_secs(9_999), Tick);
        Hibernate(())
    }

    #[info]
    fn tick(&mut self, _tick: Tick) {}
}

/// What somebody has beside the cell by its own account, what the other has, and what the allocator was asked
/// for in all, with `count` of what `one` makes.
async fn beside(count: usize, one: impl AsyncFn(SleeperRef, SleeperRef)) -> (usize, usize, isize) {
    let others: Vec<SleeperRef> = (0..count).map(|_| Sleeper.spawn().unwrap()).collect();
    // The first that lies beside a cell costs more.
    let ends: Vec<_> = others.iter().map(|other| other.actor().stopped()).collect();
    let sleeper = Sleeper.spawn().unwrap();
    for sleeper in others.iter().chain([&sleeper]) {
        sleeper.doze().await.unwrap();
    }
    let before = counting::live();
    let its_own = |sleeper: &SleeperRef| sleeper.actor().memory().mailbox();
    let other_before = its_own(&others[0]);
    for other in &others {
        one(sleeper.clone(), other.clone()).await;
    }
    for sleeper in others.iter().chain([&sleeper]) {
        sleeper.doze().await.unwrap();
    }
    let live = counting::live().wrapping_sub(before).cast_signed();
    let other = its_own(&others[0]) - other_before;
    drop(ends);
    (its_own(&sleeper), other, live)
}

/// The same of each but the first.
async fn each_more(one: impl AsyncFn(SleeperRef, SleeperRef)) -> (usize, usize, isize) {
    let (few, _, live) = beside(2, &one).await;
    let (many, other, more) = beside(12, &one).await;
    ((many - few) / 10, other, (more - live) / 10)
}

#[tokio::test(flavor = "current_thread", start_paused = true)]
async fn what_lies_beside_a_sleeper_costs_what_is_said() {
    let watch = async |sleeper: SleeperRef, other| sleeper.watch(other).await.unwrap();
    let join = async |sleeper: SleeperRef, other| sleeper.join(other).await.unwrap();
    let wait = async |sleeper: SleeperRef, _| sleeper.wait().await.unwrap();
    for (first, what) in [
        (beside(1, watch).await.0, "monitor"),
        (beside(1, join).await.0, "link"),
        (beside(1, wait).await.0, "timer"),
    ] {
        assert!((200..=230).contains(&first), "{what}: {first}");
    }
    // Behind each entry lies what it is, 72 bytes; 80 with the feature `test-util`.
    let behind = if cfg!(feature = "test-util") { 80 } else { 72 };
    assert_eq!(each_more(watch).await, (8, 16, 8 + 16 + behind));
    assert_eq!(each_more(join).await, (24, 24, 2 * (24 + behind)));
    // What lies in the wheel comes and goes in other steps.
    let (here, other, _) = each_more(wait).await;
    assert_eq!((here, other), (8, 0));
}
