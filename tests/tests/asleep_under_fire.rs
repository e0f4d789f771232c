//! Falling asleep while messages come from other threads, at whatever moment: nothing is lost, and nobody hangs.
//!
//! Each test takes a second; `DORMOUSE_STRESS_SECONDS` says otherwise.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dormouse::prelude::*;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// Longer than anything may take; what is not there by then hangs.
const LONG: Duration = Duration::from_secs(30);

fn end() -> Instant {
    let seconds = std::env::var("DORMOUSE_STRESS_SECONDS");
    let seconds = seconds.map_or(1, |seconds| seconds.parse().expect("a number"));
    Instant::now() + Duration::from_secs(seconds)
}

async fn soon<F: Future>(what: &str, future: F) -> F::Output {
    match timeout(LONG, future).await {
        Ok(output) => output,
        Err(_) => panic!("it never came that {what}"),
    }
}

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

    fn handle(&self) {
        self.0.handled.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

#[actor]
struct Sleeper {
    rows: Vec<Vec<u8>>,
}

#[actor]
impl Sleeper {
    /// Makes much to be compacted.
    #[cast]
    fn sleep(&mut self, token: Token) -> Hibernate {
        for row in &mut self.rows {
            row.reserve(1_000);
        }
        token.handle();
        Hibernate(())
    }

    #[cast]
    fn note(&mut self, token: Token) {
        token.handle();
    }

    #[call]
    fn ask(&mut self, token: Token) -> usize {
        token.handle();
        self.rows.len()
    }

    #[cast]
    async fn wait(&mut self, token: Token, context: &Context<Self>) {
        context.hibernate(self).await;
        token.handle();
    }

    #[call]
    async fn wait_until(
        &mut self,
        token: Token,
        signal: oneshot::Receiver<()>,
        context: &Context<Self>,
    ) -> usize {
        let _ = context.hibernate_until(self, signal).await;
        token.handle();
        self.rows.len()
    }

    #[cast]
    async fn wait_either(&mut self, token: Token, time: Duration, context: &Context<Self>) {
        tokio::select! {
            () = context.hibernate(self) => {}
            () = tokio::time::sleep(time) => {}
        }
        token.handle();
    }
}

fn sleeper(rows: usize) -> SleeperRef {
    let rows = (0..rows).map(|_| vec![1]).collect();
    Sleeper { rows }.spawn().expect("inside a runtime")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c195_a_message_that_comes_while_a_large_state_falls_asleep_is_handled() {
    let books = Arc::new(Books::default());
    let sleeper = sleeper(2_000);
    let mut dice = Dice(7);
    for _ in 0..100 {
        sleeper.sleep(Token::new(&books)).unwrap();
        let began = Instant::now();
        let pause = Duration::from_micros(dice.roll(1_000));
        while began.elapsed() < pause {
            tokio::task::yield_now().await;
        }
        let rows = soon("a message is handled", sleeper.ask(Token::new(&books)));
        assert_eq!(rows.await.unwrap(), 2_000);
    }
    assert_eq!(books.handled.load(Ordering::SeqCst), 200);
}

async fn play(sleepers: Vec<SleeperRef>, books: Arc<Books>, seed: u64, end: Instant) {
    let mut dice = Dice(seed);
    while Instant::now() < end {
        let sleeper = &sleepers[dice.roll(3) as usize];
        let token = Token::new(&books);
        match dice.roll(10) {
            0 => sleeper.wait(token).unwrap(),
            1 => {
                let time = Duration::from_micros(dice.roll(3_000));
                sleeper.wait_either(token, time).unwrap();
            }
            2 => {
                let (sender, signal) = oneshot::channel();
                let request = sleeper.wait_until(token, signal).send();
                if dice.roll(2) == 0 {
                    tokio::task::yield_now().await;
                }
                drop(sender);
                // Somebody may wait before it for another message.
                sleeper.note(Token::new(&books)).unwrap();
                soon("a future ends a sleep", request).await.unwrap();
            }
            3 => sleeper.sleep(token).unwrap(),
            4 => {
                token.handle();
                let read = sleeper.actor().get_state(|state| state.rows.len());
                // A handler that waits for its future lends the state, but one before it may wait for messages.
                sleeper.note(Token::new(&books)).unwrap();
                soon("a state is read", read).await.unwrap();
            }
            5 => {
                token.handle();
                let _ = (sleeper.actor().memory(), sleeper.actor().status());
            }
            _ => sleeper.note(token).unwrap(),
        }
        if dice.roll(4) == 0 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_to_handlers_that_hibernate() {
    let books = Arc::new(Books::default());
    let sleepers: Vec<_> = (0..3).map(|_| sleeper(3)).collect();
    let end = end();
    let players: Vec<_> = (1..4)
        .map(|seed| tokio::spawn(play(sleepers.clone(), Arc::clone(&books), seed, end)))
        .collect();
    for player in players {
        player.await.unwrap();
    }
    let handled = async {
        loop {
            for sleeper in &sleepers {
                // Who waits for a message gets one.
                sleeper.note(Token::new(&books)).unwrap();
            }
            tokio::task::yield_now().await;
            let idle = sleepers
                .iter()
                .all(|sleeper| sleeper.actor().queue_len() == 0);
            let sent = books.sent.load(Ordering::SeqCst);
            if idle && books.dropped.load(Ordering::SeqCst) == sent {
                return;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    soon("all is handled", handled).await;
    let sent = books.sent.load(Ordering::SeqCst);
    assert_eq!(books.handled.load(Ordering::SeqCst), sent);
    println!("{sent} messages");
    assert!(sent > 100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_ends_while_falling_asleep_in_a_handler_leaves_nothing() {
    let books = Arc::new(Books::default());
    let mut dice = Dice(9);
    let end = end();
    let mut ends = 0;
    while Instant::now() < end {
        ends += 1;
        let sleeper = sleeper(3);
        let (_sender, signal) = oneshot::channel();
        let request = if dice.roll(2) == 0 {
            sleeper.wait(Token::new(&books)).unwrap();
            None
        } else {
            Some(sleeper.wait_until(Token::new(&books), signal).send())
        };
        let other = sleeper.clone();
        let token = Token::new(&books);
        let sending = tokio::spawn(async move { drop(other.note(token)) });
        if dice.roll(2) == 0 {
            tokio::task::yield_now().await;
        }
        // A stop would wait for the future.
        let ending = match &request {
            None if dice.roll(2) == 0 => sleeper.actor().stop(ExitReason::Normal),
            _ => sleeper.actor().kill(),
        };
        soon("it ends", ending).await.unwrap();
        sending.await.unwrap();
        if let Some(request) = request {
            assert!(soon("its caller is told", request).await.is_err());
        }
    }
    let sent = books.sent.load(Ordering::SeqCst);
    soon("all is dropped", async {
        while books.dropped.load(Ordering::SeqCst) < sent {
            tokio::task::yield_now().await;
        }
    })
    .await;
    println!("{ends} ends");
}
