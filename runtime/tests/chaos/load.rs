//! Who talks to guests, whatever happens to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::yield_now;

use crate::dice::Dice;
use crate::owner::Known;
use crate::soon;
use crate::tree::{Books, Token};

/// Calls and casts until it is over; each call returns, with whatever answer. How many calls those were.
pub(crate) async fn talk(
    known: Known,
    books: Arc<Books>,
    over: Arc<AtomicBool>,
    mut dice: Dice,
) -> u64 {
    let mut calls = 0;
    while !over.load(Ordering::Relaxed) {
        let guest = {
            let known = known.lock().unwrap();
            (!known.is_empty()).then(|| known[dice.roll(known.len())].clone())
        };
        let Some(guest) = guest else {
            yield_now().await;
            continue;
        };
        match dice.roll(100) {
            0..30 => drop(soon("a call returns", guest.id()).await),
            30..50 => drop(soon("a call returns", guest.think()).await),
            50..70 => drop(soon("a call returns", guest.doze()).await),
            // A call that nobody waits for.
            70..75 => {
                let mut call = Box::pin(guest.think());
                tokio::select! {
                    biased;
                    _ = &mut call => {}
                    () = yield_now() => {}
                }
            }
            75..98 => drop(guest.count(Token::new(&books))),
            _ => drop(guest.boom()),
        }
        calls += 1;
        if calls % 64 == 0 {
            yield_now().await;
        }
    }
    calls
}
