//! The bytes that a sleeping supervisor has for each child, beyond the child itself, counted by the allocator.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

mod counting;

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{ChildSpec, Status};
use tokio::runtime::{Builder, Runtime};

use self::counting::counted;

/// What a declared child may cost beyond itself.
const DECLARED: usize = 40;

/// A word of each link: when its actors are frozen.
const FREEZE: usize = if cfg!(feature = "freeze") { 8 } else { 0 };

/// What one may cost beyond that, where no other child of its supervisor is of the same type.
const TYPE: usize = 104 + FREEZE;

/// What a child may cost that is added at run time, with a name of ten letters.
const ADDED: usize = 296 + FREEZE;

/// How often trees are built: the tables that all share grow by leaps, now with one tree, now with another.
const ROUNDS: usize = 4;

macro_rules! actors {
    ($($name:ident),*) => {
        $(
            #[actor]
            #[derive(Default)]
            struct $name {
                count: u64,
            }

            #[actor]
            impl $name {
                #[call]
                fn count(&mut self) -> u64 {
                    self.count += 1;
                    self.count
                }
            }
        )*
    };
}

actors!(Worker, Second, Third);

#[supervisor(hibernate_after = "1ms")]
struct Three {
    #[child]
    a: Worker,
    #[child]
    b: Worker,
    #[child]
    c: Worker,
}

#[supervisor(hibernate_after = "1ms")]
struct Mixed {
    #[child]
    a: Worker,
    #[child]
    b: Second,
    #[child]
    c: Third,
}

#[supervisor(hibernate_after = "1ms")]
struct Thirteen {
    #[child]
    a: Worker,
    #[child]
    b: Worker,
    #[child]
    c: Worker,
    #[child]
    d: Worker,
    #[child]
    e: Worker,
    #[child]
    f: Worker,
    #[child]
    g: Worker,
    #[child]
    h: Worker,
    #[child]
    i: Worker,
    #[child]
    j: Worker,
    #[child]
    k: Worker,
    #[child]
    l: Worker,
    #[child]
    m: Worker,
}

#[supervisor(partitions = 10, hibernate_after = "1ms")]
struct Few {
    #[child]
    worker: Worker,
}

#[supervisor(partitions = 1_000, hibernate_after = "1ms")]
struct Many {
    #[child]
    worker: Worker,
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_time().start_paused(true);
    builder.build().expect("a runtime")
}

/// Until the supervisor sleeps, and what its children have beside their cells has gone.
async fn rest(is_asleep: impl Fn() -> bool) {
    while !is_asleep() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    assert!(is_asleep(), "nobody asked it for anything");
}

/// Bytes of a tree that sleeps.
macro_rules! bytes {
    ($runtime:expr, $tree:ident) => {{
        let rounds = (0..ROUNDS).map(|_| {
            let (tree, bytes) = counted(|| {
                $runtime.block_on(async {
                    let tree = $tree {}.start().await.expect("it starts");
                    rest(|| tree.supervisor().status() == Status::Hibernated).await;
                    tree
                })
            });
            // The end of it is no part of what comes next.
            $runtime.block_on(tree.stop()).expect("it runs");
            bytes
        });
        // Before any of them is measured, what all share is there.
        rounds.skip(1).min().expect("some rounds")
    }};
}

/// A worker's own bytes.
fn itself(runtime: &Runtime) -> usize {
    runtime.block_on(async {
        let worker = Worker::default().spawn().expect("it starts");
        worker.actor().memory().bytes()
    })
}

#[test]
fn a_declared_child_costs_at_most_forty_bytes_beyond_itself() {
    let runtime = runtime();
    let more = bytes!(runtime, Thirteen) - bytes!(runtime, Three);
    let limit = DECLARED + itself(&runtime);
    assert!(more <= 10 * limit, "{more} B for ten, {limit} each");
}

#[test]
fn a_declared_child_of_a_type_of_its_own_costs_a_link_beyond_that() {
    let runtime = runtime();
    let more = bytes!(runtime, Mixed) - bytes!(runtime, Three);
    assert!(more <= 2 * TYPE, "{more} B for two");
}

#[test]
fn a_partition_costs_at_most_forty_bytes_beyond_itself() {
    let runtime = runtime();
    let more = bytes!(runtime, Many) - bytes!(runtime, Few);
    let limit = DECLARED + itself(&runtime);
    assert!(more <= 990 * limit, "{more} B for 990, {limit} each");
}

#[test]
fn a_child_that_is_added_costs_its_specification_and_a_link_as_well() {
    const CHILDREN: usize = 1_000;
    let runtime = runtime();
    runtime.block_on(async {
        let tree = Three {}.start().await.expect("it starts");
        rest(|| tree.supervisor().status() == Status::Hibernated).await;
    });
    let tree = runtime.block_on(Three {}.start()).expect("it starts");
    let mut workers = Vec::with_capacity(CHILDREN);
    let ((), bytes) = counted(|| {
        runtime.block_on(async {
            for number in 0..CHILDREN {
                let spec = ChildSpec::new(format!("worker {number:03}"), Worker::default);
                let worker = tree.supervisor().start_child(spec).await;
                workers.push(worker.expect("it starts"));
            }
            rest(|| tree.supervisor().status() == Status::Hibernated).await;
        });
    });
    let limit = ADDED + itself(&runtime);
    assert!(
        bytes <= CHILDREN * limit,
        "{bytes} B for {CHILDREN}, {limit} each"
    );
}
