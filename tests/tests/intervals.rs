//! `#[every]`: one tick at a time, also over restarts.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{StartOptions, Status};
use tokio::time::{Instant, sleep};

const MS: Duration = Duration::from_millis(1);

type Beats = Arc<Mutex<Vec<Duration>>>;

#[actor]
struct Heart {
    start: Instant,
    beats: Beats,
    slow: Arc<AtomicU32>,
}

#[actor]
impl Heart {
    #[every("100ms")]
    fn beat(&mut self) {
        self.beats.lock().unwrap().push(self.start.elapsed());
    }

    #[every("100ms")]
    async fn slow(&mut self) {
        sleep(MS).await;
        self.slow.fetch_add(1, Ordering::SeqCst);
    }

    /// Works for so long, then fails.
    #[cast]
    async fn fail(&mut self, after: Duration) {
        sleep(after).await;
        panic!("told to");
    }

    #[call]
    fn ping(&self) {}
}

#[supervisor(intensity = 10)]
struct Body {
    beats: Beats,
    slow: Arc<AtomicU32>,
    #[child(start = Heart { start: Instant::now(), beats: Arc::clone(beats), slow: Arc::clone(slow) })]
    heart: Heart,
}

#[tokio::test(start_paused = true)]
async fn a_tick_that_waits_at_a_crash_starts_no_second_chain() {
    dormouse::install_panic_hook();
    let (beats, slow) = (Beats::default(), Arc::new(AtomicU32::new(0)));
    let body = Body {
        beats: Arc::clone(&beats),
        slow: Arc::clone(&slow),
    };
    let body = body.start().await.unwrap();
    // The first tick of each comes while it works, and waits when it fails.
    body.heart().fail(150 * MS).unwrap();
    sleep(149 * MS).await;
    assert_eq!(body.heart().actor().queue_len(), 2);
    sleep(2 * MS).await;
    body.heart().ping().await.unwrap();
    assert_eq!(body.heart().actor().generation(), 2);
    assert_eq!(
        *beats.lock().unwrap(),
        [],
        "a tick of the first incarnation"
    );
    sleep(1_020 * MS).await;
    let beats = std::mem::take(&mut *beats.lock().unwrap());
    // A beat may have waited for the handler of the other.
    assert_eq!(beats.len(), 10, "{beats:?}");
    for (beat, expected) in beats.iter().zip(1..) {
        let expected = expected * 100 * MS;
        assert!(*beat >= expected && *beat < expected + 20 * MS, "{beats:?}");
    }
    let slow = slow.load(Ordering::SeqCst);
    assert!((9..=10).contains(&slow), "{slow}");
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_is_busy_has_one_tick_of_each_in_its_queue() {
    dormouse::install_panic_hook();
    let (beats, slow) = (Beats::default(), Arc::new(AtomicU32::new(0)));
    let body = Body {
        beats: Arc::clone(&beats),
        slow,
    };
    let body = body.start().await.unwrap();
    body.heart().fail(5_000 * MS).unwrap();
    sleep(4_000 * MS).await;
    assert_eq!(body.heart().actor().queue_len(), 2);
}

#[actor]
struct Hourly {
    start: Instant,
    beats: Beats,
}

#[actor]
impl Hourly {
    #[every("3601s")]
    fn beat(&mut self) -> Hibernate {
        self.beats.lock().unwrap().push(self.start.elapsed());
        Hibernate(())
    }

    #[call]
    fn ping(&self) -> Hibernate {
        Hibernate(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_tick_that_is_far_off_comes_at_its_time_and_wakes_nobody_before() {
    const HOUR: Duration = Duration::from_secs(3601);
    let beats = Beats::default();
    let mut actors = Vec::new();
    for _ in 0..1_000 {
        let start = Instant::now();
        let beats = Arc::clone(&beats);
        actors.push(Hourly { start, beats }.spawn().unwrap());
    }
    actors[0].ping().await.unwrap();
    sleep(HOUR - MS).await;
    assert_eq!(actors[0].actor().status(), Status::Hibernated);
    assert_eq!(*beats.lock().unwrap(), []);
    sleep(2 * HOUR).await;
    let beats = std::mem::take(&mut *beats.lock().unwrap());
    assert_eq!(beats.len(), 2_000);
    for (number, beat) in beats.iter().enumerate() {
        let due = HOUR * if number < 1_000 { 1 } else { 2 };
        assert!((due..due + 5 * MS).contains(beat), "{number}: {beat:?}");
    }
}

/// So a `hibernate_after` above the period of the attribute's own actor is a compile error.
#[tokio::test(start_paused = true)]
async fn a_tick_begins_the_idle_time_anew() {
    let beats = Beats::default();
    let heart = || Heart {
        start: Instant::now(),
        beats: Arc::clone(&beats),
        slow: Arc::default(),
    };
    for (after, status) in [(300 * MS, Status::Idle), (20 * MS, Status::Hibernated)] {
        let options = StartOptions::new().hibernate_after(after);
        let heart = heart().spawn_with(options).unwrap();
        sleep(1_090 * MS).await;
        assert_eq!(heart.actor().status(), status, "{after:?}");
    }
}
