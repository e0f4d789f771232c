//! The tree: a town of districts of houses of guests.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use dormouse::Down;
use dormouse::prelude::*;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::sleep;

/// What went into messages, and what came out.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) sent: AtomicU64,
    pub(crate) handled: AtomicU64,
    pub(crate) dropped: AtomicU64,
}

/// Travels in a message; counted when it goes, handled or not.
#[derive(Debug)]
pub(crate) struct Token(Arc<Books>);

impl Token {
    pub(crate) fn new(books: &Arc<Books>) -> Self {
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

/// Can be made to do what an actor should not.
#[actor(hibernate_after = "30ms")]
pub(crate) struct Guest {
    id: u64,
    notes: Vec<String>,
}

impl Guest {
    pub(crate) fn new(id: u64) -> Self {
        Self {
            id,
            notes: Vec::new(),
        }
    }
}

#[actor]
impl Guest {
    #[call]
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    #[call]
    pub(crate) async fn think(&mut self) -> u64 {
        self.notes.push("a thought".to_owned());
        yield_now().await;
        self.id
    }

    #[call]
    pub(crate) fn doze(&mut self) -> Hibernate<u64> {
        self.notes.clear();
        Hibernate(self.id)
    }

    /// Longer than its callers wait.
    #[call]
    pub(crate) async fn nap(&mut self) -> u64 {
        sleep(Duration::from_millis(3)).await;
        self.id
    }

    /// Fails over a thought, and is asked again without.
    #[call(retry = 1)]
    pub(crate) fn recite(&mut self, what: String) -> usize {
        assert!(self.notes.is_empty(), "guest {} has forgotten it", self.id);
        what.len()
    }

    #[cast]
    pub(crate) fn count(&mut self, token: Token) {
        token.handle();
    }

    #[cast]
    pub(crate) fn boom(&self) {
        panic!("guest {} was told to", self.id);
    }

    #[cast]
    pub(crate) fn fail(&self) -> Result<(), String> {
        Err(format!("guest {} was told to", self.id))
    }

    /// Until it is killed.
    #[cast]
    pub(crate) async fn hang(&mut self, entered: oneshot::Sender<()>) {
        let _ = entered.send(());
        pending::<()>().await;
    }
}

/// Has few places, where others wait or are turned away.
#[actor(mailbox = 4, overflow = wait, hibernate_after = "30ms")]
#[derive(Default)]
pub(crate) struct Bar {
    served: u64,
}

#[actor]
impl Bar {
    #[call]
    pub(crate) async fn drink(&mut self) -> u64 {
        yield_now().await;
        self.served
    }

    #[cast(wait)]
    pub(crate) async fn serve(&mut self, token: Token) {
        yield_now().await;
        self.served += 1;
        token.handle();
    }

    #[cast(priority)]
    pub(crate) fn toss(&mut self, token: Token) {
        self.served += 1;
        token.handle();
    }
}

/// Is told of the end of guests, and is no part of the town.
#[actor]
#[derive(Default)]
pub(crate) struct Observer {
    watched: u64,
    told: u64,
}

#[actor]
impl Observer {
    #[call]
    pub(crate) fn watch(&mut self, guest: GuestRef, context: &Context<Self>) {
        self.watched += 1;
        context.monitor(&guest);
    }

    #[info]
    fn down(&mut self, _: Down) {
        self.told += 1;
    }

    /// How many notices are still to come.
    #[call]
    pub(crate) fn owed(&self) -> u64 {
        self.watched - self.told
    }
}

/// They come back.
#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct Guests {
    #[child(start = |id: u64| Guest::new(id), shutdown = "20ms")]
    guest: Guest,
}

/// They do not.
#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct Visitors {
    #[child(start = |id: u64| Guest::new(id), restart = temporary, shutdown = "20ms")]
    visitor: Guest,
}

/// All leave when one of them fails.
#[supervisor(strategy = one_for_all, intensity = 1_000_000, period = "100ms")]
pub(crate) struct House {
    number: u64,
    #[child(start = Guest::new(*number))]
    steward: Guest,
    #[child]
    guests: Guests,
    #[child]
    visitors: Visitors,
    #[child]
    bar: Bar,
    #[child(start = Guest::new(*number), restart = transient)]
    porter: Guest,
}

#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct Houses {
    #[child(start = |number: u64| House { number }, restart = transient)]
    house: House,
}

/// The guard looks after what is below, and is started anew when a house cannot be kept.
#[supervisor(strategy = rest_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct District {
    number: u64,
    #[child(start = Guest::new(*number))]
    clerk: Guest,
    #[child]
    houses: Houses,
    #[child(start = Guest::new(*number))]
    guard: Guest,
}

#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct Districts {
    #[child(start = |number: u64| District { number }, restart = transient)]
    district: District,
}

#[supervisor(intensity = 1_000_000, period = "100ms")]
pub(crate) struct Town {
    #[child(start = Guest::new(0))]
    mayor: Guest,
    #[child]
    districts: Districts,
}
