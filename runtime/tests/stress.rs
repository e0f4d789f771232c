//! Races on real threads: whatever wins, every message is handled or failed, every call is answered, and
//! every tree ends.
//!
//! Each test takes a second; `DORMOUSE_STRESS_SECONDS` says otherwise.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use dormouse::Status;
use dormouse::prelude::*;
use tokio::time::timeout;

use self::common::{block_on, multi, stress_time, until, within};

/// Longer than anything may take; a call that is not answered by then hangs.
const LONG: Duration = Duration::from_secs(20);

/// A little generator of numbers: what is done next should differ, not be secret.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// What went into messages, and what came out.
#[derive(Debug, Default)]
struct Books {
    sent: AtomicU64,
    handled: AtomicU64,
    dropped: AtomicU64,
}

/// Travels in a message; counted when it goes, handled or not.
struct Token(Arc<Books>);

impl Token {
    fn new(books: &Arc<Books>) -> Self {
        books.sent.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(books))
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

#[actor(hibernate_after = "0ms")]
struct Sleeper {
    text: Vec<u8>,
}

#[actor]
impl Sleeper {
    #[cast]
    fn note(&mut self, token: Token) {
        token.0.handled.fetch_add(1, Ordering::Relaxed);
        self.text.resize(300, 1);
        self.text.truncate(3);
    }

    #[call]
    fn ask(&self, token: Token) -> usize {
        token.0.handled.fetch_add(1, Ordering::Relaxed);
        self.text.len()
    }

    #[call]
    async fn later(&mut self, token: Token) -> Hibernate<usize> {
        tokio::task::yield_now().await;
        token.0.handled.fetch_add(1, Ordering::Relaxed);
        Hibernate(self.text.len())
    }
}

#[test]
fn nothing_is_lost_between_sleeping_and_waking() {
    within(|| {
        let runtime = multi(2);
        let books = Arc::new(Books::default());
        let sleepers: Vec<_> = runtime.block_on(async {
            let sleeper = |_| Sleeper { text: Vec::new() }.spawn().unwrap();
            (0..4).map(sleeper).collect()
        });
        let (books, end) = (&books, Instant::now() + stress_time());
        let seen_asleep = &AtomicU64::new(0);
        thread::scope(|scope| {
            for seed in 1..4 {
                let sleepers = sleepers.clone();
                scope.spawn(move || {
                    let mut dice = Dice(seed);
                    while Instant::now() < end {
                        let sleeper = &sleepers[dice.roll(4) as usize];
                        match dice.roll(8) {
                            0 => drop(block_on(sleeper.ask(Token::new(books))).unwrap()),
                            1 => drop(block_on(sleeper.later(Token::new(books))).unwrap()),
                            2 => {
                                drop(sleeper.actor().memory());
                                let asleep = sleeper.actor().status() == Status::Hibernated;
                                seen_asleep.fetch_add(u64::from(asleep), Ordering::Relaxed);
                            }
                            3 => thread::yield_now(),
                            _ => sleeper.note(Token::new(books)).unwrap(),
                        }
                    }
                });
            }
            let handle = runtime.handle().clone();
            for seed in 4..6 {
                let (sleepers, books) = (sleepers.clone(), Arc::clone(books));
                handle.spawn(async move {
                    let mut dice = Dice(seed);
                    while Instant::now() < end {
                        let sleeper = &sleepers[dice.roll(4) as usize];
                        match dice.roll(4) {
                            0 => drop(sleeper.ask(Token::new(&books)).await.unwrap()),
                            1 => drop(sleeper.later(Token::new(&books)).await.unwrap()),
                            _ => sleeper.note(Token::new(&books)).unwrap(),
                        }
                    }
                });
            }
        });
        let sent = || books.sent.load(Ordering::SeqCst);
        until(|| books.handled.load(Ordering::SeqCst) == sent());
        until(|| books.dropped.load(Ordering::SeqCst) == sent());
        let seen_asleep = seen_asleep.load(Ordering::SeqCst);
        println!(
            "{} messages, {seen_asleep} times seen asleep",
            books.sent.load(Ordering::SeqCst)
        );
        assert!(seen_asleep > 0);
    });
}

#[actor]
struct Mortal {
    books: Arc<Books>,
}

#[actor]
impl Mortal {
    #[cast]
    fn note(&mut self, token: Token) {
        token.0.handled.fetch_add(1, Ordering::Relaxed);
    }

