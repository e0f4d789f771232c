//! What the runtime warns of by itself, and how often.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Config, Warnings};
use dormouse_tests::events;
use tokio::time::{advance, sleep};

#[actor]
#[derive(Default)]
struct Restless {
    state: Vec<u8>,
}

#[actor]
impl Restless {
    #[call]
    fn doze(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    fn grow(&mut self, bytes: usize) -> Hibernate {
        self.state = vec![1; bytes];
        Hibernate(())
    }

    #[call]
    async fn wait(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
    }

    #[cast]
    fn note(&self) {}
}

/// The warnings with that text.
fn told(events: &events::Events, text: &str) -> Vec<events::Said> {
    let mut said = events.take();
    said.retain(|said| said.says(text));
    assert!(said.iter().all(events::Said::is_warning));
    said
}

/// Those that come and go.
#[supervisor(strategy = simple_one_for_one)]
struct Crowd {
    #[child(start = || Restless::default(), restart = temporary)]
    restless: Restless,
}

#[supervisor(intensity = 1_000)]
struct Keeper {
    #[child]
    restless: Restless,
}

const TOO_OFTEN: &str = "hibernates too often";
const LARGE: &str = "sleeps with a large state";
const SLOW: &str = "slow to wake up";

#[tokio::test(start_paused = true)]
async fn an_actor_that_hibernates_more_than_a_hundred_times_a_second_is_told_of() {
    let (events, _recording) = events::record();
    let actor = Restless::default().spawn().unwrap();
    for _ in 0..100 {
        actor.doze().await.unwrap();
    }
    assert!(told(&events, TOO_OFTEN).is_empty());
    actor.doze().await.unwrap();
    let said = told(&events, TOO_OFTEN);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].field("path"), "Restless");
    assert_eq!(
        (said[0].field("count"), said[0].field("limit")),
        ("101", "100")
    );
}

#[tokio::test(start_paused = true)]
async fn as_often_in_a_longer_time_is_nobodys_business() {
    let (events, _recording) = events::record();
    let actor = Restless::default().spawn().unwrap();
    for _ in 0..500 {
        actor.doze().await.unwrap();
        advance(Duration::from_millis(11)).await;
    }
    assert!(told(&events, TOO_OFTEN).is_empty());
}

#[tokio::test(start_paused = true)]
async fn each_actor_is_told_of_once_a_minute() {
    let (events, _recording) = events::record();
    let actor = Restless::default().spawn().unwrap();
    let other = Restless::default().spawn_named("other").unwrap();
    for _ in 0..300 {
        actor.doze().await.unwrap();
    }
    for _ in 0..300 {
        other.doze().await.unwrap();
    }
    assert_eq!(told(&events, TOO_OFTEN).len(), 2);
    sleep(Duration::from_secs(59)).await;
    for _ in 0..300 {
        actor.doze().await.unwrap();
    }
    assert!(told(&events, TOO_OFTEN).is_empty());
    sleep(Duration::from_secs(1)).await;
    for _ in 0..300 {
        actor.doze().await.unwrap();
    }
    assert_eq!(told(&events, TOO_OFTEN).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_large_state_that_falls_asleep_is_told_of_with_its_bytes() {
    let (events, _recording) = events::record();
    let actor = Restless::default().spawn().unwrap();
    actor.grow(100_000).await.unwrap();
    assert!(told(&events, LARGE).is_empty());
    actor.grow(100_001).await.unwrap();
    actor.grow(100_002).await.unwrap();
    let said = told(&events, LARGE);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].field("path"), "Restless");
    assert_eq!(
        (said[0].field("bytes"), said[0].field("limit")),
        ("100001", "100000")
    );
}

