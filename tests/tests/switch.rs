//! Hibernation turned off and on again for the whole process: hence one test at a time, in a program of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Status, WhyAwake, is_hibernation_on, set_hibernation};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, MutexGuard};

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// While it is kept, no other test turns the switch.
async fn alone() -> MutexGuard<'static, ()> {
    static SWITCH: Mutex<()> = Mutex::const_new(());
    SWITCH.lock().await
}

#[actor(hibernate_after = "100ms")]
#[derive(Default)]
struct Session {
    text: Vec<u8>,
    hooks: Arc<AtomicU32>,
}

#[actor]
impl Session {
    #[call]
    fn fill(&mut self) -> usize {
        self.text = Vec::with_capacity(10_000);
        self.text.capacity()
    }

    #[call]
    fn sleep(&mut self) -> Hibernate<usize> {
        Hibernate(self.text.capacity())
    }

    #[call]
    async fn sleep_later(&mut self) -> Outcome<usize> {
        tokio::task::yield_now().await;
        Outcome::reply(self.text.capacity()).hibernate()
    }

    #[call]
    async fn in_place(&mut self, context: &Context<Self>) -> usize {
        context.hibernate(self).await;
        self.text.capacity()
    }

    #[call]
    async fn in_place_until(&mut self, time: Duration, context: &Context<Self>) -> usize {
        context
            .hibernate_until(self, tokio::time::sleep(time))
            .await;
        self.text.capacity()
    }

    #[cast]
    fn note(&mut self) {}

    #[on_hibernate]
    fn shed(&mut self) {
        self.hooks.fetch_add(1, Ordering::SeqCst);
    }

    #[on_wake]
    fn refill(&mut self) {
        self.hooks.fetch_add(1, Ordering::SeqCst);
    }
}

#[actor(hibernate_after = "0ms")]
#[derive(Default)]
struct Sleepy {
    text: Vec<u8>,
}

#[actor]
impl Sleepy {
    #[call]
    fn fill(&mut self) {
        self.text = Vec::with_capacity(10_000);
    }
}

#[supervisor(hibernate_after = "100ms")]
struct App {
    #[child]
    session: Session,
}

#[tokio::test(start_paused = true)]
async fn while_it_is_off_nobody_falls_asleep_in_any_form() {
    let _alone = alone().await;
    let hooks = Arc::new(AtomicU32::new(0));
    let session = Session {
        text: Vec::new(),
        hooks: Arc::clone(&hooks),
    };
    let session = session.spawn().unwrap();
    let sleepy = Sleepy::default().spawn().unwrap();
    let sleeper = Session::default().spawn().unwrap();
    sleeper.sleep().await.unwrap();
    let app = App {}.start().await.unwrap();

    set_hibernation(false);
    assert!(!is_hibernation_on());
    assert_eq!(sleeper.actor().status(), Status::Hibernated, "it sleeps on");
    assert_eq!(session.fill().await.unwrap(), 10_000);
    assert_eq!(session.sleep().await.unwrap(), 10_000, "the reply is given");
    assert_eq!(session.actor().status(), Status::Idle);
    assert_eq!(session.sleep_later().await.unwrap(), 10_000);
    settle().await;
    assert_eq!(session.actor().status(), Status::Idle);
    let waits = session.in_place().send();
    settle().await;
    assert_eq!(session.actor().status(), Status::Running);
    assert_eq!(session.actor().why_awake(), Some(WhyAwake::Running));
    tokio::time::sleep(SECOND).await;
    session.note().unwrap();
    assert_eq!(waits.await.unwrap(), 10_000, "it went on, with all it had");
    sleepy.fill().await.unwrap();
    assert_eq!(sleepy.actor().status(), Status::Idle);
    tokio::time::sleep(60 * SECOND).await;
    assert_eq!(session.actor().status(), Status::Idle);
    assert_eq!(sleepy.actor().status(), Status::Idle);
    assert_eq!(app.supervisor().status(), Status::Idle);
    assert_eq!(app.session().actor().status(), Status::Idle);
    assert_eq!(session.actor().why_awake(), Some(WhyAwake::TurnedOff));
    assert_eq!(hooks.load(Ordering::SeqCst), 0);
    sleeper.note().unwrap();
    settle().await;
    assert_eq!(sleeper.actor().status(), Status::Idle);
    tokio::time::sleep(60 * SECOND).await;
    assert_eq!(sleeper.actor().status(), Status::Idle);

    set_hibernation(true);
    tokio::time::sleep(5 * SECOND + 200 * MS).await;
    for status in [
        session.actor().status(),
        sleepy.actor().status(),
        sleeper.actor().status(),
        app.session().actor().status(),
        app.supervisor().status(),
    ] {
        assert_eq!(status, Status::Hibernated);
    }
    assert_eq!(hooks.load(Ordering::SeqCst), 1);
    assert_eq!(session.sleep().await.unwrap(), 0, "compacted");
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn on_again_handlers_that_lie_awake_in_place_fall_asleep() {
    const MANY: usize = 1_000;

    let _alone = alone().await;
    set_hibernation(false);
    let mut sessions = Vec::new();
    let mut waits = Vec::new();
    for number in 0..MANY {
        let session = Session::default().spawn().unwrap();
        session.fill().await.unwrap();
        let wait = if number % 2 == 0 {
            session.in_place().send()
        } else {
            session.in_place_until(3600 * SECOND).send()
        };
        sessions.push(session);
        waits.push(wait);
    }
    tokio::time::sleep(60 * SECOND).await;
    let tasks = Handle::current().metrics().num_alive_tasks();
    for session in &sessions {
        assert_eq!(session.actor().status(), Status::Running);
        let memory = session.actor().memory();
        assert_eq!(memory.state(), None, "the handler has it");
    }

    set_hibernation(true);
    settle().await;
    for session in &sessions {
        assert_eq!(session.actor().status(), Status::Hibernated);
        let memory = session.actor().memory();
        assert_eq!(memory.state().unwrap().capacity(), 0, "compacted");
        let hooks = session
            .actor()
            .get_state(|state| state.hooks.load(Ordering::SeqCst));
        assert_eq!(hooks.await.unwrap(), 1);
    }
    assert_eq!(Handle::current().metrics().num_alive_tasks(), tasks);

    // On already: it wakes nobody.
    set_hibernation(true);
    for session in &sessions {
        session.note().unwrap();
    }
    for wait in waits {
        assert_eq!(wait.await.unwrap(), 0);
    }
}
