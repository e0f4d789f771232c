//! From when on idle times count: what is under way is none, and nothing of them is lost.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{ChildSpec, Config, Freezable, HibernateAfter, Status, SupervisorSection};
use tokio::time::{advance, sleep, timeout};

const MS: Duration = Duration::from_millis(1);

#[actor(hibernate_after = "100ms")]
#[derive(Default)]
struct Session;

#[actor]
impl Session {
    #[call]
    fn look(&self) {}
}

#[supervisor(intensity = 10)]
struct Sessions {
    #[child]
    session: Session,
}

async fn is_asleep_within(session: &SessionRef, milliseconds: u32) -> bool {
    sleep(milliseconds * MS).await;
    session.actor().status() == Status::Hibernated
}

#[tokio::test(start_paused = true)]
async fn a_suspension_however_long_does_not_put_sleep_off() {
    for suspended in [10, 90, 110, 300, 1_000, 10_000] {
        let session = Session.spawn().unwrap();
        session.look().await.unwrap();
        session.actor().suspend().await.unwrap();
        sleep(suspended * MS).await;
        session.actor().resume().unwrap();
        session.look().await.unwrap();
        assert!(!is_asleep_within(&session, 90).await, "{suspended}");
        assert!(is_asleep_within(&session, 40).await, "{suspended}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_resumed_is_idle_from_then_on() {
    for suspended in [50, 90, 500, 7_000] {
        let session = Session.spawn().unwrap();
        session.look().await.unwrap();
        session.actor().suspend().await.unwrap();
        sleep(suspended * MS).await;
        session.actor().resume().unwrap();
        assert!(!is_asleep_within(&session, 90).await, "{suspended}");
        assert!(is_asleep_within(&session, 40).await, "{suspended}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_incarnation_after_one_that_was_suspended_sleeps_in_time() {
    let sessions = Sessions {}.start().await.unwrap();
    let session = sessions.session();
    session.look().await.unwrap();
    session.actor().suspend().await.unwrap();
    sleep(300 * MS).await;
    session.actor().kill().await.unwrap();
    session.look().await.unwrap();
    assert!(is_asleep_within(&session, 130).await);
}

#[actor(hibernate_after = "1ms")]
#[derive(Default)]
struct Hasty;

#[actor]
impl Hasty {
    #[call]
    fn look(&self) {}
}

#[tokio::test(start_paused = true)]
async fn a_short_idle_time_is_kept_to_after_each_message() {
    let hasty = Hasty.spawn().unwrap();
    for _ in 0..20 {
        hasty.look().await.unwrap();
        sleep(30 * MS).await;
        assert_eq!(hasty.actor().status(), Status::Hibernated);
    }
}

/// Takes its time to start and to stop.
#[actor]
struct Slow;

impl Slow {
    async fn open(milliseconds: u64) -> Self {
        sleep(Duration::from_millis(milliseconds)).await;
        Self
    }
}

#[actor]
impl Slow {
    #[call]
    fn crash(&self) {
        panic!("asked to");
    }

    #[stop]
    async fn close(&mut self) {
        sleep(3_000 * MS).await;
    }
}

#[supervisor(hibernate_after = "100ms", intensity = 50)]
struct Declared {
    milliseconds: u64,
    #[child(start = Slow::open(*milliseconds).await)]
    slow: Slow,
}

#[supervisor(strategy = simple_one_for_one, hibernate_after = "100ms", intensity = 50)]
struct Pool {
    milliseconds: u64,
    #[child(start = Slow::open(*milliseconds).await)]
    slow: Slow,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_is_idle_from_the_end_of_its_start_on() {
    for milliseconds in [0, 90, 110, 500, 9_000] {
        let tree = Declared { milliseconds }.start().await.unwrap();
        sleep(90 * MS).await;
        assert_eq!(tree.supervisor().status(), Status::Idle, "{milliseconds}");
        sleep(40 * MS).await;
        assert_eq!(
            tree.supervisor().status(),
            Status::Hibernated,
            "{milliseconds}"
        );
    }
}

/// Asserts that it is awake while something goes on, which takes two seconds at least, and then for its idle time.
macro_rules! works {
    ($tree:expr, $work:expr) => {{
        let work = $work;
        tokio::pin!(work);
        assert!(timeout(1_500 * MS, &mut work).await.is_err());
        assert_eq!($tree.supervisor().status(), Status::Idle);
        let done = work.await.unwrap();
        sleep(50 * MS).await;
        assert_eq!($tree.supervisor().status(), Status::Idle);
        sleep(100 * MS).await;
        assert_eq!($tree.supervisor().status(), Status::Hibernated);
        done
    }};
}

#[tokio::test(start_paused = true)]
async fn a_declared_supervisor_that_works_is_awake() {
    let tree = Declared {
        milliseconds: 2_000,
    }
    .start()
    .await
    .unwrap();
    sleep(1_000 * MS).await;
    let door = tree.supervisor();
    assert_eq!(door.status(), Status::Hibernated);
    works!(tree, door.terminate_child("slow"));
    works!(tree, door.restart_child("slow"));
    let slow = tree.slow();
    works!(tree, async {
        slow.crash().await.unwrap_err();
        while slow.actor().generation() < 3 {
            sleep(10 * MS).await;
        }
        Ok::<_, ()>(())
    });
}

#[tokio::test(start_paused = true)]
async fn a_dynamic_supervisor_that_works_is_awake() {
    let tree = Pool {
        milliseconds: 2_000,
    }
    .start()
    .await
    .unwrap();
    sleep(1_000 * MS).await;
    let door = tree.supervisor();
    assert_eq!(door.status(), Status::Hibernated);
    let slow = works!(tree, tree.start_child());
    works!(tree, async {
        slow.crash().await.unwrap_err();
        while slow.actor().generation() < 2 {
            sleep(10 * MS).await;
        }
        Ok::<_, ()>(())
    });
    works!(tree, door.terminate_child(&slow));
}

#[tokio::test(start_paused = true)]
async fn a_start_that_is_given_up_is_the_end_of_work() {
    let tree = Pool {
        milliseconds: 2_000,
    };
    let tree = tree.start().await.unwrap();
    for given_up in [150, 250, 1_050] {
        sleep(1_000 * MS).await;
        assert_eq!(tree.supervisor().status(), Status::Hibernated);
        let start = timeout(given_up * MS, tree.start_child()).await;
        assert!(start.is_err());
        sleep(90 * MS).await;
        assert_eq!(tree.supervisor().status(), Status::Idle, "{given_up}");
        sleep(40 * MS).await;
        assert_eq!(tree.supervisor().status(), Status::Hibernated, "{given_up}");
    }
}

#[supervisor(intensity = 1_000)]
struct Defaults {
    #[child]
    session: Session,
}

#[supervisor(strategy = simple_one_for_one, hibernate_after = "100ms")]
struct Many {
    #[child]
    session: Session,
}

#[tokio::test(start_paused = true)]
async fn one_that_sleeps_when_hibernation_is_turned_off_is_awake_once_something_is_asked() {
    let tree = Defaults {}.start().await.unwrap();
    let many = Many {}.start().await.unwrap();
    sleep(2_000 * MS).await;
    assert_eq!(tree.supervisor().status(), Status::Hibernated);
    assert_eq!(many.supervisor().status(), Status::Hibernated);
    let before = Config::new();
    let off = Config::new()
        .supervisors_hibernate_after(HibernateAfter::Off)
        .supervisor::<Many>(SupervisorSection::new().hibernate_after(HibernateAfter::Off));
    off.replace().unwrap();
    assert_eq!(tree.supervisor().status(), Status::Hibernated);
    let added = ChildSpec::new("added", || Session);
    let _added: SessionRef = tree.supervisor().start_child(added).await.unwrap();
    let _started = many.start_child().await.unwrap();
    assert_eq!(tree.supervisor().status(), Status::Idle);
    assert_eq!(many.supervisor().status(), Status::Idle);
    before.replace().unwrap();
    assert_eq!(tree.supervisor().count_children().active, 2);
    assert_eq!(many.supervisor().count_children().active, 1);
    sleep(2_000 * MS).await;
    assert_eq!(tree.supervisor().status(), Status::Hibernated);
    assert_eq!(many.supervisor().status(), Status::Hibernated);
}

#[actor(freeze_after = "1s")]
#[derive(Default)]
struct Archive {
    pages: Freezable<Vec<u8>>,
}

#[actor]
impl Archive {
    #[call]
    fn fill(&mut self) -> Hibernate {
        self.pages.resize(20_000, 7);
        Hibernate(())
    }
}

fn frozen(archive: &ArchiveRef) -> bool {
    archive
        .actor()
        .memory()
        .state()
        .is_some_and(|state| state.frozen() > 0)
}

#[tokio::test(start_paused = true)]
async fn who_is_suspended_when_it_was_to_be_frozen_is_frozen_after() {
    let archive = Archive::default().spawn().unwrap();
    archive.fill().await.unwrap();
    archive.actor().suspend().await.unwrap();
    advance(2_000 * MS).await;
    archive.actor().resume().unwrap();
    sleep(1_500 * MS).await;
    assert_eq!(archive.actor().status(), Status::Hibernated);
    assert!(frozen(&archive));
}

#[tokio::test(start_paused = true)]
async fn who_was_looked_at_or_changed_while_frozen_is_frozen_again() {
    let archive = Archive::default().spawn().unwrap();
    archive.fill().await.unwrap();
    sleep(1_500 * MS).await;
    let small = archive.actor().memory().bytes();
    let read = archive.actor().get_state(|state| state.pages.len());
    assert_eq!(read.await.unwrap(), 20_000);
    assert!(archive.actor().memory().bytes() > 20_000);
    sleep(1_500 * MS).await;
    assert_eq!(archive.actor().memory().bytes(), small);
    let replaced = archive.actor().replace_state(|_| Archive {
        pages: Freezable::new(vec![8; 20_000]),
    });
    replaced.await.unwrap();
    sleep(1_500 * MS).await;
    assert!(frozen(&archive));
    assert!(archive.actor().memory().bytes() < 1_000);
}

/// Is asked for its state as it falls asleep.
#[actor]
#[derive(Default)]
struct Watched {
    work: Vec<u8>,
}

#[actor]
impl Watched {
    #[call]
    fn work(&mut self) -> Hibernate {
        self.work.reserve(50_000);
        Hibernate(())
    }

    #[on_hibernate]
    fn asks(&mut self, context: &Context<Self>) {
        drop(context.handle().actor().get_state(|state| state.work.len()));
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_asked_for_its_state_as_it_falls_asleep_sleeps_after() {
    let watched = Watched::default().spawn().unwrap();
    watched.work().await.unwrap();
    sleep(MS).await;
    assert_eq!(watched.actor().status(), Status::Hibernated);
    assert!(watched.actor().memory().bytes() < 10_000);
}

#[actor]
#[derive(Default)]
struct Counter {
    seen: Vec<usize>,
}

#[actor]
impl Counter {
    /// Waits, so that what comes after it comes from the queue.
    #[cast]
    async fn pause(&mut self) {
        sleep(MS).await;
    }

    #[cast]
    fn see(&mut self, context: &Context<Self>) {
        self.seen.push(context.handle().actor().queue_len());
    }

    #[call]
    fn seen(&self) -> Vec<usize> {
        self.seen.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_handled_does_not_wait() {
    let counter = Counter::default().spawn().unwrap();
    counter.pause().unwrap();
    tokio::task::yield_now().await;
    counter.see().unwrap();
    sleep(10 * MS).await;
    assert_eq!(counter.seen().await.unwrap(), [0]);
}
