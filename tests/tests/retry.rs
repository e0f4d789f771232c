//! Calls that are sent again when their actor crashes over them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use tokio::sync::Notify;

const SECOND: Duration = Duration::from_secs(1);

/// How often handlers have begun, over all incarnations.
#[derive(Clone, Debug, Default)]
struct World {
    begun: Arc<AtomicU32>,
    at: Arc<Notify>,
}

impl World {
    fn begin(&self) -> u32 {
        self.at.notify_one();
        self.begun.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn begun(&self) -> u32 {
        self.begun.load(Ordering::SeqCst)
    }
}

#[actor]
struct Shaky {
    world: World,
    seen: Vec<u32>,
}

#[actor]
impl Shaky {
    /// Panics as often as it is told.
    #[call(retry = 2)]
    fn try_now(&mut self, text: String, panics: u32) -> String {
        assert!(self.world.begin() > panics, "not yet");
        text
    }

    #[call(retry = 2)]
    async fn try_later(&mut self, panics: u32) -> Result<u32, String> {
        let turn = self.world.begin();
        tokio::time::sleep(SECOND).await;
        assert!(turn > panics, "not yet");
        Err(format!("turn {turn}"))
    }

    #[call(retry = 2)]
    fn stops(&self) -> Outcome<u32> {
        self.world.begin();
        Outcome::stop(ExitReason::Normal)
    }

    #[call]
    fn once(&self) {
        self.world.begin();
        panic!("once and for all");
    }

    #[cast]
    fn note(&mut self, number: u32) {
        self.seen.push(number);
    }

    #[call(retry = 1)]
    async fn see(&mut self, number: u32) -> u32 {
        tokio::task::yield_now().await;
        assert!(self.world.begin() > 1, "the first time");
        self.seen.push(number);
        number
    }

    #[call]
    fn seen(&self) -> Vec<u32> {
        self.seen.clone()
    }
}

#[supervisor(intensity = 100)]
struct App {
    world: World,
    #[child(start = Shaky { world: world.clone(), seen: Vec::new() })]
    shaky: Shaky,
}

async fn app() -> (AppRef, ShakyRef, World) {
    dormouse::install_panic_hook();
    let world = World::default();
    let app = App {
        world: world.clone(),
    };
    let app = app.start().await.unwrap();
    let shaky = app.shaky();
    (app, shaky, world)
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_actor_crashed_is_answered_by_the_next_incarnation() {
    let (_app, shaky, world) = app().await;
    let text = "again".to_owned();
    assert_eq!(shaky.try_now(text.clone(), 2).await.unwrap(), text);
    assert_eq!((world.begun(), shaky.actor().generation()), (3, 3));
    // By all the ways in which a call is awaited.
    world.begun.store(0, Ordering::SeqCst);
    let reply = shaky.try_later(1).timeout(5 * SECOND).await;
    assert_eq!(reply.unwrap_err().into_reply().unwrap(), "turn 2");
    world.begun.store(0, Ordering::SeqCst);
    let reply = shaky.try_later(2).send().await;
    assert_eq!(reply.unwrap_err().into_reply().unwrap(), "turn 3");
}

#[tokio::test(start_paused = true)]
async fn a_call_is_sent_again_no_more_than_it_says() {
    let (_app, shaky, world) = app().await;
    let error = shaky.try_now(String::new(), 9).await.unwrap_err();
    assert!(error.to_string().contains("not yet"), "{error}");
    assert_eq!(world.begun(), 3);
    let error = shaky.try_later(9).await.unwrap_err();
    assert!(error.to_string().contains("not yet"), "{error}");
    assert_eq!(world.begun(), 6);
    let error = shaky.once().await.unwrap_err();
    assert!(error.to_string().contains("once and for all"), "{error}");
    assert_eq!(world.begun(), 7, "not asked for");
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_no_crash_and_a_kill_is_one() {
    let (_app, shaky, world) = app().await;
    let error = shaky.stops().await.unwrap_err().to_string();
    assert_eq!(error, "no reply: actor `App/shaky` ended: normal");
    assert_eq!(world.begun(), 1);
    world.at.notified().await;

    let request = shaky.try_later(0).send();
    world.at.notified().await;
    shaky.actor().kill();
    assert_eq!(request.await.unwrap_err().into_reply().unwrap(), "turn 3");
    assert_eq!(world.begun(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_sent_again_comes_before_those_behind_it() {
    let (_app, shaky, _world) = app().await;
    let seen = shaky.see(1).send();
    tokio::task::yield_now().await;
    shaky.note(2).unwrap();
    shaky.note(3).unwrap();
    assert_eq!(seen.await.unwrap(), 1);
    assert_eq!(shaky.seen().await.unwrap(), [1, 2, 3]);
    assert_eq!(shaky.actor().generation(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_is_not_sent_again_for_nobody_and_to_nobody() {
    let (_app, shaky, world) = app().await;
    // The caller goes while the handler runs.
    let left = shaky.try_later(9).timeout(Duration::from_millis(1)).await;
    assert!(matches!(left, Err(CallError::Timeout(_))));
    assert_eq!(shaky.seen().await.unwrap(), [0; 0]);
    assert_eq!(world.begun(), 1);

    // Without a supervisor there is no next incarnation.
    let world = World::default();
    let alone = Shaky {
        world: world.clone(),
        seen: Vec::new(),
    };
    let alone = alone.spawn().unwrap();
    let error = alone.try_now(String::new(), 1).await.unwrap_err();
    assert!(error.to_string().contains("not yet"), "{error}");
    assert_eq!(world.begun(), 1);
}