#[tokio::test(start_paused = true)]
async fn thresholds_are_as_configured() {
    let (events, _recording) = events::record();
    Config::parse("[warnings]\nhibernations_per_second = 2\nstate = 1KB")
        .unwrap()
        .install()
        .unwrap();
    let actor = Restless::default().spawn().unwrap();
    actor.grow(1_001).await.unwrap();
    actor.doze().await.unwrap();
    actor.doze().await.unwrap();
    let said = events.take();
    assert!(said[0].says(LARGE) && said[1].says(TOO_OFTEN), "{said:?}");
    assert_eq!(said.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn warnings_that_are_off_are_not_given() {
    let (events, _recording) = events::record();
    let off = Warnings::new().hibernations_per_second(None).state(None);
    Config::new().warnings(off).install().unwrap();
    let actor = Restless::default().spawn().unwrap();
    for _ in 0..300 {
        actor.grow(1_000_000).await.unwrap();
    }
    assert!(events.take().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_wake_up_that_takes_long_is_told_of_where_it_is_asked_for() {
    let (events, _recording) = events::record();
    let limit = Warnings::new().wake_up(Duration::from_millis(1));
    Config::new().warnings(limit).install().unwrap();
    let actor = Restless::default().spawn().unwrap();
    actor.doze().await.unwrap();
    actor.note().unwrap();
    advance(Duration::from_millis(1)).await;
    actor.doze().await.unwrap();
    assert!(told(&events, SLOW).is_empty());
    actor.note().unwrap();
    advance(Duration::from_millis(2)).await;
    actor.doze().await.unwrap();
    let said = told(&events, SLOW);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].field("path"), "Restless");
    assert_eq!(
        (said[0].field("took"), said[0].field("limit")),
        ("2ms", "1ms")
    );
}

#[tokio::test(start_paused = true)]
async fn wake_ups_are_not_looked_at_unless_asked_for() {
    let (events, _recording) = events::record();
    let actor = Restless::default().spawn().unwrap();
    actor.doze().await.unwrap();
    actor.note().unwrap();
    advance(Duration::from_secs(2)).await;
    actor.doze().await.unwrap();
    assert!(events.take().is_empty());
}

#[tokio::test(start_paused = true)]
async fn actors_that_come_one_after_the_other_do_not_add_up() {
    let (events, _recording) = events::record();
    let crowd = Crowd {}.start().await.unwrap();
    for living in [0, 3] {
        let mut there = std::collections::VecDeque::new();
        for _ in 0..400 {
            let actor = crowd.start_child().await.unwrap();
            actor.doze().await.unwrap();
            there.push_back(actor);
            if there.len() > living {
                let first = there.pop_front().unwrap();
                first.stop().await.unwrap();
            }
        }
        assert!(told(&events, TOO_OFTEN).is_empty(), "{living} at a time");
    }
    for _ in 0..400 {
        let actor = Restless::default().spawn().unwrap();
        actor.doze().await.unwrap();
    }
    assert!(told(&events, TOO_OFTEN).is_empty());
}

#[tokio::test(start_paused = true)]
async fn each_of_those_that_come_one_after_the_other_is_told_of() {
    let (events, _recording) = events::record();
    let crowd = Crowd {}.start().await.unwrap();
    for _ in 0..20 {
        let actor = crowd.start_child().await.unwrap();
        actor.grow(200_000).await.unwrap();
        actor.grow(200_000).await.unwrap();
        actor.stop().await.unwrap();
    }
    assert_eq!(told(&events, LARGE).len(), 20);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_is_restarted_is_told_of_once_a_minute_too() {
    let (events, _recording) = events::record();
    let keeper = Keeper {}.start().await.unwrap();
    let actor = keeper.restless();
    for _ in 0..200 {
        actor.grow(200_000).await.unwrap();
        dormouse::test_util::crash(&actor, "once more").await;
    }
    let said = events.take();
    assert!(!said.iter().any(|said| said.says(TOO_OFTEN)));
    assert_eq!(said.iter().filter(|said| said.says(LARGE)).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_long_ago_delays_a_warning_by_an_eighth_at_most() {
    let (events, _recording) = events::record();
    Config::parse("[warnings]\nhibernations_per_second = 10")
        .unwrap()
        .install()
        .unwrap();
    let actor = Restless::default().spawn().unwrap();
    for _ in 0..8 {
        actor.doze().await.unwrap();
    }
    sleep(Duration::from_secs(30)).await;
    for _ in 0..10 {
        actor.doze().await.unwrap();
    }
    assert!(told(&events, TOO_OFTEN).is_empty());
    actor.doze().await.unwrap();
    assert_eq!(told(&events, TOO_OFTEN).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hibernates_and_wakes_up_late_is_told_of_too() {
    let (events, _recording) = events::record();
    let limit = Warnings::new().wake_up(Duration::from_millis(1));
    Config::new().warnings(limit).install().unwrap();
    let actor = Restless::default().spawn().unwrap();
    for late in [1, 2] {
        let waiting = actor.wait().send();
        sleep(Duration::from_millis(10)).await;
        assert!(told(&events, SLOW).is_empty());
        actor.note().unwrap();
        advance(Duration::from_millis(late)).await;
        waiting.await.unwrap();
    }
    let said = told(&events, SLOW);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].field("took"), "2ms");
}
