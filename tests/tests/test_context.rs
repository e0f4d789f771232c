//! Handlers that take a `Context` or a `ReplyTo`, tested as the methods they are.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::test_util::{self, Exits, TestContext};
use dormouse::{Down, Timer};
use tokio::time::sleep;

const S: Duration = Duration::from_secs(1);

struct Retry;

struct Load(u32);

struct Quiet;

#[derive(Clone)]
struct Tick;

#[actor(mailbox = 4, overflow = wait)]
#[derive(Default)]
struct Cache {
    rows: u32,
    timer: Option<Timer>,
    lost: Vec<String>,
}

#[actor]
impl Cache {
    #[call]
    fn open(&mut self, context: &Context<Self>) -> Outcome<u32> {
        self.timer = Some(context.send_after(60 * S, Retry));
        Outcome::reply(self.rows).then(context.continue_with(Load(1)))
    }

    #[call]
    fn rows(&self) -> u32 {
        self.rows
    }

    #[call]
    fn wait(&self, context: &Context<Self>) -> Outcome {
        Outcome::awake()
            .then(context.timeout(30 * S, Quiet))
            .hibernate()
    }

    #[call]
    fn close(&mut self) -> Outcome<u32> {
        Outcome::reply(self.rows).then_stop(ExitReason::Normal)
    }

    #[call]
    fn watch(&self, other: CacheRef, context: &Context<Self>) {
        context.monitor(&other);
    }

    #[call]
    async fn later(&mut self, reply: ReplyTo<u32, String>) {
        sleep(S).await;
        reply.send_result(Err("never".to_owned()));
    }

    #[cast]
    fn forget(&mut self) {
        self.rows = 0;
        if let Some(timer) = self.timer.take() {
            timer.cancel();
        }
    }

    #[cast(priority)]
    fn hurry(&self) {}

    #[cast]
    fn ticking(&self, context: &Context<Self>) {
        context.send_interval(10 * S, Tick);
    }

    #[info]
    async fn load(&mut self, Load(rows): Load) -> Hibernate {
        sleep(S).await;
        self.rows += rows;
        Hibernate(())
    }

    #[info]
    fn retry(&mut self, _: Retry, context: &Context<Self>) -> Result<(), CastError> {
        context.handle().forget()
    }

    #[info]
    fn quiet(&self, _: Quiet) -> Outcome {
        Outcome::stop(ExitReason::Shutdown)
    }

    #[info]
    fn down(&mut self, down: Down) {
        self.lost.push(down.to_string());
    }

    #[info]
    fn tick(&mut self, _: Tick) {
        self.rows += 1;
    }
}

#[test]
fn what_a_handler_does_by_its_context_is_seen() {
    test_util::run(async {
        let context = TestContext::<Cache>::new();
        assert_eq!(
            (context.path().as_str(), context.generation()),
            ("Cache", 1)
        );
        let mut cache = Cache::default();

        let outcome = cache.open(&context);
        assert_eq!(context.follow(outcome), Some(0));
        assert_eq!(context.timers(), [60 * S]);
        context.handle().forget().unwrap();
        assert_eq!(context.queue(), ["load", "forget"]);

        let load = context.handle_next(&mut cache).await.unwrap();
        assert_eq!(load.handler(), "load");
        assert!(load.is_hibernate() && load.stop_reason().is_none());
        assert_eq!((cache.rows, context.timers()), (1, vec![59 * S]));

        // What is cancelled is not listed, and never comes.
        context.handle_next(&mut cache).await.unwrap();
        assert_eq!((cache.rows, context.timers()), (0, vec![]));
        sleep(100 * S).await;
        assert!(context.handle_next(&mut cache).await.is_none());
    });
}

