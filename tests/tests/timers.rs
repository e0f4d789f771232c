//! Timers of actors: once, at an instant, again and again; cancelled, asleep, across incarnations.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Status, Timer};
use tokio::sync::Notify;
use tokio::time::{Instant, advance, sleep};

const MS: Duration = Duration::from_millis(1);

type Heard = Arc<Mutex<Vec<(u32, Duration)>>>;

struct Ring(u32);

#[derive(Debug)]
struct Tick(Arc<AtomicU32>);

impl Clone for Tick {
    fn clone(&self) -> Self {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) < 3, "enough clones");
        Self(Arc::clone(&self.0))
    }
}

#[actor]
struct Clock {
    start: Instant,
    heard: Heard,
    timers: Vec<Timer>,
    gate: Arc<Notify>,
}

#[actor]
impl Clock {
    #[call]
    fn after(&mut self, wait: Duration, number: u32, context: &Context<Self>) {
        let timer = context.send_after(wait, Ring(number));
        self.timers.push(timer);
    }

    #[call]
    fn at(&mut self, at: Instant, number: u32, context: &Context<Self>) {
        self.timers.push(context.send_at(at, Ring(number)));
    }

    #[call]
    fn each(&mut self, period: Duration, number: u32, context: &Context<Self>) {
        self.timers.push(context.send_interval(period, number));
    }

    #[call]
    fn ticks(&mut self, period: Duration, tick: Tick, context: &Context<Self>) {
        self.timers.push(context.send_interval(period, tick));
    }

    #[call]
    fn cancel(&mut self, index: usize) -> bool {
        self.timers[index].cancel()
    }

    #[call]
    fn timer(&mut self, index: usize) -> Timer {
        self.timers[index].clone()
    }

    #[call]
    fn sleep(&mut self) -> Hibernate {
        Hibernate(())
    }

    #[cast]
    async fn block(&mut self) {
        let gate = Arc::clone(&self.gate);
        gate.notified().await;
    }

    #[cast]
    fn fail(&mut self) -> Result<(), String> {
        Err("told to".to_owned())
    }

    #[info]
    fn ring(&mut self, ring: Ring) {
        let now = Instant::now() - self.start;
        self.heard.lock().unwrap().push((ring.0, now));
    }

    #[info]
    fn number(&mut self, number: u32) {
        self.ring(Ring(number));
    }

    #[info]
    fn tick(&mut self, tick: Tick) {
        drop(tick);
        self.ring(Ring(0));
    }
}

#[supervisor(intensity = 10)]
struct App {
    heard: Heard,
    gate: Arc<Notify>,
    #[child(start = Clock { start: Instant::now(), heard: heard.clone(), timers: Vec::new(), gate: gate.clone() })]
    clock: Clock,
}

async fn app() -> (AppRef, ClockRef, Heard, Arc<Notify>) {
    let heard = Heard::default();
    let gate = Arc::new(Notify::new());
    let app = App {
        heard: Arc::clone(&heard),
        gate: Arc::clone(&gate),
    };
    let app = app.start().await.unwrap();
    let clock = app.clock();
    (app, clock, heard, gate)
}

