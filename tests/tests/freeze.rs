//! The tier below sleep: fields that are kept as one compressed block.

use std::cell::Cell;
use std::collections::HashMap;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Exit, Freezable, Measure, Status};
use dormouse_tests::events::record;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

#[actor(hibernate_after = "1s", freeze_after = "10s")]
struct Session {
    user: String,
    turns: Freezable<Vec<String>>,
    index: Freezable<HashMap<u32, String>>,
}

#[actor]
impl Session {
    #[call]
    fn say(&mut self, text: String) -> usize {
        self.index.insert(self.turns.len() as u32, text.clone());
        self.turns.push(text);
        self.turns.len()
    }

    #[call]
    fn user(&self) -> String {
        self.user.clone()
    }

    #[call]
    fn last(&self) -> Option<String> {
        self.turns.last().cloned()
    }

    #[call]
    fn frozen(&self) -> (bool, bool) {
        (
            Freezable::is_frozen(&self.turns),
            Freezable::is_frozen(&self.index),
        )
    }

    #[cast]
    fn note(&mut self, text: String) {
        self.turns.push(text);
    }

    #[stop]
    fn leave(&mut self, reason: &ExitReason) {
        assert_eq!(reason.to_string(), "shutdown");
        assert_eq!(self.turns.len(), 40);
    }
}

async fn session() -> SessionRef {
    let session = Session {
        user: "ada".to_owned(),
        turns: Freezable::default(),
        index: HashMap::new().into(),
    };
    let session = session.spawn().unwrap();
    for number in 0..40 {
        let text = format!("turn {number} of a long conversation about dormice");
        session.say(text).await.unwrap();
    }
    session
}

#[track_caller]
fn state(session: &SessionRef) -> Measure {
    *session.actor().memory().state().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_long_sleeper_is_one_block_for_each_field() {
    let session = session().await;
    sleep(2 * SECOND).await;
    let asleep = state(&session);
    assert_eq!(
        (session.actor().status(), asleep.frozen()),
        (Status::Hibernated, 0)
    );
    assert!(asleep.capacity() > 5_000, "{asleep:?}");
    sleep(8 * SECOND).await;
    assert_eq!(state(&session).frozen(), 0, "not yet");
    sleep(2 * SECOND).await;
    let frozen = state(&session);
    assert!(frozen.frozen() > 0, "{frozen:?}");
    assert!(frozen.capacity() < asleep.capacity() / 5, "{frozen:?}");
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_message_thaws_what_it_needs_and_no_more() {
    let session = session().await;
    sleep(12 * SECOND).await;
    assert_eq!(session.user().await.unwrap(), "ada");
    assert_eq!(session.frozen().await.unwrap(), (true, true));
    let last = "turn 39 of a long conversation about dormice";
    assert_eq!(session.last().await.unwrap().as_deref(), Some(last));
    assert_eq!(session.frozen().await.unwrap(), (false, true));
    assert_eq!(session.say("good night".to_owned()).await.unwrap(), 41);
    assert_eq!(session.frozen().await.unwrap(), (false, false));
    // And again.
    sleep(12 * SECOND).await;
    assert_eq!(session.frozen().await.unwrap(), (true, true));
    assert_eq!(session.last().await.unwrap().as_deref(), Some("good night"));
}

#[tokio::test(start_paused = true)]
async fn who_wakes_in_between_is_frozen_after_its_last_sleep() {
    let session = session().await;
    for _ in 0..5 {
        sleep(8 * SECOND).await;
        assert_eq!(session.frozen().await.unwrap(), (false, false));
    }
    sleep(10 * SECOND).await;
    assert_eq!(state(&session).frozen(), 0);
    sleep(2 * SECOND).await;
    assert!(state(&session).frozen() > 0);
}

#[tokio::test(start_paused = true)]
async fn a_cast_and_a_stop_find_the_state_as_it_was() {
    let session = session().await;
    sleep(12 * SECOND).await;
    assert!(state(&session).frozen() > 0);
    let exit = session.actor().stop(ExitReason::Shutdown).await.unwrap();
    assert_eq!(exit.reason().to_string(), "shutdown");

    let session = self::session().await;
    sleep(12 * SECOND).await;
    session.note("by the way".to_owned()).unwrap();
    assert_eq!(session.last().await.unwrap().as_deref(), Some("by the way"));
}

#[tokio::test(start_paused = true)]
async fn a_frozen_actor_that_is_killed_or_dropped_is_gone() {
    let session = session().await;
    let other = self::session().await;
    sleep(12 * SECOND).await;
    session.actor().kill().await.unwrap();
    assert_eq!(session.actor().status(), Status::Gone);
    let ended = other.actor().stopped();
    drop(other);
    // Its stop hook thaws, and finds all forty turns.
    assert_eq!(ended.await.unwrap().reason().to_string(), "shutdown");
}

thread_local! {
    /// What the next values do: refuse to be written, write more than they read, or read only once.
    static MOOD: Cell<Mood> = const { Cell::new(Mood::Good) };
}

#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Good,
    Unwritable,
    Unreadable,
    Greedy,
    Panics,
}

/// A value that serde is told nonsense about.
#[derive(Default)]
struct Moody(u32);

impl Serialize for Moody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match MOOD.get() {
            Mood::Unwritable => Err(S::Error::custom("it holds a socket")),
            Mood::Greedy => (self.0, 7_u32, 9_u32).serialize(serializer),
            Mood::Panics => panic!("no"),
            _ => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Moody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if MOOD.get() == Mood::Unreadable {
            return Err(D::Error::custom("what is this"));
        }
        u32::deserialize(deserializer).map(Self)
    }
}

