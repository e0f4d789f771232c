//! Debugging a running actor: suspended, resumed, its state read and replaced.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{InspectError, Status};
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio::time::timeout;

const MS: Duration = Duration::from_millis(1);

#[actor(hibernate_after = "1s")]
struct Session {
    turns: Vec<u32>,
    drops: Arc<AtomicU32>,
}

impl Session {
    fn new() -> Self {
        Self {
            turns: Vec::new(),
            drops: Arc::default(),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.drops.fetch_add(1, Ordering::SeqCst);
    }
}

#[actor]
impl Session {
    #[cast]
    fn add(&mut self, turn: u32) {
        self.turns.push(turn);
    }

    #[call]
    fn turns(&self) -> Vec<u32> {
        self.turns.clone()
    }

    #[call]
    fn sleep(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    async fn wait(&mut self, gate: Arc<Notify>) -> usize {
        gate.notified().await;
        self.turns.len()
    }

    #[every("60s")]
    fn tick(&mut self) {
        self.turns.push(0);
    }
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// A session whose handler waits at the gate, with the call for it.
async fn waiting() -> (
    SessionRef,
    Arc<Notify>,
    tokio::task::JoinHandle<Result<usize, CallError>>,
) {
    let session = Session::new().spawn().unwrap();
    let gate = Arc::new(Notify::new());
    let call = tokio::spawn({
        let (session, gate) = (session.clone(), Arc::clone(&gate));
        async move { session.wait(gate).await }
    });
    settle().await;
    assert_eq!(session.actor().status(), Status::Running);
    (session, gate, call)
}

#[tokio::test(start_paused = true)]
async fn c190_a_sleeper_that_is_suspended_and_resumed_sleeps_throughout() {
    let session = Session::new().spawn().unwrap();
    session.sleep().await.unwrap();
    let door = session.actor();
    assert_eq!(door.status(), Status::Hibernated);
    door.suspend().await.unwrap();
    assert!(door.is_suspended());
    assert_eq!(door.status(), Status::Hibernated);
    assert_eq!(door.get_state(|state| state.turns.len()).await.unwrap(), 0);
    assert_eq!(door.status(), Status::Hibernated);
    door.resume().unwrap();
    assert!(!door.is_suspended());
    settle().await;
    assert_eq!(door.status(), Status::Hibernated);
    assert!(session.turns().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn messages_wait_while_an_actor_is_suspended() {
    for asleep in [false, true] {
        let session = Session::new().spawn().unwrap();
        if asleep {
            session.sleep().await.unwrap();
        }
        let door = session.actor();
        door.suspend().await.unwrap();
        door.suspend().await.unwrap();
        session.add(1).unwrap();
        session.add(2).unwrap();
        let mut call = Box::pin(session.turns());
        // Ticks of its interval, and its time to hibernate, are over by then.
        assert!(
            timeout(Duration::from_secs(100), &mut call).await.is_err(),
            "a call that was answered"
        );
        assert_eq!(door.queue_len(), 4);
        assert_eq!(door.get_state(|state| state.turns.len()).await.unwrap(), 0);
        assert!(session.tree().to_string().contains("suspended"));
        door.resume().unwrap();
        assert_eq!(call.await.unwrap(), [1, 2]);
        assert_eq!(session.turns().await.unwrap(), [1, 2, 0]);
        door.resume().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_suspension_waits_for_the_handler_that_runs_and_overtakes_messages() {
    let (session, gate, call) = waiting().await;
    session.add(1).unwrap();
    let door = session.actor();
    let mut suspended = door.suspend();
    assert!(timeout(MS, &mut suspended).await.is_err());
    assert!(door.is_suspended());
    gate.notify_one();
    suspended.await.unwrap();
    assert_eq!(call.await.unwrap().unwrap(), 0);
    assert_eq!(door.queue_len(), 1);
    door.resume().unwrap();
    assert_eq!(session.turns().await.unwrap(), [1]);

    let (session, gate, call) = waiting().await;
    session.add(1).unwrap();
    let suspended = session.actor().suspend();
    session.actor().resume().unwrap();
    gate.notify_one();
    suspended.await.unwrap();
    call.await.unwrap().unwrap();
    assert_eq!(
        session.turns().await.unwrap(),
        [1],
        "it was never suspended"
    );
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_waits_for_its_next_message_can_be_suspended() {
    let session = Session::new().spawn().unwrap();
    session.add(1).unwrap();
    settle().await;
    let door = session.actor();
    assert_eq!(door.status(), Status::Idle);
    door.suspend().await.unwrap();
    session.add(2).unwrap();
    settle().await;
    assert_eq!(door.queue_len(), 1);
    door.resume().unwrap();
    assert_eq!(session.turns().await.unwrap(), [1, 2]);
    // And it falls asleep as before.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(door.status(), Status::Hibernated);
    assert!(door.memory().bytes() > 0);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_actor_is_stopped_and_killed_like_any_other() {
    for kill in [false, true] {
        let session = Session::new().spawn().unwrap();
        let door = session.actor();
        door.suspend().await.unwrap();
        let mut call = Box::pin(session.turns());
        assert!(timeout(MS, &mut call).await.is_err());
        let ended = if kill {
            door.kill()
        } else {
            door.stop(ExitReason::Normal)
        };
        ended.await.unwrap();
        assert!(call.await.is_err());
        assert!(door.resume().is_err());
        assert!(door.suspend().await.is_err());
        assert!(!door.is_suspended());
    }
    // By its last handle.
    let session = Session::new();
    let drops = Arc::clone(&session.drops);
    let session = session.spawn().unwrap();
    session.actor().suspend().await.unwrap();
    session.add(1).unwrap();
    drop(session);
    settle().await;
    assert_eq!(drops.load(Ordering::SeqCst), 1);
}

#[supervisor(intensity = 10)]
struct App {
    #[child(start = Session::new())]
    session: Session,
}

#[tokio::test(start_paused = true)]
async fn the_next_incarnation_is_not_suspended_and_gets_what_waits() {
    let app = App {}.start().await.unwrap();
    let session = app.session();
    session.actor().suspend().await.unwrap();
    session.add(1).unwrap();
    session.actor().kill().await.unwrap();
    assert_eq!(session.turns().await.unwrap(), [1]);
    assert!(!session.actor().is_suspended());
    session.actor().suspend().await.unwrap();
    app.stop().await.unwrap();
}

#[test]
fn calls_to_a_suspended_actor_are_answered_when_its_runtime_goes() {
    for multi in [false, true] {
        let mut builder = if multi {
            Builder::new_multi_thread()
        } else {
            Builder::new_current_thread()
        };
        let home = builder.enable_time().build().unwrap();
        let away = Builder::new_current_thread().enable_time().build().unwrap();
        let (session, other) = home.block_on(async {
            let spawn = || Session::new().spawn().unwrap();
            (spawn(), spawn())
        });
        home.block_on(session.actor().suspend()).unwrap();
        let call = std::thread::spawn({
            let session = session.clone();
            move || away.block_on(session.turns())
        });
        while session.actor().queue_len() == 0 {
            std::thread::yield_now();
        }
        drop(home);
        assert!(call.join().unwrap().is_err());
        // And where it is suspended only then.
        let away = Builder::new_current_thread().enable_time().build().unwrap();
        let _ = away.block_on(other.actor().suspend());
        assert!(away.block_on(other.turns()).is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn c206_a_state_is_replaced_or_left_as_it_was() {
    dormouse::install_panic_hook();
    let session = Session::new();
    let drops = Arc::clone(&session.drops);
    let session = session.spawn().unwrap();
    session.add(1).unwrap();
    settle().await;
    let door = session.actor();
    let double = |state: &Session| Session {
        turns: state.turns.iter().map(|turn| turn * 2).collect(),
        drops: Arc::clone(&state.drops),
    };
    door.replace_state(double).await.unwrap();
    assert_eq!(session.turns().await.unwrap(), [2]);
    assert_eq!(drops.load(Ordering::SeqCst), 1, "the old one is dropped");

    let error = door
        .replace_state(|state| panic!("no new state for {} turns", state.turns.len()))
        .await
        .unwrap_err();
    assert!(matches!(error, InspectError::Panicked(_)));
    assert!(
        error.to_string().contains("no new state for 1 turns"),
        "{error}"
    );
    assert_eq!(session.turns().await.unwrap(), [2]);
    assert_eq!(drops.load(Ordering::SeqCst), 1);
    assert_eq!(door.generation(), 1);

    let error = door.get_state(|_| -> u32 { panic!("no look") }).await;
    assert!(error.unwrap_err().to_string().contains("no look"));
    assert_eq!(session.turns().await.unwrap(), [2]);
}

#[tokio::test(start_paused = true)]
async fn a_state_is_read_between_two_messages_before_those_that_wait() {
    let (session, gate, call) = waiting().await;
    for turn in 0..200 {
        session.add(turn).unwrap();
    }
    let door = session.actor();
    let mut seen = door.get_state(|state| state.turns.len());
    let replaced = door.replace_state(|state| Session {
        turns: vec![9],
        drops: Arc::clone(&state.drops),
    });
    assert!(timeout(MS, &mut seen).await.is_err());
    gate.notify_one();
    assert_eq!(seen.await.unwrap(), 0);
    replaced.await.unwrap();
    assert_eq!(call.await.unwrap().unwrap(), 0);
    assert_eq!(session.turns().await.unwrap().len(), 201);

    let (session, _gate, _call) = waiting().await;
    let seen = session.actor().get_state(|state| state.turns.len());
    session.actor().kill().await.unwrap();
    let error = seen.await.unwrap_err();
    assert!(matches!(error, InspectError::NoProcess(_)), "{error}");
    let error = session.actor().get_state(|_| ()).await.unwrap_err();
    assert_eq!(error.to_string(), "actor `Session` is gone (killed)");
}
