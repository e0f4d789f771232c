//! Administration of children that are started by a template.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::settle;
use dormouse::{AdminErrorKind, Counts, Restart, Shutdown, StartErrorKind, Status};

#[actor]
struct Session {
    user: String,
}

#[actor]
impl Session {
    #[call]
    fn user(&self) -> String {
        self.user.clone()
    }

    #[cast]
    fn panic(&self) {
        panic!("told to");
    }

    #[call]
    async fn busy(&mut self) {
        tokio::time::sleep(Duration::from_secs(1000)).await;
    }
}

/// What the next starts do.
#[derive(Clone, Default)]
struct Plan(Arc<AtomicU32>);

const WORK: u32 = 0;
const IGNORE: u32 = 1;
const WAIT: u32 = 2;

impl Plan {
    fn set(&self, next: u32) {
        self.0.store(next, Ordering::SeqCst);
    }

    /// Waits for better times, then works.
    async fn open(&self, user: String) -> Result<Start<Session>, String> {
        while self.0.load(Ordering::SeqCst) == WAIT {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        match self.0.load(Ordering::SeqCst) {
            IGNORE => Ok(Start::Ignore),
            _ => Ok(Start::Ready(Session { user })),
        }
    }
}

#[supervisor(strategy = simple_one_for_one, intensity = 10, max_children = 3)]
struct Sessions {
    plan: Plan,
    #[child(start = |user: String| plan.open(user).await?, restart = transient, shutdown = "1s")]
    session: Session,
}

async fn sessions() -> (SessionsRef, Plan) {
    dormouse::install_panic_hook();
    let plan = Plan::default();
    let sessions = Sessions { plan: plan.clone() }.start().await.unwrap();
    (sessions, plan)
}

fn counted(counts: Counts) -> [usize; 4] {
    [
        counts.specs,
        counts.active,
        counts.supervisors,
        counts.workers,
    ]
}

#[tokio::test(start_paused = true)]
async fn c112_a_dynamic_child_that_ignores_its_restart_is_dropped() {
    let (sessions, plan) = sessions().await;
    let ada = sessions.start_child("ada".into()).await.unwrap();
    ada.actor().kill().await.unwrap();
    settle().await;
    assert_eq!(ada.actor().generation(), 2);
    plan.set(IGNORE);
    ada.actor().kill().await.unwrap();
    settle().await;
    assert_eq!(ada.actor().status(), Status::Gone);
    assert!(sessions.supervisor().which_children().is_empty());
    sessions.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn c114_c213_children_that_are_restarted_count_as_workers_and_against_the_limit() {
    let (sessions, plan) = sessions().await;
    let mut children = Vec::new();
    for user in ["ada", "bob", "eve"] {
        children.push(sessions.start_child(user.into()).await.unwrap());
    }
    plan.set(WAIT);
    children[0].panic().unwrap();
    children[1].panic().unwrap();
    settle().await;
    let door = sessions.supervisor();
    assert_eq!(counted(door.count_children()), [1, 1, 0, 3]);
    let info = door.which_child(&children[0]).unwrap();
    assert_eq!(info.status(), Status::Restarting);
    let error = sessions.start_child("too many".into()).await.unwrap_err();
    assert!(matches!(error.kind(), StartErrorKind::MaxChildren(3)));
    plan.set(WORK);
    tokio::time::sleep(Duration::from_millis(2)).await;
    assert_eq!(counted(door.count_children()), [1, 3, 0, 3]);
    assert_eq!(children[0].user().await.unwrap(), "ada");
}

#[tokio::test(start_paused = true)]
async fn c115_thousands_of_children_are_counted_and_listed() {
    #[supervisor(strategy = simple_one_for_one)]
    struct Many {
        #[child(start = |user: String| Session { user }, restart = temporary)]
        session: Session,
    }
    let many = Many {}.start().await.unwrap();
    let door = many.supervisor();
    let mut children = Vec::new();
    for round in 1..=2 {
        for number in 0..1000 {
            children.push(many.start_child(number.to_string()).await.unwrap());
        }
        let all = round * 1000;
        assert_eq!(counted(door.count_children()), [1, all, 0, all]);
        let paths = || {
            let mut paths: Vec<_> = door
                .which_children()
                .iter()
                .map(|child| child.path().to_owned())
                .collect();
            paths.sort();
            paths
        };
        let (first, second) = (paths(), paths());
        assert_eq!(first.len(), all);
        assert_eq!(first, second);
    }
    for child in &children {
        child.actor().kill().await.unwrap();
    }
    settle().await;
    assert_eq!(counted(door.count_children()), [1, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn c117_which_child_finds_a_child_by_its_handle() {
    let (sessions, _plan) = sessions().await;
    let door = sessions.supervisor();
    let ada = sessions.start_child("ada".into()).await.unwrap();
    let bob = sessions.start_child("bob".into()).await.unwrap();
    for child in [&ada, &bob] {
        let info = door.which_child(child).unwrap();
        assert_eq!(info.path(), child.actor().path());
        assert_eq!(info.status(), Status::Idle);
        assert_eq!(info.id(), None);
        assert_eq!(info.handle().downcast::<SessionRef>(), Ok(child.clone()));
    }
    let stranger = Session { user: "eve".into() }.spawn().unwrap();
    let error = door.which_child(&stranger).unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::NotFound));
    assert_eq!(
        error.to_string(),
        "`Session` is no child of this supervisor"
    );
    door.terminate_child(&ada).await.unwrap();
    let error = door.which_child(&ada).unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::NotFound));
    door.which_child(&bob).unwrap();
}

#[tokio::test(start_paused = true)]
async fn c118_get_childspec_gives_the_template_for_each_child() {
    let (sessions, _plan) = sessions().await;
    let door = sessions.supervisor();
    for user in ["ada", "bob", "eve"] {
        let child = sessions.start_child(user.into()).await.unwrap();
        let options = door.get_childspec(&child).unwrap();
        assert_eq!(options.id, "session");
        assert_eq!(options.restart, Restart::Transient);
        assert_eq!(options.shutdown, Shutdown::After(Duration::from_secs(1)));
        assert!(!options.is_supervisor);
    }
    let stranger = Session { user: "eve".into() }.spawn().unwrap();
    let error = door.get_childspec(&stranger).unwrap_err();
    assert!(matches!(error.kind(), AdminErrorKind::NotFound));
}

#[tokio::test(start_paused = true)]
async fn c121_brutal_kill_ends_all_at_once() {
    #[supervisor(strategy = simple_one_for_one)]
    struct Brutal {
        #[child(start = |user: String| Session { user }, shutdown = brutal_kill)]
        session: Session,
    }
    let brutal = Brutal {}.start().await.unwrap();
    let mut ends = Vec::new();
    for number in 0..10 {
        let child = brutal.start_child(number.to_string()).await.unwrap();
        ends.push(child.actor().stopped());
        tokio::spawn(async move { child.busy().await });
    }
    settle().await;
    let exit = brutal.stop().await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Shutdown));
    for end in ends {
        assert!(matches!(end.await.unwrap().reason(), ExitReason::Killed));
    }
}

