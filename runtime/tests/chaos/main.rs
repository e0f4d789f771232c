//! Chaos: a town of some ten thousand actors, under load, while its actors panic, hang, fail, are killed,
//! stopped, drained and restarted, one by one and in groups. Every call returns, what there is at the end is what
//! there should be, nothing that was accepted before a drain is lost, and nothing is left behind.
//!
//! It takes three seconds; `DORMOUSE_CHAOS_SECONDS` says otherwise, `DORMOUSE_CHAOS_SEED` repeats the choices
//! of a run.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/counting.rs"]
mod counting;
mod dice;
mod drain;
mod load;
mod owner;
mod tree;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use dormouse::{Group, Supervisor as _};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::timeout;

use self::common::multi;
use self::dice::Dice;
use self::owner::{Known, Owner};
use self::tree::{Books, Guest, Town};

const DISTRICTS: usize = 10;
const HOUSES: usize = 10;
const GUESTS: usize = 82;
const VISITORS: usize = 16;
const LOAD: u64 = 4;

/// Longer than anything may take; what is not there by then hangs.
const LONG: Duration = Duration::from_secs(30);

/// What may be left: less than any actor.
const NOTHING: isize = 32;

/// What must come, comes soon.
async fn soon<F: Future>(what: &str, future: F) -> F::Output {
    match timeout(LONG, future).await {
        Ok(output) => output,
        Err(_) => panic!("it never came that {what}"),
    }
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect("a number"))
}

#[test]
fn a_town_survives_chaos_and_leaves_nothing() {
    dormouse::install_panic_hook();
    let seed = setting("DORMOUSE_CHAOS_SEED", 7);
    // What is kept for later, by the runtime, the allocator and tracing, is there after a first run.
    run(seed, Duration::from_millis(200));
    let before = counting::live();
    let seconds = setting("DORMOUSE_CHAOS_SECONDS", 3);
    let harms = run(seed, Duration::from_secs(seconds));
    let left = counting::live() - before;
    assert!(left <= NOTHING, "{left} B were left behind, seed {seed}");
    println!("{harms} harms");
    assert!(harms > 10, "only {harms} harms were done");
}

/// Returns how many harms were done.
fn run(seed: u64, time: Duration) -> u64 {
    let runtime = multi(2);
    let harms = runtime.block_on(chaos(seed, time));
    let tasks = runtime.metrics();
    runtime.block_on(soon("all tasks end", async {
        while tasks.num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    }));
    harms
}

async fn chaos(seed: u64, time: Duration) -> u64 {
    let town = Town {}.start().await.unwrap();
    let books = Arc::new(Books::default());
    let known = Arc::<Known>::default();
    let over = Arc::new(AtomicBool::new(false));
    let harms = Arc::new(AtomicU64::new(0));

    let settled = Arc::new(Barrier::new(DISTRICTS + 1));
    let mut owners = JoinSet::new();
    for number in 1..=DISTRICTS as u64 {
        let district = town.districts().start_child(number).await.unwrap();
        let (known, over, harms) = (Arc::clone(&known), Arc::clone(&over), Arc::clone(&harms));
        let settled = Arc::clone(&settled);
        owners.spawn(async move {
            let mut owner = Owner::settle(district, Dice::new(seed, number)).await;
            owner.introduce(&known);
            settled.wait().await;
            while !over.load(Ordering::Relaxed) {
                owner.harm().await;
                if harms.fetch_add(1, Ordering::Relaxed) % 50 == 0 {
                    owner.introduce(&known);
                }
            }
            owner
        });
    }
    let mut load = JoinSet::new();
    for number in 0..LOAD {
        let (known, books, over) = (Arc::clone(&known), Arc::clone(&books), Arc::clone(&over));
        load.spawn(load::talk(
            known,
            books,
            over,
            Dice::new(seed, 1000 + number),
        ));
    }
    soon("all are there", settled.wait()).await;
    tokio::time::sleep(time).await;
    over.store(true, Ordering::Relaxed);
    let calls: u64 = soon("the load ends", load.join_all()).await.iter().sum();
    println!("{calls} calls");
    assert!(calls > 0);
    let owners = soon("the harms end", owners.join_all()).await;

    let mut actors = 1;
    for owner in &owners {
        owner.check().await;
        actors += owner.actors();
    }
    assert!(actors > 9_000, "only {actors} actors");
    let districts = town.districts().supervisor().count_children();
    assert_eq!(districts.active, DISTRICTS);
    let regulars = Group::named("regulars");
    let members = owners.iter().map(Owner::regulars).sum();
    assert_eq!(regulars.members::<Guest>().len(), members);

    soon("the town ends", town.stop()).await.unwrap();
    assert_eq!(Group::all(), []);
    for owner in &owners {
        owner.check_notices().await;
    }
    drop((owners, town));
    known.forget();
    drain::drain(seed).await;
    let (sent, dropped) = (&books.sent, &books.dropped);
    assert_eq!(sent.load(Ordering::SeqCst), dropped.load(Ordering::SeqCst));
    assert!(books.handled.load(Ordering::SeqCst) > 0);
    harms.load(Ordering::Relaxed)
}