#[tokio::test(start_paused = true)]
async fn timers_come_in_their_time_and_marked_messages_first() {
    let context = TestContext::<Cache>::new();
    let mut cache = Cache::default();
    let outcome = cache.open(&context);
    context.follow(outcome);
    cache.ticking(&context);
    assert_eq!(context.timers(), [10 * S, 60 * S]);
    sleep(60 * S).await;
    test_util::settle().await;
    // Of the interval there is one at a time.
    assert_eq!(context.queue(), ["load", "tick", "retry"]);
    context.handle().hurry().unwrap();
    context.handle_next(&mut cache).await.unwrap();
    assert_eq!(context.queue(), ["hurry", "tick", "retry"]);
    while context.handle_next(&mut cache).await.is_some() {}
    assert_eq!(cache.rows, 0, "forgotten at last");
}

#[tokio::test(start_paused = true)]
async fn a_time_out_runs_until_the_next_message() {
    let context = TestContext::<Cache>::new();
    let mut cache = Cache::default();
    let outcome = cache.wait(&context);
    assert!(outcome.is_hibernate());
    context.follow(outcome);
    assert_eq!(context.timers(), [30 * S]);
    context.handle().forget().unwrap();
    context.handle_next(&mut cache).await.unwrap();
    assert_eq!(context.timers(), []);

    let outcome = cache.wait(&context);
    context.follow(outcome);
    sleep(30 * S).await;
    let quiet = context.handle_next(&mut cache).await.unwrap();
    assert_eq!(quiet.handler(), "quiet");
    assert!(matches!(quiet.stop_reason(), Some(ExitReason::Shutdown)));
}

#[tokio::test(start_paused = true)]
async fn calls_through_its_handle_are_answered_by_handling_them() {
    let context = TestContext::<Cache>::new();
    let mut cache = Cache {
        rows: 5,
        ..Cache::default()
    };
    let handle: CacheRef = context.handle();
    let rows = handle.rows().send();
    let close = handle.close().send();
    context.handle_next(&mut cache).await.unwrap();
    assert_eq!(rows.await.unwrap(), 5);
    let closed = context.handle_next(&mut cache).await.unwrap();
    assert!(matches!(closed.stop_reason(), Some(ExitReason::Normal)));
    assert_eq!(close.await.unwrap(), 5);

    // The mailbox has its bound, and its end is told.
    for _ in 0..4 {
        handle.forget().unwrap();
    }
    let waits = tokio::spawn({
        let handle = handle.clone();
        async move { handle.rows().await }
    });
    tokio::task::yield_now().await;
    assert_eq!(handle.actor().senders_waiting(), 1);
    context.handle_next(&mut cache).await.unwrap();
    assert_eq!(handle.actor().senders_waiting(), 0);
    let weak = context.downgrade();
    assert!(weak.upgrade().is_some());
    drop(context);
    assert!(waits.await.unwrap().is_err());
    assert!(handle.forget().is_err());
    assert_eq!(weak.upgrade(), None);
}

#[tokio::test(start_paused = true)]
async fn a_monitor_tells_a_test() {
    let context = TestContext::<Cache>::new();
    let mut cache = Cache::default();
    let other = Cache::default().spawn().unwrap();
    cache.watch(other.clone(), &context);
    test_util::crash(&other, "lost").await;
    context.handle_next(&mut cache).await.unwrap();
    assert_eq!(cache.lost, ["actor `Cache` ended: panicked: lost"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_of_a_context() {
    let exits = Exits::record();
    let context = TestContext::<Cache>::new();
    let timer = context.send_after(S, Retry);
    drop(context);
    assert!(!timer.cancel(), "it ended with the context");
    sleep(2 * S).await;
    assert!(exits.take().is_empty(), "no actor was there");
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_comes_later_is_tested_without_a_caller() {
    let mut cache = Cache::default();
    let (reply, answer) = test_util::reply_to();
    cache.later(reply).await;
    let error = answer.await.unwrap_err();
    assert_eq!(error.into_reply().as_deref(), Some("never"));

    let (reply, answer) = test_util::reply_to::<u32, String>();
    drop(answer);
    assert!(reply.is_closed());
    let (reply, answer) = test_util::reply_to::<u32, String>();
    drop(reply);
    assert!(matches!(answer.await, Err(CallError::NoReply(_))));
}

#[test]
#[should_panic(expected = "no context for a test: NoRuntime")]
fn it_needs_a_runtime() {
    drop(TestContext::<Cache>::new());
}