#[actor(hibernate_after = "1s", freeze_after = "10s")]
#[derive(Default)]
struct Desk {
    drawer: Freezable<Moody>,
}

#[actor]
impl Desk {
    #[call]
    fn add(&mut self) -> u32 {
        self.drawer.0 += 1;
        self.drawer.0
    }

    #[call]
    fn peek(&self) -> (u32, bool) {
        let frozen = Freezable::is_frozen(&self.drawer);
        (self.drawer.0, frozen)
    }

    #[cast(on_crash = lost)]
    fn count(&mut self, by: u32) {
        self.drawer.0 += by;
    }
}

thread_local! {
    static LOST: Cell<u32> = const { Cell::new(0) };
}

fn lost(_: &Exit, by: u32) {
    LOST.set(LOST.get() + by);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_frozen_stays_as_it_is_with_one_event() {
    for (mood, why) in [
        (Mood::Unwritable, "Serde Serialization Error"),
        (Mood::Unreadable, "Serde Deserialization Error"),
        (Mood::Greedy, "2 bytes of it were written and not read"),
        (Mood::Panics, "no"),
    ] {
        let (events, _recording) = record();
        let desk = Desk::default().spawn().unwrap();
        assert_eq!(desk.add().await.unwrap(), 1);
        MOOD.set(mood);
        sleep(12 * SECOND).await;
        let said = events.take();
        let said: Vec<_> = said.iter().filter(|said| said.is_warning()).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].says("a field could not be frozen"), "{said:?}");
        assert!(said[0].says("Desk") && said[0].says(why), "{said:?}");
        assert!(said[0].says("`drawer`"), "{said:?}");
        assert_eq!(desk.peek().await.unwrap(), (1, false));
        // Not told again for each sleep.
        sleep(30 * SECOND).await;
        assert_eq!(desk.add().await.unwrap(), 2);
        sleep(30 * SECOND).await;
        assert!(events.take().is_empty());
        MOOD.set(Mood::Good);
        // What has not changed is not asked again, and what has is.
        sleep(30 * SECOND).await;
        assert!(!desk.peek().await.unwrap().1);
        assert_eq!(desk.add().await.unwrap(), 3);
        sleep(30 * SECOND).await;
        assert_eq!(desk.peek().await.unwrap(), (3, true));
        assert!(events.take().is_empty());
    }
}

#[actor(hibernate_after = "1s", freeze_after = "10s")]
#[derive(Default)]
struct Cabinet {
    above: Freezable<Vec<u8>>,
    drawer: Freezable<Moody>,
    below: Freezable<Vec<u8>>,
}

