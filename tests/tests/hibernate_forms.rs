//! Every form of hibernation on every kind of message and on the ways of errors, and what the idle time counts from.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{Always, Status};

const MS: Duration = Duration::from_millis(1);

struct Ring;

/// No handler takes it.
struct Unknown;

#[actor(hibernate_after = "100ms")]
#[derive(Default)]
struct Session {
    handled: u32,
}

#[actor]
impl Session {
    #[call]
    fn inner(&mut self, fails: bool) -> Hibernate<Result<u32, String>> {
        Hibernate(if fails { Err("no".into()) } else { Ok(1) })
    }

    #[call]
    fn outer(&mut self, fails: bool) -> Result<Hibernate<u32>, String> {
        if fails {
            return Err("no".into());
        }
        Ok(Hibernate(1))
    }

    #[call]
    async fn outer_later(&mut self, fails: bool) -> Result<Hibernate<u32>, String> {
        tokio::task::yield_now().await;
        self.outer(fails)
    }

    #[call]
    fn decides(&mut self, fails: bool) -> Result<Outcome<u32>, String> {
        if fails {
            return Err("no".into());
        }
        Ok(Outcome::reply(1).hibernate())
    }

    #[call]
    fn decides_inside(&mut self, fails: bool) -> Outcome<Result<u32, String>> {
        if fails {
            return Outcome::reply(Err("no".into())).hibernate();
        }
        Outcome::reply(Ok(1))
    }

    #[cast]
    fn note(&mut self) -> Result<Hibernate, String> {
        self.handled += 1;
        Ok(Hibernate(()))
    }

    #[cast]
    fn stay(&mut self) {
        self.handled += 1;
    }

    #[cast]
    fn ring_in(&mut self, time: Duration, context: &Context<Self>) -> Hibernate {
        context.send_after(time, Ring);
        Hibernate(())
    }

    #[info]
    fn ring(&mut self, _: Ring) {
        self.handled += 1;
    }

    #[call]
    fn handled(&self) -> Hibernate<u32> {
        Hibernate(self.handled)
    }

    #[call]
    async fn compute(&mut self) -> u64 {
        let mut sum = 0;
        for round in 0..100_u64 {
            sum += (0..1_000).map(|n| n ^ round).sum::<u64>();
            tokio::task::yield_now().await;
        }
        sum
    }
}

fn session() -> SessionRef {
    Session::default().spawn().expect("inside a runtime")
}