fn taken(heard: &Heard) -> Vec<(u32, u64)> {
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    heard
        .into_iter()
        .map(|(number, at)| (number, u64::try_from(at.as_millis()).unwrap()))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn values_come_after_their_time_and_in_its_order() {
    let (_app, clock, heard, _) = app().await;
    clock.after(300 * MS, 3).await.unwrap();
    clock.after(100 * MS, 1).await.unwrap();
    clock.after(Duration::ZERO, 0).await.unwrap();
    clock.at(Instant::now() + 200 * MS, 2).await.unwrap();
    clock.at(Instant::now(), 9).await.unwrap();
    clock.after(Duration::MAX, 99).await.unwrap();
    sleep(301 * MS).await;
    assert_eq!(
        taken(&heard),
        [(0, 0), (9, 0), (1, 100), (2, 200), (3, 300)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_timer_is_never_early() {
    let (_app, clock, heard, _) = app().await;
    // Not on a whole millisecond of the wheel.
    advance(Duration::from_micros(1_700)).await;
    let set = Instant::now();
    clock.after(Duration::from_micros(1_100), 1).await.unwrap();
    while heard.lock().unwrap().is_empty() {
        advance(Duration::from_micros(50)).await;
        tokio::task::yield_now().await;
    }
    let waited = Instant::now() - set;
    assert!(waited >= Duration::from_micros(1_100), "{waited:?}");
    assert!(waited < 4 * MS, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_timer_is_never_heard_even_from_the_queue() {
    let (_app, clock, heard, gate) = app().await;
    clock.after(100 * MS, 1).await.unwrap();
    assert!(clock.cancel(0).await.unwrap());
    assert!(!clock.cancel(0).await.unwrap());
    clock.after(100 * MS, 2).await.unwrap();
    let timer = clock.timer(1).await.unwrap();
    clock.block().unwrap();
    sleep(200 * MS).await;
    // It has fired, and waits behind the handler.
    assert_eq!(clock.actor().queue_len(), 1);
    assert!(timer.cancel());
    gate.notify_one();
    clock.after(10 * MS, 3).await.unwrap();
    sleep(20 * MS).await;
    assert_eq!(taken(&heard), [(3, 210)]);
    assert!(!clock.cancel(2).await.unwrap(), "it was handled");
}

#[tokio::test(start_paused = true)]
async fn an_interval_keeps_its_times_and_never_queues_twice() {
    let (_app, clock, heard, gate) = app().await;
    clock.each(100 * MS, 7).await.unwrap();
    sleep(250 * MS).await;
    assert_eq!(taken(&heard), [(7, 100), (7, 200)]);
    clock.block().unwrap();
    sleep(400 * MS).await;
    assert_eq!(clock.actor().queue_len(), 1);
    gate.notify_one();
    sleep(100 * MS).await;
    // The one that waited from 300 on, then the next in its time.
    assert_eq!(taken(&heard), [(7, 650), (7, 700)]);
    assert!(clock.cancel(0).await.unwrap());
    sleep(500 * MS).await;
    assert_eq!(taken(&heard), []);
}

#[tokio::test(start_paused = true)]
async fn an_actor_sleeps_while_its_timer_runs() {
    let (_app, clock, heard, _) = app().await;
    clock.after(100 * MS, 1).await.unwrap();
    clock.sleep().await.unwrap();
    assert_eq!(clock.actor().status(), Status::Hibernated);
    sleep(99 * MS).await;
    assert_eq!(clock.actor().status(), Status::Hibernated);
    sleep(2 * MS).await;
    assert_eq!(taken(&heard), [(1, 100)]);
}

#[tokio::test(start_paused = true)]
async fn timers_end_with_their_incarnation() {
    let (_app, clock, heard, gate) = app().await;
    clock.after(100 * MS, 1).await.unwrap();
    clock.each(50 * MS, 2).await.unwrap();
    let timer = clock.timer(0).await.unwrap();
    clock.block().unwrap();
    clock.fail().unwrap();
    sleep(120 * MS).await;
    // Both have fired, and wait behind what ends their incarnation.
    assert_eq!(clock.actor().queue_len(), 3);
    gate.notify_one();
    sleep(300 * MS).await;
    assert_eq!(clock.actor().generation(), 2);
    assert_eq!(taken(&heard), []);
    assert!(!timer.cancel());
    clock.after(MS, 4).await.unwrap();
    sleep(2 * MS).await;
    assert_eq!(taken(&heard).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_value_that_panics_in_its_clone_ends_the_actor() {
    let (_app, clock, heard, _) = app().await;
    let clones = Arc::new(AtomicU32::new(0));
    clock
        .ticks(10 * MS, Tick(Arc::clone(&clones)))
        .await
        .unwrap();
    let exit = clock.actor().stopped().await.unwrap();
    assert!(exit.to_string().contains("enough clones"), "{exit}");
    assert_eq!(taken(&heard).len(), 3);
    sleep(100 * MS).await;
    assert_eq!(clones.load(Ordering::SeqCst), 4);
    assert_eq!(clock.actor().generation(), 2);
}

/// What a timer holds is dropped with it, at once.
#[tokio::test(start_paused = true)]
async fn values_of_timers_that_end_are_dropped() {
    let (app, clock, _, _) = app().await;
    let held = Arc::new(AtomicU32::new(0));
    clock
        .ticks(Duration::from_secs(3600), Tick(Arc::clone(&held)))
        .await
        .unwrap();
    assert_eq!(Arc::strong_count(&held), 2);
    assert!(clock.cancel(0).await.unwrap());
    assert_eq!(Arc::strong_count(&held), 1);
    clock
        .ticks(Duration::from_secs(3600), Tick(Arc::clone(&held)))
        .await
        .unwrap();
    app.stop().await.unwrap();
    assert_eq!(Arc::strong_count(&held), 1);
}