#[actor]
impl Cabinet {
    #[call]
    fn fill(&mut self) {
        self.above.resize(100_000, 1);
        self.below.resize(100_000, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_frozen_keeps_nothing_else_warm() {
    for mood in [Mood::Unwritable, Mood::Panics] {
        let cabinet = Cabinet::default().spawn().unwrap();
        cabinet.fill().await.unwrap();
        MOOD.set(mood);
        sleep(12 * SECOND).await;
        let memory = cabinet.actor().memory();
        assert!(memory.state().unwrap().capacity() < 5_000, "{memory:?}");
        MOOD.set(Mood::Good);
    }
}

#[supervisor]
struct Office {
    #[child]
    desk: Desk,
}

#[tokio::test(start_paused = true)]
async fn a_thaw_that_fails_all_the_same_is_a_crash_that_names_its_message() {
    let office = Office {}.start().await.unwrap();
    let desk = office.desk();
    desk.add().await.unwrap();
    sleep(12 * SECOND).await;
    assert!(desk.actor().memory().state().unwrap().frozen() > 0);
    MOOD.set(Mood::Unreadable);
    desk.count(5).unwrap();
    settle().await;
    MOOD.set(Mood::Good);
    assert_eq!(LOST.get(), 5, "handed to `on_crash`");
    assert_eq!(desk.actor().generation(), 2);
    assert_eq!(desk.add().await.unwrap(), 1);
}

/// Of a reason that tells of a thaw that failed: the handler, and where it used the field.
fn thawing(reason: &ExitReason) -> (Option<String>, String) {
    let ExitReason::Panicked(panic) = reason else {
        panic!("{reason:?}");
    };
    let said = panic.message();
    assert!(
        said.starts_with("the frozen field `drawer` cannot be thawed: Serde Deserialization"),
        "{said}"
    );
    let handler = panic.handler().map(str::to_owned);
    (handler, panic.location().unwrap_or_default().to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_thaw_that_fails_names_field_handler_and_place_to_all_who_are_told() {
    dormouse::install_panic_hook();
    let (events, _recording) = record();
    let office = Office {}.start().await.unwrap();
    let desk = office.desk();
    desk.add().await.unwrap();
    let ended = desk.actor().stopped();
    sleep(12 * SECOND).await;
    MOOD.set(Mood::Unreadable);
    let refused = desk.add().await.unwrap_err();
    MOOD.set(Mood::Good);
    let exit = ended.await.unwrap();
    let (handler, place) = thawing(exit.reason());
    assert_eq!(handler.as_deref(), Some("add"));
    assert!(place.contains("freeze.rs"), "{place}");
    assert!(refused.to_string().contains("`drawer`"), "{refused}");
    settle().await;
    let said = events.take();
    assert!(said.iter().any(|said| said.says("`drawer`")), "{said:?}");
    assert_eq!(desk.add().await.unwrap(), 1, "with a field of its own");
}

#[tokio::test(start_paused = true)]
async fn a_stop_hook_that_cannot_thaw_says_so_in_the_reason() {
    #[actor(hibernate_after = "1s", freeze_after = "10s")]
    #[derive(Default)]
    struct Last {
        drawer: Freezable<Moody>,
    }

    #[actor]
    impl Last {
        #[stop]
        fn close(&mut self) {
            self.drawer.0 += 1;
        }
    }

    dormouse::install_panic_hook();
    let last = Last::default().spawn().unwrap();
    sleep(12 * SECOND).await;
    let ended = last.actor().stopped();
    MOOD.set(Mood::Unreadable);
    let _ = last.stop().await;
    MOOD.set(Mood::Good);
    let exit = ended.await.unwrap();
    assert_eq!(thawing(exit.reason()).0.as_deref(), Some("stop"));
}

#[tokio::test(start_paused = true)]
async fn a_time_longer_than_any_look_is_kept_to() {
    #[actor(hibernate_after = "1s", freeze_after = "1h")]
    struct Archive {
        pages: Freezable<Vec<u32>>,
    }

    #[actor]
    impl Archive {
        #[call]
        fn pages(&self) -> usize {
            self.pages.len()
        }
    }

    let pages = vec![0; 1_000].into();
    let archive = Archive { pages }.spawn().unwrap();
    let frozen = || archive.actor().memory().state().unwrap().frozen();
    sleep(3_600 * SECOND).await;
    assert_eq!(frozen(), 0);
    sleep(3 * SECOND).await;
    assert!(frozen() > 0);
    assert_eq!(archive.pages().await.unwrap(), 1_000);
}

#[test]
#[cfg(target_pointer_width = "64")]
fn it_is_as_large_as_its_manual_says() {
    assert_eq!(size_of::<Freezable<Vec<String>>>(), 40);
}

#[test]
fn the_field_by_itself() {
    let mut words = Freezable::new(vec!["acorn".to_owned()]);
    assert!(!Freezable::is_frozen(&words));
    words.push("beech".to_owned());
    assert_eq!(format!("{words:?}"), r#"Freezable(["acorn", "beech"])"#);
    let copy = words.clone();
    assert_eq!(copy.len(), 2);
    assert_eq!(Freezable::into_inner(words), ["acorn", "beech"]);
    // Without an actor it is compacted, and never frozen.
    let mut copy = copy;
    let compacted = dormouse::Compaction::run(&mut copy);
    assert!(compacted.after().capacity() > 0);
    assert!(!Freezable::is_frozen(&copy));
}
