//! The actors under test, written as any user would write them.

use dormouse::prelude::*;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use crate::common::Failure;

/// An actor with eight bytes of state.
#[actor]
pub(crate) struct Counter {
    pub(crate) count: u64,
}

#[actor]
impl Counter {
    /// Of an idle actor, this runs in the caller's task.
    #[call]
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// So does this, as long as it does not wait.
    #[call]
    pub(crate) async fn count_async(&mut self) -> u64 {
        self.count
    }

    /// This waits once: for its turn among the runtime's tasks.
    #[call]
    pub(crate) async fn count_later(&mut self) -> u64 {
        yield_now().await;
        self.count
    }

    /// Is always handled by the actor's own task.
    #[cast]
    pub(crate) fn add(&mut self, by: u64) {
        self.count += by;
    }

    /// Sleeps at once after its reply.
    #[call]
    pub(crate) fn touch(&mut self) -> Hibernate<u64> {
        self.count += 1;
        Hibernate(self.count)
    }

    /// The same, handled by the actor's own task.
    #[cast]
    pub(crate) fn touch_later(&mut self, reply: oneshot::Sender<u64>) -> Hibernate {
        self.count += 1;
        // A caller that has gone needs no answer.
        let _ = reply.send(self.count);
        Hibernate(())
    }

    #[call]
    pub(crate) fn fail(&self) -> u64 {
        panic!("told to")
    }

    #[cast]
    pub(crate) fn fail_queued(&self) {
        panic!("told to")
    }
}

/// The same with an idle time, so that a sweeper watches it.
#[actor(hibernate_after = "30s")]
pub(crate) struct Watched {
    pub(crate) count: u64,
}

#[actor]
impl Watched {
    #[call]
    pub(crate) fn count(&self) -> u64 {
        self.count
    }
}

impl Counter {
    /// One that has just handled a cast, so that its task waits for the next message: calls go
    /// through its queue.
    pub(crate) async fn awake() -> Result<CounterRef, Failure> {
        let actor = Self::default().spawn()?;
        actor.add(0)?;
        actor.count().await?;
        Ok(actor)
    }
}

impl Default for Counter {
    fn default() -> Self {
        Self { count: 1 }
    }
}

/// Sleeps soon.
#[actor(hibernate_after = "1s")]
#[derive(Default)]
pub(crate) struct Dozer {
    count: u64,
}

#[actor]
impl Dozer {
    #[call]
    pub(crate) fn count(&mut self) -> u64 {
        self.count += 1;
        self.count
    }
}

/// Children that are started without arguments; a restart needs nothing kept.
#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct Counters {
    #[child]
    counter: Counter,
}

/// Children with eight bytes of start arguments, kept for the restart.
#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct Started {
    #[child(start = |count: u64| Counter { count })]
    counter: Counter,
}

/// A declared child.
#[supervisor(strategy = one_for_one, intensity = 1_000_000, period = "100ms")]
pub(crate) struct Declared {
    #[child]
    pub(crate) counter: Counter,
}
