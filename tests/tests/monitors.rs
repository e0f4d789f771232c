//! Monitors: one notice of an end, to whoever asked, and to no later incarnation.

use std::sync::{Arc, Mutex};

use dormouse::prelude::*;
use dormouse::{AnyActorRef, Down, Monitor, Status};
use dormouse_tests::events;
use tokio::sync::Notify;

type Heard = Arc<Mutex<Vec<Down>>>;

#[actor]
#[derive(Default)]
struct Job {
    gate: Arc<Notify>,
}

#[actor]
impl Job {
    #[call]
    fn work(&self) {}

    #[cast]
    fn fail(&self) -> Result<(), String> {
        Err("told to".to_owned())
    }
}

#[actor]
#[derive(Default)]
struct Foreman {
    heard: Heard,
    gate: Arc<Notify>,
    monitors: Vec<Monitor>,
}

#[actor]
impl Foreman {
    #[call]
    fn watch(&mut self, job: AnyActorRef, context: &Context<Self>) -> Monitor {
        let monitor = context.monitor(job);
        self.monitors.push(monitor.clone());
        monitor
    }

    #[call]
    fn forget(&mut self, monitor: Monitor, context: &Context<Self>) -> bool {
        context.demonitor(&monitor)
    }

    #[call]
    fn work(&self) {}

    #[call]
    fn sleep(&self) -> Hibernate {
        Hibernate(())
    }

    #[cast]
    async fn block(&mut self) {
        let gate = Arc::clone(&self.gate);
        gate.notified().await;
    }

    #[cast]
    async fn forget_later(&mut self, monitor: Monitor, context: Context<Self>) {
        let gate = Arc::clone(&self.gate);
        gate.notified().await;
        assert!(context.demonitor(&monitor), "its notice was not handled");
    }

    #[cast]
    fn fail(&self) -> Result<(), String> {
        Err("told to".to_owned())
    }

    #[info]
    fn down(&mut self, down: Down) {
        self.heard.lock().unwrap().push(down);
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Jobs {
    #[child(start = || Job::default())]
    job: Job,
}

#[supervisor(intensity = 100)]
struct App {
    heard: Heard,
    gate: Arc<Notify>,
    #[child(start = Foreman { heard: heard.clone(), gate: gate.clone(), monitors: Vec::new() })]
    foreman: Foreman,
    #[child]
    job: Job,
    #[child(restart = temporary)]
    once: Job,
    #[child]
    jobs: Jobs,
}

async fn app() -> (AppRef, Heard) {
    let heard = Heard::default();
    let app = App {
        heard: Arc::clone(&heard),
        gate: Arc::default(),
    };
    (app.start().await.unwrap(), heard)
}

fn taken(heard: &Heard) -> Vec<Down> {
    std::mem::take(&mut *heard.lock().unwrap())
}

#[tokio::test]
async fn a_notice_comes_once_for_the_incarnation_that_was_monitored() {
    let (app, heard) = app().await;
    let (foreman, job) = (app.foreman(), app.job());
    let first = foreman.watch((&job).into()).await.unwrap();
    let second = foreman.watch((&job).into()).await.unwrap();
    assert_ne!(first, second);
    for _ in 0..2 {
        let stopped = job.actor().stopped();
        job.fail().unwrap();
        stopped.await.unwrap();
        job.work().await.unwrap();
    }
    assert_eq!(job.actor().generation(), 3);
    foreman.work().await.unwrap();
    let downs = taken(&heard);
    assert_eq!(downs.len(), 2, "{downs:?}");
    assert_eq!(*downs[0].monitor(), first);
    assert_eq!(*downs[1].monitor(), second);
    for down in &downs {
        assert_eq!(*down.actor(), AnyActorRef::from(&job));
        assert_eq!(down.generation(), 1);
        assert!(matches!(down.reason(), ExitReason::Failed(_)));
        assert_eq!(
            down.to_string(),
            "actor `App/job` ended: failed in `fail`: told to"
        );
    }
    assert!(!foreman.forget(first).await.unwrap(), "it is over");
}

#[tokio::test]
async fn what_does_not_run_is_down_at_once() {
    let (app, heard) = app().await;
    let (foreman, once) = (app.foreman(), app.once());
    once.stop().await.unwrap();
    foreman.watch((&once).into()).await.unwrap();
    foreman.work().await.unwrap();
    let downs = taken(&heard);
    assert_eq!(downs.len(), 1);
    assert!(matches!(downs[0].reason(), ExitReason::NoProcess));
    assert_eq!(downs[0].to_string(), "actor `App/once` ended: no process");
    assert_eq!(downs[0].generation(), 0);
}

#[tokio::test]
async fn ends_of_every_kind_are_told() {
    let (app, heard) = app().await;
    let foreman = app.foreman();
    let child = app.jobs().start_child().await.unwrap();
    let alone = Job::default().spawn().unwrap();
    foreman.watch((&alone).into()).await.unwrap();
    foreman.watch((&child).into()).await.unwrap();
    foreman.watch(app.jobs().into()).await.unwrap();
    // The monitor keeps nobody alive.
    let stopped = alone.actor().stopped();
    drop(alone);
    stopped.await.unwrap();
    child.actor().kill().await.unwrap();
    app.jobs().stop().await.unwrap();
    foreman.work().await.unwrap();
    let said: Vec<String> = taken(&heard).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "actor `Job` ended: shutdown",
            "actor `App/jobs/job#0` ended: killed",
            "actor `App/jobs` ended: shutdown"
        ]
    );
}