    #[call]
    fn ask(&self, _token: Token) -> u64 {
        self.books.sent.load(Ordering::Relaxed)
    }

    #[call]
    async fn later(&mut self, _token: Token) -> u64 {
        tokio::task::yield_now().await;
        self.books.sent.load(Ordering::Relaxed)
    }

    #[call]
    async fn end(&mut self, _token: Token) -> Outcome<u64> {
        tokio::task::yield_now().await;
        Outcome::reply(1).then_stop(ExitReason::failed("told to"))
    }

    #[cast]
    async fn panic(&mut self, _token: Token) {
        tokio::task::yield_now().await;
        panic!("told to");
    }

    #[stop]
    async fn on_stop(&mut self) {
        tokio::task::yield_now().await;
    }
}

#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000_000)]
struct Mortals {
    books: Arc<Books>,
    #[child(start = || Mortal { books: Arc::clone(books) }, shutdown = "1s")]
    mortal: Mortal,
}

#[supervisor(intensity = 1_000_000_000)]
struct World {
    books: Arc<Books>,
    #[child(start = Mortal { books: Arc::clone(books) })]
    one: Mortal,
    #[child(start = {
        tokio::task::yield_now().await;
        Mortal { books: Arc::clone(books) }
    })]
    other: Mortal,
    #[child(start = Mortals { books: Arc::clone(books) })]
    many: Mortals,
}

/// Does one thing to a mortal. Whatever it answers, it answers.
async fn do_to(mortal: &MortalRef, books: &Arc<Books>, dice: &mut Dice) {
    let token = Token::new(books);
    let answer = timeout(LONG, async {
        match dice.roll(16) {
            0 => drop(mortal.end(token).await),
            1 => drop(mortal.panic(token)),
            2 => drop(mortal.actor().kill().await),
            3 => drop(mortal.actor().stop(ExitReason::Shutdown)),
            4 => drop(mortal.stop().await),
            5 => drop(mortal.actor().memory()),
            6 => drop(mortal.ask(token)),
            7 => drop(timeout(Duration::ZERO, mortal.later(token)).await),
            8 | 9 => drop(mortal.later(token).await),
            10 | 11 => drop(mortal.ask(token).await),
            _ => drop(mortal.note(token)),
        }
    });
    answer.await.expect("a call that hangs");
}

/// Does things to a world until the end; some of them from threads without a runtime.
async fn live(world: &WorldRef, books: &Arc<Books>, end: Instant, mut dice: Dice) {
    let many = world.many();
    let mut children: Vec<MortalRef> = Vec::new();
    while Instant::now() < end {
        match dice.roll(24) {
            0..4 => {
                if let Ok(child) = many.start_child().await {
                    children.push(child);
                }
            }
            4 if !children.is_empty() => {
                let child = children.swap_remove(dice.roll(children.len() as u64) as usize);
                let ended = timeout(LONG, many.supervisor().terminate_child(&child)).await;
                let _ = ended.expect("a terminate_child that hangs");
            }
            5 => {
                let id = if dice.roll(2) == 0 { "one" } else { "other" };
                let supervisor = world.supervisor();
                let ended = timeout(LONG, supervisor.terminate_child(id)).await;
                let _ = ended.expect("a terminate_child that hangs");
                let began = timeout(LONG, supervisor.restart_child(id)).await;
                let _ = began.expect("a restart_child that hangs");
            }
            6 if dice.roll(8) == 0 => {
                let ended = timeout(LONG, many.stop()).await;
                let _ = ended.expect("a stop that hangs");
                children.clear();
            }
            7 => drop(world.tree().to_string()),
            8 => drop(many.supervisor().which_children()),
            9..12 => do_to(&world.one(), books, &mut dice).await,
            12..15 => do_to(&world.other(), books, &mut dice).await,
            _ if !children.is_empty() => {
                let child = &children[dice.roll(children.len() as u64) as usize];
                do_to(child, books, &mut dice).await;
            }
            _ => tokio::task::yield_now().await,
        }
        if children.len() > 20 {
            children.clear();
        }
    }
}

