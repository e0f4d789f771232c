//! A tree that is drained under load: what was accepted is handled, all of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dormouse::prelude::*;
use tokio::task::{JoinSet, yield_now};

use crate::common::MS;
use crate::dice::Dice;
use crate::soon;
use crate::tree::{Bar, BarRef, Books, Guest, GuestRef, Token};

const HALLS: u64 = 5;
const GUESTS: u64 = 50;
const LOAD: u64 = 4;

/// They have time enough.
#[supervisor(strategy = simple_one_for_one)]
struct Tables {
    #[child(start = |id: u64| Guest::new(id), shutdown = "30s")]
    guest: Guest,
}

#[supervisor]
struct Hall {
    #[child]
    tables: Tables,
    #[child(shutdown = "30s")]
    bar: Bar,
}

#[supervisor(strategy = simple_one_for_one)]
struct Halls {
    #[child(start = || Hall {})]
    hall: Hall,
}

#[supervisor]
struct House {
    #[child]
    halls: Halls,
}

/// Drains a house while some talk to those in it, who are not told.
pub(crate) async fn drain(seed: u64) {
    let house = House {}.start().await.unwrap();
    let (mut guests, mut bars) = (Vec::new(), Vec::new());
    for _ in 0..HALLS {
        let hall = house.halls().start_child().await.unwrap();
        for id in 0..GUESTS {
            guests.push(hall.tables().start_child(id).await.unwrap());
        }
        bars.push(hall.bar());
    }
    let books = Arc::new(Books::default());
    let over = Arc::new(AtomicBool::new(false));
    let mut load = JoinSet::new();
    for number in 0..LOAD {
        load.spawn(talk(
            guests.clone(),
            bars.clone(),
            Arc::clone(&books),
            Arc::clone(&over),
            Dice::new(seed, 2_000 + number),
        ));
    }
    tokio::time::sleep(30 * MS).await;
    let exit = soon("a house drains", house.supervisor().drain()).await;
    over.store(true, Ordering::Relaxed);
    let exit = exit.unwrap();
    let report = exit.report();
    assert!(report.killed().is_empty(), "{report}");
    assert!(report.unhandled().is_empty(), "{report}");
    let accepted: u64 = soon("the load ends", load.join_all()).await.iter().sum();
    assert!(accepted > 0);
    assert_eq!(
        books.handled.load(Ordering::SeqCst),
        accepted,
        "seed {seed}"
    );
}

/// How many messages were accepted. Calls are answered, or were not accepted at all.
async fn talk(
    guests: Vec<GuestRef>,
    bars: Vec<BarRef>,
    books: Arc<Books>,
    over: Arc<AtomicBool>,
    mut dice: Dice,
) -> u64 {
    let mut accepted = 0;
    let mut said = 0_u64;
    while !over.load(Ordering::Relaxed) {
        let guest = &guests[dice.roll(guests.len())];
        let bar = &bars[dice.roll(bars.len())];
        let token = Token::new(&books);
        let taken = match dice.roll(5) {
            0 => {
                answered(soon("a call returns", guest.think()).await);
                false
            }
            1 => {
                answered(soon("a call returns", bar.drink()).await);
                false
            }
            2 => bar.toss(token).is_ok(),
            3 => soon("a cast comes in", bar.serve(token)).await.is_ok(),
            _ => guest.count(token).is_ok(),
        };
        accepted += u64::from(taken);
        said += 1;
        if said.is_multiple_of(16) {
            yield_now().await;
        }
    }
    accepted
}

fn answered(reply: Result<u64, CallError>) {
    match reply {
        Ok(_) | Err(CallError::NoProcess(_)) => {}
        Err(error) => panic!("a call that was accepted was lost: {error}"),
    }
}