#[tokio::test]
async fn demonitor_takes_back_a_notice_that_waits() {
    let (heard, gate) = (Heard::default(), Arc::new(Notify::new()));
    let app = App {
        heard: Arc::clone(&heard),
        gate: Arc::clone(&gate),
    };
    let app = app.start().await.unwrap();
    let (foreman, job) = (app.foreman(), app.job());
    let first = foreman.watch((&job).into()).await.unwrap();
    let second = foreman.watch((&job).into()).await.unwrap();
    assert!(foreman.forget(first).await.unwrap());
    foreman.forget_later(second).unwrap();
    tokio::task::yield_now().await;
    job.stop().await.unwrap();
    assert_eq!(foreman.actor().queue_len(), 1, "the notice waits");
    gate.notify_one();
    foreman.work().await.unwrap();
    assert!(taken(&heard).is_empty());
}

#[tokio::test]
async fn monitors_end_with_their_incarnation() {
    let (app, heard) = app().await;
    let (foreman, job) = (app.foreman(), app.job());
    foreman.watch((&job).into()).await.unwrap();
    let stopped = foreman.actor().stopped();
    foreman.fail().unwrap();
    stopped.await.unwrap();
    job.stop().await.unwrap();
    foreman.work().await.unwrap();
    assert!(taken(&heard).is_empty());

    // Nor does the next incarnation get what waited for the last.
    foreman.watch((&job).into()).await.unwrap();
    foreman.block().unwrap();
    tokio::task::yield_now().await;
    job.stop().await.unwrap();
    assert_eq!(foreman.actor().queue_len(), 1);
    foreman.actor().kill().await.unwrap();
    foreman.work().await.unwrap();
    assert_eq!(foreman.actor().generation(), 3);
    assert!(taken(&heard).is_empty());
}

#[tokio::test]
async fn a_notice_wakes_a_sleeper() {
    let (app, heard) = app().await;
    let (foreman, job) = (app.foreman(), app.job());
    foreman.watch((&job).into()).await.unwrap();
    foreman.sleep().await.unwrap();
    assert_eq!(foreman.actor().status(), Status::Hibernated);
    job.stop().await.unwrap();
    foreman.work().await.unwrap();
    assert_eq!(taken(&heard).len(), 1);
}

/// Does not want to know.
#[actor]
struct Deaf;

#[actor]
impl Deaf {
    #[call]
    fn watch(&self, job: JobRef, context: &Context<Self>) {
        context.monitor(&job);
    }

    #[call]
    fn work(&self) {}
}

#[tokio::test]
async fn c167_a_notice_that_nobody_handles_is_a_warning_and_the_actor_lives() {
    let deaf = Deaf.spawn().unwrap();
    let job = Job::default().spawn().unwrap();
    deaf.watch(job.clone()).await.unwrap();
    let (events, _guard) = events::record();
    job.stop().await.unwrap();
    deaf.work().await.unwrap();
    let events = events.take();
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].is_warning(), "{events:?}");
    assert!(events[0].says("actor=\"Deaf\""), "{events:?}");
    assert!(events[0].says("message=\"Down\""), "{events:?}");
    assert_eq!(deaf.actor().generation(), 1);
}

/// Many monitors that are over cost nothing that stays.
#[tokio::test]
async fn the_list_of_those_who_wait_does_not_grow_for_those_who_do_not() {
    let (app, heard) = app().await;
    let (foreman, job) = (app.foreman(), app.job());
    let before = job.actor().memory().mailbox();
    for _ in 0..10_000 {
        let monitor = foreman.watch((&job).into()).await.unwrap();
        foreman.forget(monitor).await.unwrap();
    }
    let after = job.actor().memory().mailbox();
    assert!(after < before + 4096, "{before} {after}");
    job.stop().await.unwrap();
    foreman.work().await.unwrap();
    assert!(taken(&heard).is_empty());
}
