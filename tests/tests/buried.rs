//! A message that is to be sent again, and never is, is handed to `on_crash` all the same.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::Exit;
use dormouse::prelude::*;
use dormouse::test_util::settle;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

/// What became of a message: how often it was tried, and with what it was buried.
#[derive(Clone, Default)]
struct Fate(Arc<Mutex<(u32, Vec<String>)>>);

impl Fate {
    fn tried(&self) -> u32 {
        let mut fate = self.0.lock().unwrap();
        fate.0 += 1;
        fate.0
    }

    #[track_caller]
    fn is(&self, tries: u32, buried: &[&str]) {
        let fate = self.0.lock().unwrap();
        assert_eq!(
            (fate.0, &*fate.1),
            (
                tries,
                &*buried.iter().map(ToString::to_string).collect::<Vec<_>>()
            )
        );
    }
}

#[actor]
#[derive(Default)]
struct Mule;

#[actor]
impl Mule {
    #[call(retry = 5, on_crash = Self::bury)]
    fn load(&mut self, fate: Fate) -> u32 {
        panic!("try {}", fate.tried());
    }

    #[call(retry = 5, on_crash = Self::bury_carried)]
    async fn carry(&mut self, good: u32, fate: Fate) -> u32 {
        let tries = fate.tried();
        sleep(SECOND).await;
        assert!(tries == good, "try {tries}");
        tries
    }

    #[call(retry = 5, on_crash = Self::bury)]
    fn refuse(&mut self, fate: Fate) -> Outcome<u32> {
        Outcome::reply(fate.tried()).then_stop(ExitReason::failed("too heavy"))
    }
}

impl Mule {
    fn bury_carried(exit: &Exit, _good: u32, fate: Fate) {
        Self::bury(exit, fate);
    }

    fn bury(exit: &Exit, fate: Fate) {
        fate.0.lock().unwrap().1.push(exit.reason().to_string());
    }
}

#[supervisor(intensity = 20)]
struct Stable {
    #[child]
    mule: Mule,
    #[child(restart = temporary)]
    temporary: Mule,
}

#[supervisor(strategy = one_for_all, intensity = 20)]
struct Team {
    #[child]
    mule: Mule,
    #[child]
    other: Mule,
}

#[supervisor(intensity = 1)]
struct Strict {
    #[child]
    mule: Mule,
}

#[supervisor(intensity = 20)]
struct Patient {
    #[child(backoff(initial = "60s", max = "60s", jitter = 0))]
    mule: Mule,
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_tried_as_often_as_it_says_is_buried_once() {
    let fate = Fate::default();
    let stable = Stable {}.start().await.unwrap();
    stable.mule().load(fate.clone()).await.unwrap_err();
    fate.is(6, &["panicked in `load`: try 6"]);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_handled_after_all_is_not_buried() {
    let fate = Fate::default();
    let stable = Stable {}.start().await.unwrap();
    assert_eq!(stable.mule().carry(3, fate.clone()).await.unwrap(), 3);
    stable.stop().await.unwrap();
    fate.is(3, &[]);
}

#[tokio::test(start_paused = true)]
async fn a_reply_with_which_the_actor_fails_is_no_more_tries_and_buried() {
    let fate = Fate::default();
    let stable = Stable {}.start().await.unwrap();
    assert_eq!(stable.mule().refuse(fate.clone()).await.unwrap(), 1);
    settle().await;
    fate.is(1, &["failed in `refuse`: too heavy"]);
}

#[tokio::test(start_paused = true)]
async fn where_no_incarnation_follows_the_first_crash_buries() {
    let (alone, temporary) = (Fate::default(), Fate::default());
    let mule = Mule.spawn().unwrap();
    mule.load(alone.clone()).await.unwrap_err();
    alone.is(1, &["panicked in `load`: try 1"]);

    let stable = Stable {}.start().await.unwrap();
    stable
        .temporary()
        .load(temporary.clone())
        .await
        .unwrap_err();
    temporary.is(1, &["panicked in `load`: try 1"]);
}

#[tokio::test(start_paused = true)]
async fn where_siblings_are_restarted_too_the_first_crash_buries() {
    let fate = Fate::default();
    let team = Team {}.start().await.unwrap();
    team.mule().load(fate.clone()).await.unwrap_err();
    fate.is(1, &["panicked in `load`: try 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_that_gives_up_buries() {
    let fate = Fate::default();
    let strict = Strict {}.start().await.unwrap();
    strict.mule().load(fate.clone()).await.unwrap_err();
    fate.is(2, &["panicked in `load`: try 2"]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_in_the_pause_before_the_next_try_buries_with_the_crash() {
    let fate = Fate::default();
    let patient = Patient {}.start().await.unwrap();
    let call = patient.mule().load(fate.clone()).send();
    settle().await;
    fate.is(1, &[]);
    patient.stop().await.unwrap();
    call.await.unwrap_err();
    fate.is(1, &["panicked in `load`: try 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_its_caller_has_left_is_buried_at_the_crash() {
    let fate = Fate::default();
    let stable = Stable {}.start().await.unwrap();
    let call = stable.mule().carry(0, fate.clone()).send();
    settle().await;
    drop(call);
    sleep(2 * SECOND).await;
    fate.is(1, &["panicked in `carry`: try 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_kill_is_not_the_fault_of_the_message_but_an_earlier_crash_is() {
    let fate = Fate::default();
    let mule = Mule.spawn().unwrap();
    let call = mule.carry(0, fate.clone()).send();
    settle().await;
    mule.actor().kill().await.unwrap();
    call.await.unwrap_err();
    fate.is(1, &[]);

    let fate = Fate::default();
    let strict = Strict {}.start().await.unwrap();
    let call = strict.mule().carry(0, fate.clone()).send();
    sleep(SECOND + SECOND / 2).await;
    fate.is(2, &[]);
    strict.mule().actor().kill();
    call.await.unwrap_err();
    fate.is(2, &["panicked in `carry`: try 1"]);
}
