//! What an actor keeps beside its cell for timers, monitors and those who wait for its end, and for how long.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Down, Status, Timer};
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

struct Ring;

#[actor]
#[derive(Default)]
struct Line {
    rung: u32,
}

#[actor]
impl Line {
    #[call]
    fn rest(&mut self) -> Hibernate {
        Hibernate(())
    }

    /// Sets a timer, and sleeps.
    #[call]
    fn set(&mut self, wait: Duration, context: &Context<Self>) -> Hibernate<Timer> {
        Hibernate(context.send_after(wait, Ring))
    }

    #[call]
    fn cancel(&mut self, timer: Timer) -> Hibernate<bool> {
        Hibernate(timer.cancel())
    }

    #[call]
    fn each(&mut self, period: Duration, context: &Context<Self>) -> Hibernate<Timer> {
        Hibernate(context.send_interval(period, ()))
    }

    #[info]
    fn ring(&mut self, _: Ring) -> Hibernate {
        self.rung += 1;
        Hibernate(())
    }

    #[info]
    fn tick(&mut self, (): ()) -> Hibernate {
        Hibernate(())
    }

    #[call]
    fn watch(&mut self, other: LineRef, context: &Context<Self>) -> Hibernate {
        context.monitor(&other);
        Hibernate(())
    }

    #[info]
    fn down(&mut self, _: Down) -> Hibernate {
        Hibernate(())
    }

    #[call]
    fn rung(&mut self) -> Hibernate<u32> {
        Hibernate(self.rung)
    }
}

async fn asleep() -> LineRef {
    let line = Line::default().spawn().unwrap();
    line.rest().await.unwrap();
    line
}

/// What lies beside the cell of a sleeper.
fn beside(line: &LineRef) -> usize {
    assert_eq!(line.actor().status(), Status::Hibernated);
    line.actor().memory().mailbox()
}

/// What one of them costs a sleeper beside its cell, at most.
const ONE: usize = 224;

#[tokio::test(start_paused = true)]
async fn a_timer_that_has_fired_or_was_cancelled_leaves_nothing_behind() {
    let line = asleep().await;
    let before = line.actor().memory().bytes();
    assert_eq!(beside(&line), 0);
    line.set(60 * SECOND).await.unwrap();
    assert!((1..=ONE).contains(&beside(&line)), "{}", beside(&line));
    sleep(61 * SECOND).await;
    assert_eq!(beside(&line), 0);
    assert_eq!(line.actor().memory().bytes(), before);

    let timer = line.set(60 * SECOND).await.unwrap();
    assert!(line.cancel(timer).await.unwrap());
    assert_eq!(line.actor().memory().bytes(), before);

    // By somebody else, while it sleeps: it lets go of it when it falls asleep the next time.
    let timer = line.set(60 * SECOND).await.unwrap();
    assert!(timer.cancel());
    line.rest().await.unwrap();
    assert_eq!(line.actor().memory().bytes(), before);
    assert_eq!(line.rung().await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_timer_that_is_over_goes_also_where_another_stays() {
    let line = asleep().await;
    let interval = line.each(1_000 * SECOND).await.unwrap();
    let before = line.actor().memory().bytes();
    for _ in 0..3 {
        line.set(SECOND).await.unwrap();
    }
    assert!(line.actor().memory().bytes() > before);
    sleep(2 * SECOND).await;
    assert_eq!(line.actor().memory().bytes(), before);
    assert!(line.cancel(interval).await.unwrap());
    assert_eq!(beside(&line), 0);
}

#[tokio::test(start_paused = true)]
async fn who_has_ceased_to_wait_for_its_end_costs_nothing() {
    let line = asleep().await;
    let stopped = line.actor().stopped();
    line.rest().await.unwrap();
    assert!((1..=ONE).contains(&beside(&line)), "{}", beside(&line));
    drop(stopped);
    line.rest().await.unwrap();
    assert_eq!(beside(&line), 0);
}

#[tokio::test(start_paused = true)]
async fn a_monitor_costs_both_until_one_ends() {
    let line = asleep().await;
    let other = asleep().await;
    other.watch(line.clone()).await.unwrap();
    for actor in [&line, &other] {
        actor.rest().await.unwrap();
        assert!((1..=ONE).contains(&beside(actor)), "{}", beside(actor));
    }
    let next = asleep().await;
    next.watch(line.clone()).await.unwrap();
    line.rest().await.unwrap();
    let two = beside(&line);
    next.stop().await.unwrap();
    line.rest().await.unwrap();
    assert!(beside(&line) < two, "the one that has ended waits no more");
    line.stop().await.unwrap();
    settle().await;
    assert_eq!(other.actor().status(), Status::Hibernated);
    assert_eq!(beside(&other), 0);
}