#[test]
fn stops_kills_restarts_and_calls_race() {
    within(|| {
        dormouse::install_panic_hook();
        let books = Arc::new(Books::default());
        let end = Instant::now() + stress_time();
        let mut seed = 0;
        while Instant::now() < end {
            let runtime = multi(2);
            let round = (Instant::now() + Duration::from_millis(300)).min(end);
            let world = runtime.block_on(async {
                let books = Arc::clone(&books);
                World { books }.start().await.unwrap()
            });
            let tasks: Vec<_> = (0..4)
                .map(|_| {
                    seed += 1;
                    let (world, books, dice) = (world.clone(), Arc::clone(&books), Dice(seed));
                    runtime.spawn(async move { live(&world, &books, round, dice).await })
                })
                .collect();
            let looks = Arc::new(AtomicBool::new(true));
            let looking = thread::spawn({
                let (world, looks) = (world.clone(), Arc::clone(&looks));
                move || {
                    while looks.load(Ordering::Relaxed) {
                        drop(world.tree());
                        drop(block_on(world.one().actor().kill()));
                        thread::yield_now();
                    }
                }
            });
            runtime.block_on(async {
                for task in tasks {
                    task.await.unwrap();
                }
                if seed % 3 > 0 {
                    let ended = timeout(LONG, world.stop()).await;
                    let _ = ended.expect("a tree that does not end");
                }
            });
            looks.store(false, Ordering::Relaxed);
            looking.join().unwrap();
            drop(world);
            drop(runtime);
        }
        until(|| books.sent.load(Ordering::SeqCst) == books.dropped.load(Ordering::SeqCst));
    });
}

#[test]
fn a_runtime_goes_while_others_use_its_actors() {
    within(|| {
        dormouse::install_panic_hook();
        let books = Arc::new(Books::default());
        let end = Instant::now() + stress_time();
        let mut seed = 100;
        while Instant::now() < end {
            let home = multi(2);
            let abroad = multi(1);
            let world = home.block_on(async {
                let books = Arc::clone(&books);
                World { books }.start().await.unwrap()
            });
            let alone = home.block_on(async {
                let books = Arc::clone(&books);
                Mortal { books }.spawn().unwrap()
            });
            let round = Instant::now() + Duration::from_millis(60);
            let tasks: Vec<_> = (0..2)
                .map(|_| {
                    seed += 1;
                    let (world, books, dice) = (world.clone(), Arc::clone(&books), Dice(seed));
                    abroad.spawn(async move { live(&world, &books, round, dice).await })
                })
                .collect();
            let looking = thread::spawn({
                let (world, alone, books) = (world.clone(), alone.clone(), Arc::clone(&books));
                move || {
                    while Instant::now() < round {
                        drop(alone.actor().memory());
                        drop(world.one().actor().memory());
                        drop(alone.note(Token::new(&books)));
                    }
                }
            });
            thread::sleep(Duration::from_millis(Dice(seed).roll(50)));
            if seed % 4 == 1 {
                home.shutdown_background();
            } else {
                drop(home);
            }
            abroad.block_on(async {
                for task in tasks {
                    task.await.unwrap();
                }
                let ended = timeout(LONG, world.stop()).await;
                let _ = ended.expect("a tree that does not end");
                assert!(timeout(LONG, alone.ask(Token::new(&books))).await.is_ok());
            });
            looking.join().unwrap();
        }
        until(|| books.sent.load(Ordering::SeqCst) == books.dropped.load(Ordering::SeqCst));
    });
}
