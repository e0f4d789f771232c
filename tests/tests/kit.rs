//! The kit for tests, `dormouse::test_util`: crashes, waiting, and recorded ends.

use std::time::Duration;

use dormouse::Status;
use dormouse::prelude::*;
use dormouse::test_util::{self, Exits};
use tokio::time::{Instant, sleep};

const S: Duration = Duration::from_secs(1);

#[actor]
#[derive(Default)]
struct Worker {
    steps: u32,
}

#[actor]
impl Worker {
    #[call]
    fn steps(&self) -> u32 {
        self.steps
    }

    #[call]
    async fn work(&mut self, time: Duration) -> u32 {
        sleep(time).await;
        self.steps += 1;
        self.steps
    }

    #[call]
    async fn nap(&mut self, time: Duration, context: &Context<Self>) {
        context.hibernate_until(self, sleep(time)).await;
        self.steps += 1;
        context.hibernate(self).await;
    }

    #[call]
    fn doze(&self) -> Hibernate {
        Hibernate(())
    }

    #[cast]
    fn pass(&mut self, next: WorkerRef, time: Duration) -> Result<(), CastError> {
        self.steps += 1;
        next.wait(time)
    }

    #[cast]
    async fn wait(&mut self, time: Duration) {
        sleep(time).await;
        self.steps += 1;
    }

    /// There is always one more.
    #[cast]
    fn again(&self, context: &Context<Self>) -> Result<(), CastError> {
        context.handle().again()
    }

    #[every("7s")]
    fn tick(&self) {}

    #[stop]
    fn close(&mut self) {
        assert!(self.steps < 100, "the hook does not run in a crash");
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Workers {
    #[child(start = || {
        sleep(5 * S).await;
        Worker::default()
    }, restart = transient)]
    worker: Worker,
}

#[supervisor(intensity = 3, period = "10s")]
struct App {
    #[child]
    one: Worker,
    #[child(backoff(initial = "2s", max = "2s", jitter = 0))]
    other: Worker,
    #[child]
    workers: Workers,
}

#[test]
fn a_test_runs_on_a_paused_clock() {
    let began = std::time::Instant::now();
    let passed = test_util::run(async {
        let began = Instant::now();
        sleep(3_600 * S).await;
        began.elapsed()
    });
    assert!(passed >= 3_600 * S);
    assert!(began.elapsed() < 3_600 * S);
}