#[tokio::test(start_paused = true)]
async fn administration_of_a_dynamic_supervisor_that_is_gone_says_so() {
    let (sessions, _plan) = sessions().await;
    let ada = sessions.start_child("ada".into()).await.unwrap();
    sessions.stop().await.unwrap();
    let door = sessions.supervisor();
    for error in [
        door.which_child(&ada).unwrap_err(),
        door.get_childspec(&ada).unwrap_err(),
    ] {
        let AdminErrorKind::NoProcess(process) = error.kind() else {
            panic!("{error}");
        };
        assert_eq!(process.path(), "Sessions");
    }
    // It has ended, which is what was asked for.
    door.terminate_child(&ada).await.unwrap();
}

/// How long it takes to end `count` children one by one, at best.
async fn ended_one_by_one(count: usize) -> Duration {
    #[supervisor(strategy = simple_one_for_one)]
    struct Many {
        #[child(start = |user: String| Session { user }, restart = temporary)]
        session: Session,
    }
    let many = Many {}.start().await.unwrap();
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let mut children = Vec::new();
        for number in 0..count {
            children.push(many.start_child(number.to_string()).await.unwrap());
        }
        let began = std::time::Instant::now();
        for child in &children {
            many.supervisor().terminate_child(child).await.unwrap();
        }
        best = best.min(began.elapsed());
        assert_eq!(many.supervisor().count_children().active, 0);
    }
    best
}

#[tokio::test]
async fn c256_ending_ten_times_as_many_children_takes_ten_times_as_long() {
    let thousand = ended_one_by_one(1_000).await;
    let ten_thousand = ended_one_by_one(10_000).await;
    assert!(
        ten_thousand < thousand * 50,
        "{thousand:?}, {ten_thousand:?}"
    );
}

#[tokio::test]
async fn a_hundred_thousand_children_are_stopped_in_linear_time() {
    #[supervisor(strategy = simple_one_for_one)]
    struct Many {
        #[child(start = |user: String| Session { user })]
        session: Session,
    }
    let mut times = Vec::new();
    for count in [10_000, 100_000] {
        let many = Many {}.start().await.unwrap();
        for _ in 0..count {
            many.start_child(String::new()).await.unwrap();
        }
        let began = std::time::Instant::now();
        many.stop().await.unwrap();
        times.push(began.elapsed());
    }
    assert!(times[1] < times[0] * 50, "{times:?}");
    println!("{times:?}");
}
