//! Suspension together with what else decides when a message is handled: lanes, bounds, drains, steps that
//! come first, group restarts.

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{InspectError, Status};
use tokio::sync::Notify;
use tokio::time::timeout;

struct Step;

#[actor(mailbox = 2, overflow = wait, hibernate_after = "10s")]
#[derive(Default)]
struct Desk {
    notes: Vec<u32>,
    leaving: Option<Arc<Notify>>,
}

#[actor]
impl Desk {
    #[cast(wait)]
    fn note(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[cast(priority)]
    fn urgent(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[call]
    fn notes(&self) -> Vec<u32> {
        self.notes.clone()
    }

    #[call]
    async fn steps(&mut self, gate: Arc<Notify>, context: &Context<Self>) -> Outcome<()> {
        gate.notified().await;
        Outcome::reply(()).then(context.continue_with(Step))
    }

    #[info]
    fn step(&mut self, _step: Step) {
        self.notes.push(100);
    }

    /// Leaves when it may.
    #[stop]
    async fn leave(&mut self, _reason: &ExitReason) {
        if let Some(leaving) = &self.leaving {
            leaving.notified().await;
        }
    }
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn senders_wait_before_a_suspended_actor_that_is_full_and_come_in_order() {
    let desk = Desk::default().spawn().unwrap();
    desk.actor().suspend().await.unwrap();
    desk.note(1).await.unwrap();
    desk.note(2).await.unwrap();
    let mut third = Box::pin(desk.note(3));
    assert!(
        timeout(Duration::from_secs(60), &mut third).await.is_err(),
        "a message for which there was no room"
    );
    desk.actor().resume().unwrap();
    third.await.unwrap();
    assert_eq!(desk.notes().await.unwrap(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn what_goes_first_goes_first_after_the_resume() {
    for asleep in [false, true] {
        let desk = Desk::default().spawn().unwrap();
        if asleep {
            tokio::time::sleep(Duration::from_secs(60)).await;
            assert_eq!(desk.actor().status(), Status::Hibernated);
        }
        desk.actor().suspend().await.unwrap();
        desk.note(1).await.unwrap();
        desk.urgent(2).unwrap();
        settle().await;
        assert_eq!(desk.actor().queue_len(), 2);
        desk.actor().resume().unwrap();
        assert_eq!(desk.notes().await.unwrap(), [2, 1]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_that_continues_comes_before_a_suspension_and_before_a_look() {
    let desk = Desk::default().spawn().unwrap();
    let gate = Arc::new(Notify::new());
    let steps = desk.steps(Arc::clone(&gate)).send();
    settle().await;
    desk.note(1).await.unwrap();
    let suspended = desk.actor().suspend();
    let seen = desk.actor().get_state(|desk| desk.notes.clone());
    gate.notify_one();
    steps.await.unwrap();
    suspended.await.unwrap();
    assert_eq!(seen.await.unwrap(), [100]);
    settle().await;
    assert_eq!(desk.actor().queue_len(), 1);
    desk.actor().resume().unwrap();
    assert_eq!(desk.notes().await.unwrap(), [100, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_actor_that_is_drained_handles_what_waits_and_ends() {
    let desk = Desk::default().spawn().unwrap();
    desk.actor().suspend().await.unwrap();
    desk.note(1).await.unwrap();
    let notes = desk.notes().send();
    desk.actor().drain().await.unwrap();
    assert_eq!(notes.await.unwrap(), [1]);
}

#[supervisor(strategy = one_for_all, intensity = 10)]
struct Office {
    leaving: Arc<Notify>,
    #[child(start = Desk::default())]
    desk: Desk,
    #[child(start = Desk { leaving: Some(Arc::clone(leaving)), ..Desk::default() })]
    slow: Desk,
}

#[tokio::test(start_paused = true)]
async fn a_suspension_ends_with_its_incarnation_also_where_others_stop_before_the_next() {
    let leaving = Arc::new(Notify::new());
    let office = Office {
        leaving: Arc::clone(&leaving),
    };
    let office = office.start().await.unwrap();
    let (desk, slow) = (office.desk(), office.slow());
    slow.actor().suspend().await.unwrap();
    desk.actor().suspend().await.unwrap();
    desk.note(1).await.unwrap();
    desk.actor().kill().await.unwrap();
    settle().await;
    // The other one, suspended as well, runs its hook.
    assert_eq!(desk.actor().status(), Status::Restarting);
    assert!(!desk.actor().is_suspended());
    let error = desk.actor().suspend().await.unwrap_err();
    assert!(matches!(error, InspectError::NoProcess(_)), "{error}");
    assert!(desk.actor().resume().is_err());
    let error = desk.actor().get_state(|_| ()).await.unwrap_err();
    assert!(matches!(error, InspectError::NoProcess(_)), "{error}");
    assert!(desk.notes().await.is_err(), "calls are refused meanwhile");
    leaving.notify_one();
    settle().await;
    for desk in [&desk, &slow] {
        assert_eq!(desk.actor().generation(), 2);
        assert!(!desk.actor().is_suspended());
    }
    assert_eq!(desk.notes().await.unwrap(), [1]);
    leaving.notify_one();
    office.stop().await.unwrap();
}

#[actor(hibernate_after = "10s")]
#[derive(Default)]
struct Session {
    notes: Vec<u32>,
}

#[actor]
impl Session {
    #[cast]
    fn note(&mut self, note: u32) {
        self.notes.push(note);
    }

    #[call]
    fn notes(&self) -> Vec<u32> {
        self.notes.clone()
    }

    #[call]
    fn doze(&self) -> Hibernate {
        Hibernate(())
    }

    #[call]
    async fn work(&mut self) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    #[call]
    async fn nap(&mut self, until: Duration, context: &Context<Self>) {
        context
            .hibernate_until(self, tokio::time::sleep(until))
            .await;
    }
}

/// Without a task, with one that waits for the next message, asleep, at work, and asleep in a handler.
#[tokio::test(start_paused = true)]
async fn an_actor_can_be_suspended_wherever_it_stands() {
    let long = Duration::from_secs(1);
    for stand in 0..6 {
        let session = Session::default().spawn().unwrap();
        let mut under_way = None;
        match stand {
            0 => session.notes().await.map(drop).unwrap(),
            1 => session.work().await.unwrap(),
            2 => session.doze().await.unwrap(),
            3 => under_way = Some(session.work().send()),
            4 => under_way = Some(session.nap(long).send()),
            _ => {
                session.work().await.unwrap();
                tokio::time::sleep(20 * long).await;
            }
        }
        settle().await;
        let asked = session.actor().suspend();
        session.note(1).unwrap();
        asked.await.unwrap();
        session.note(2).unwrap();
        tokio::time::sleep(long).await;
        assert!(session.actor().is_suspended(), "{stand}");
        let waiting = session.actor().queue_len();
        assert_eq!(waiting, 2, "{stand}");
        session.actor().resume().unwrap();
        assert_eq!(session.notes().await.unwrap(), [1, 2], "{stand}");
        if let Some(under_way) = under_way {
            under_way.await.unwrap();
        }
    }
}
