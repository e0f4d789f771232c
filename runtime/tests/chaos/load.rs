//! Who talks to guests, whatever happens to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dormouse::Group;
use tokio::task::yield_now;

use crate::common::MS;
use crate::dice::Dice;
use crate::owner::Known;
use crate::soon;
use crate::tree::{Books, Guest, Token};

/// Calls and casts until it is over; each call returns, with whatever answer. How many calls those were.
pub(crate) async fn talk(
    known: Arc<Known>,
    books: Arc<Books>,
    over: Arc<AtomicBool>,
    mut dice: Dice,
) -> u64 {
    let mut calls = 0;
    while !over.load(Ordering::Relaxed) {
        let (Some(guest), Some(bar)) = known.choose(&mut dice) else {
            yield_now().await;
            continue;
        };
        match dice.roll(1_000) / 10 {
            0..15 => drop(soon("a call returns", guest.id()).await),
            15..20 => drop(soon("a call returns", bar.drink()).await),
            20..25 => drop(soon("a cast comes in", bar.serve(Token::new(&books))).await),
            25..30 => drop(bar.toss(Token::new(&books))),
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
            75..78 => drop(soon("a call returns", guest.nap().timeout(MS)).await),
            78..80 => {
                let what = "by heart".to_owned();
                drop(soon("a call returns", guest.recite(what)).await);
            }
            80..83 => drop(guest.think().send()),
            83..97 => drop(guest.count(Token::new(&books))),
            97 => drop(guest.boom()),
            98 => {
                let regulars = Group::named("regulars");
                regulars.broadcast::<Guest, _>(|guest| guest.count(Token::new(&books)));
            }
            _ => yield_now().await,
        }
        calls += 1;
        if calls % 64 == 0 {
            yield_now().await;
        }
    }
    calls
}