#[tokio::test(start_paused = true)]
async fn a_crash_ends_one_incarnation_by_a_panic_that_never_was() {
    let app = App {}.start().await.unwrap();
    let one = app.one();
    one.work(Duration::ZERO).await.unwrap();
    for round in 1..=3 {
        let exit = test_util::crash(&one, format!("crash {round}")).await;
        assert_eq!((exit.path(), exit.generation()), ("App/one", round));
        let ExitReason::Panicked(panic) = exit.reason() else {
            panic!("{exit}");
        };
        assert_eq!(panic.message(), format!("crash {round}"));
        assert_eq!((panic.handler(), panic.location()), (None, None));
        test_util::restarted(&one, round).await;
        assert_eq!(one.actor().generation(), round + 1);
        assert_eq!(one.steps().await.unwrap(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn busy_and_sleeping_actors_crash_and_keep_their_queue() {
    let app = App {}.start().await.unwrap();
    let one = app.one();
    let (first, second) = (one.work(S).send(), one.work(S).send());
    tokio::task::yield_now().await;
    assert_eq!(one.actor().status(), Status::Running);
    test_util::crash(&one, "busy").await;
    let error = first.await.unwrap_err();
    assert!(error.to_string().contains("panicked: busy"), "{error}");
    assert_eq!(second.await.unwrap(), 1, "the next incarnation's");

    one.doze().await.unwrap();
    assert_eq!(one.actor().status(), Status::Hibernated);
    test_util::crash(&one, "asleep").await;
    assert_eq!(one.steps().await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_kill_after_a_crash_is_a_kill() {
    let app = App {}.start().await.unwrap();
    test_util::crash(app.one(), "once").await;
    let exit = app.one().actor().kill().await.unwrap();
    assert!(matches!(exit.reason(), ExitReason::Killed), "{exit}");
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "`Worker` cannot crash: actor `Worker` is gone")]
async fn what_does_not_run_cannot_crash() {
    let worker = Worker::default().spawn().unwrap();
    worker.stop().await.unwrap();
    test_util::crash(&worker, "too late").await;
}

#[tokio::test(start_paused = true)]
async fn one_crash_too_many_ends_the_tree_and_all_ends_are_recorded_in_order() {
    let app = App {}.start().await.unwrap();
    let (exits, others) = (Exits::record(), Exits::record());
    for _ in 0..4 {
        test_util::crash(app.one(), "again").await;
    }
    test_util::quiet(&app).await;
    let ends = exits.take();
    let ends: Vec<_> = ends
        .iter()
        .map(|exit| (exit.path(), exit.generation(), exit.reason().is_clean()))
        .collect();
    assert_eq!(
        ends,
        [
            ("App/one", 1, false),
            ("App/one", 2, false),
            ("App/one", 3, false),
            ("App/one", 4, false),
            ("App/workers", 1, true),
            ("App/other", 1, true),
            ("App", 1, true),
        ]
    );
    assert!(exits.take().is_empty());
    assert_eq!(others.take().len(), 7);
    drop(others);
    Worker::default().spawn().unwrap().stop().await.unwrap();
    assert_eq!(exits.take().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn quiet_waits_for_handlers_queues_restarts_and_their_pauses() {
    let app = App {}.start().await.unwrap();
    let began = Instant::now();
    app.one().wait(2 * S).unwrap();
    app.one().pass(app.other(), 3 * S).unwrap();
    test_util::quiet(&app).await;
    assert_eq!(app.other().steps().await.unwrap(), 1);
    assert_eq!(began.elapsed().as_secs(), 5);

    let began = Instant::now();
    test_util::crash(app.other(), "pauses for two seconds").await;
    test_util::quiet(&app).await;
    assert_eq!(began.elapsed().as_secs(), 2);
    assert_eq!(app.other().actor().generation(), 2);

    let worker = app.workers().start_child().await.unwrap();
    let began = Instant::now();
    test_util::crash(&worker, "starts for five seconds").await;
    test_util::quiet(&app).await;
    assert_eq!(began.elapsed().as_secs(), 5);
    test_util::restarted(&worker, 1).await;

    app.one().actor().suspend().await.unwrap();
    app.one().wait(S).unwrap();
    test_util::quiet(&app).await;
    assert_eq!(app.one().actor().queue_len(), 1);
    test_util::crash(app.one(), "suspended").await;
    test_util::quiet(&app).await;
    assert_eq!(app.one().steps().await.unwrap(), 1);

    let killed = test_util::crash(app.workers(), "a supervisor is killed").await;
    assert!(matches!(killed.reason(), ExitReason::Killed), "{killed}");
    test_util::restarted(app.workers(), 1).await;
    app.stop().await.unwrap();
    test_util::quiet(&app).await;
}

#[tokio::test(start_paused = true)]
async fn quiet_waits_for_handlers_that_hibernate_but_not_for_their_next_message() {
    let worker = Worker::default().spawn().unwrap();
    let nap = worker.nap(5 * S).send();
    let begin = Instant::now();
    test_util::quiet(&worker).await;
    assert!(begin.elapsed() >= 5 * S);
    assert_eq!(worker.actor().status(), Status::Hibernated);
    assert_eq!(worker.steps().await.unwrap(), 1);
    nap.await.unwrap();
}

#[tokio::test(start_paused = true)]
#[should_panic(
    expected = "`Worker` does not come to rest: `Worker`: running, and lets no time pass"
)]
async fn quiet_gives_up_on_what_never_rests() {
    let worker = Worker::default().spawn().unwrap();
    worker.again().unwrap();
    test_util::quiet(&worker).await;
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "`App/one` was restarted 1 times, not 2; its status: idle")]
async fn waiting_for_a_restart_gives_up() {
    let app = App {}.start().await.unwrap();
    test_util::crash(app.one(), "once").await;
    test_util::restarted(app.one(), 2).await;
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "`Worker` was restarted 0 times, not 1; its status: gone")]
async fn what_has_ended_for_good_is_not_waited_for() {
    let worker = Worker::default().spawn().unwrap();
    test_util::crash(&worker, "once").await;
    test_util::restarted(&worker, 1).await;
}

#[tokio::test(start_paused = true)]
async fn a_status_is_waited_for_and_settling_moves_no_clock() {
    let began = Instant::now();
    let worker = Worker::default().spawn().unwrap();
    worker.wait(S).unwrap();
    test_util::settle().await;
    assert_eq!(worker.actor().status(), Status::Running);
    assert_eq!(began.elapsed(), Duration::ZERO);
    test_util::reaches(&worker, Status::Idle).await;
    assert_eq!(began.elapsed().as_secs(), 1);
    let doze = worker.doze().send();
    test_util::reaches(&worker, Status::Hibernated).await;
    doze.await.unwrap();
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "`Worker` is idle, not gone")]
async fn waiting_for_a_status_gives_up() {
    let worker = Worker::default().spawn().unwrap();
    test_util::reaches(&worker, Status::Gone).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_works_on_several_threads_and_on_the_wall_clock() {
    let app = App {}.start().await.unwrap();
    let exits = Exits::record();
    for round in 1..=3 {
        app.one().pass(app.other(), Duration::ZERO).unwrap();
        test_util::crash(app.one(), "here and there").await;
        test_util::restarted(app.one(), round).await;
        test_util::quiet(&app).await;
    }
    assert_eq!(exits.take().len(), 3);
}