#[tokio::test(start_paused = true)]
async fn an_error_of_a_handler_that_hibernates_hibernates_too() {
    for fails in [false, true] {
        let session = session();
        assert_eq!(session.inner(fails).await.is_err(), fails);
        assert_eq!(session.actor().status(), Status::Hibernated);
        let session = self::session();
        assert_eq!(session.outer(fails).await.is_err(), fails);
        assert_eq!(session.actor().status(), Status::Hibernated);
        let session = self::session();
        assert_eq!(session.outer_later(fails).await.is_err(), fails);
        settle().await;
        assert_eq!(session.actor().status(), Status::Hibernated);
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_that_takes_the_place_of_an_outcome_has_decided_nothing() {
    let session = session();
    assert_eq!(session.decides(false).await.unwrap(), 1);
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert!(session.decides(true).await.is_err());
    assert_eq!(session.actor().status(), Status::Idle);
    assert!(session.decides_inside(true).await.is_err());
    assert_eq!(session.actor().status(), Status::Hibernated);
    assert!(session.decides_inside(false).await.is_ok());
    assert_eq!(session.actor().status(), Status::Idle);
}

#[tokio::test(start_paused = true)]
async fn under_always_every_way_hibernates() {
    #[actor(hibernate = always)]
    struct Backend;

    #[actor]
    impl Backend {
        #[call]
        fn find(&self, fails: bool) -> Result<Hibernate<u32>, String> {
            if fails {
                return Err("unknown".into());
            }
            Ok(Hibernate(1))
        }

        #[call]
        fn decide(&self, fails: bool) -> Result<Outcome<u32, Always>, String> {
            if fails {
                return Err("unknown".into());
            }
            Ok(Outcome::reply(1))
        }
    }

    for fails in [false, true] {
        let backend = Backend.spawn().unwrap();
        assert_eq!(backend.find(fails).await.is_err(), fails);
        assert_eq!(backend.actor().status(), Status::Hibernated);
        let backend = Backend.spawn().unwrap();
        assert_eq!(backend.decide(fails).await.is_err(), fails);
        assert_eq!(backend.actor().status(), Status::Hibernated);
    }
}

#[tokio::test(start_paused = true)]
async fn c186_a_cast_with_a_result_can_hibernate() {
    let session = session();
    session.note().unwrap();
    settle().await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn c188_infos_timers_and_casts_begin_the_idle_time_anew() {
    let session = session();
    for turn in 0..10 {
        match turn % 3 {
            0 => session.actor().send(Ring).unwrap(),
            1 => session.stay().unwrap(),
            _ => drop(session.decides_inside(false).await),
        }
        tokio::time::sleep(60 * MS).await;
        assert_eq!(session.actor().status(), Status::Idle, "turn {turn}");
    }
    tokio::time::sleep(100 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    session.ring_in(Duration::from_secs(5)).unwrap();
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
    tokio::time::sleep(Duration::from_secs(1) + 50 * MS).await;
    assert_eq!(session.actor().status(), Status::Idle, "awake for its ring");
    tokio::time::sleep(100 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn what_asks_nothing_of_it_does_not_touch_the_idle_time() {
    let session = session();
    session.stay().unwrap();
    settle().await;
    for _ in 0..15 {
        tokio::time::sleep(10 * MS).await;
        let other = session.clone();
        let _ = (other.actor().status(), other.actor().memory());
        other.actor().get_state(|_| ()).await.unwrap();
        let any = dormouse::AnyActorRef::from(session.clone());
        drop(any.send(Unknown));
    }
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn a_value_that_no_handler_takes_wakes_nobody() {
    let session = session();
    session.handled().await.unwrap();
    let any = dormouse::AnyActorRef::from(session.clone());
    drop(any.send(Unknown));
    settle().await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn with_no_idle_time_at_all_it_sleeps_after_each_message() {
    #[actor(hibernate_after = "0ms")]
    #[derive(Default)]
    struct Sleepy {
        seen: Vec<Status>,
    }

    #[actor]
    impl Sleepy {
        #[cast]
        fn note(&mut self, context: &Context<Self>) {
            self.seen.push(context.handle().actor().status());
        }

        #[call]
        fn seen(&self) -> Result<usize, String> {
            Ok(self.seen.len())
        }

        #[call]
        fn fail(&self) -> Result<(), String> {
            Err("no".into())
        }

        #[info]
        fn ring(&mut self, _: Ring) {}

        #[every("60s")]
        fn tick(&mut self) {}
    }

    let sleepy = Sleepy::default().spawn().unwrap();
    assert_eq!(
        sleepy.actor().status(),
        Status::Hibernated,
        "from its start"
    );
    for _ in 0..3 {
        sleepy.note().unwrap();
    }
    settle().await;
    assert_eq!(sleepy.actor().status(), Status::Hibernated);
    assert_eq!(sleepy.seen().await.unwrap(), 3);
    assert_eq!(sleepy.actor().status(), Status::Hibernated);
    assert!(sleepy.fail().await.is_err());
    assert_eq!(sleepy.actor().status(), Status::Hibernated);
    sleepy.actor().send(Ring).unwrap();
    settle().await;
    assert_eq!(sleepy.actor().status(), Status::Hibernated);
    tokio::time::sleep(Duration::from_secs(61)).await;
    assert_eq!(sleepy.actor().status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn c197_a_sleeper_that_is_woken_into_long_work_finishes_it() {
    let session = session();
    session.handled().await.unwrap();
    assert_eq!(session.actor().status(), Status::Hibernated);
    let awake = self::session().compute().await.unwrap();
    assert_eq!(session.compute().await.unwrap(), awake);
    tokio::time::sleep(200 * MS).await;
    assert_eq!(session.actor().status(), Status::Hibernated);
}
