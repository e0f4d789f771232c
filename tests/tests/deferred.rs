//! Answers that come later than their handlers' ends, and callers that have gone.

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use tokio::sync::Notify;
use tokio::task::yield_now;

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, PartialEq, Eq)]
struct Refused(u32);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused {}", self.0)
    }
}

impl std::error::Error for Refused {}

#[actor]
#[derive(Default)]
struct Desk {
    waiting: Vec<ReplyTo<u32, Refused>>,
    plain: Vec<ReplyTo<u32>>,
    given_up: u32,
    begun: Arc<Notify>,
}

#[actor]
impl Desk {
    /// Kept until `answer`.
    #[call]
    fn ask(&mut self, first: u32, reply: ReplyTo<u32, Refused>, second: u32) -> Outcome {
        if first > second {
            reply.send_result(Err(Refused(first)));
        } else {
            self.waiting.push(reply);
        }
        Outcome::awake()
    }

    #[call]
    fn ask_plain(&mut self, reply: ReplyTo<u32>) -> Hibernate {
        self.plain.push(reply);
        Hibernate(())
    }

    #[cast]
    fn answer(&mut self, with: u32) {
        for reply in self.waiting.drain(..) {
            reply.send(with);
        }
        for reply in self.plain.drain(..) {
            reply.send(with);
        }
    }

    #[call]
    fn drops(&self, reply: ReplyTo<u32>) {
        drop(reply);
    }

    /// Answers first, and works on.
    #[call]
    async fn at_once(&mut self, reply: ReplyTo<&'static str>, context: &Context<Self>) {
        assert_eq!(context.generation(), 1);
        reply.send("at once");
        tokio::time::sleep(SECOND).await;
    }

    #[call]
    fn panics(&mut self, reply: ReplyTo<u32>) {
        self.plain.push(reply);
        panic!("with the reply in its state");
    }

    #[call]
    fn stops(&mut self, reply: ReplyTo<u32>) -> Outcome {
        self.plain.push(reply);
        Outcome::stop(ExitReason::shutdown_because("enough"))
    }

    #[call]
    async fn long(&mut self, mut reply: ReplyTo<()>) {
        assert!(!reply.is_closed());
        self.begun.notify_one();
        // Asked twice: dropped once in between.
        let soon = tokio::time::timeout(Duration::from_millis(1), reply.closed()).await;
        assert!(soon.is_err());
        tokio::select! {
            () = reply.closed() => self.given_up += 1,
            () = tokio::time::sleep(30 * SECOND) => reply.send(()),
        }
    }

    #[call]
    fn skipped(&mut self, reply: ReplyTo<()>) {
        if reply.is_closed() {
            self.given_up += 1;
        }
        reply.send(());
    }

    #[call]
    fn given_up(&self) -> u32 {
        self.given_up
    }

    #[call]
    fn waiting(&self) -> usize {
        self.waiting.len() + self.plain.len()
    }

    /// Passes the question on.
    #[call]
    fn front(&self, reply: ReplyTo<u32>, worker: WorkerRef) {
        // Where the worker has gone, the reply is dropped, and tells.
        drop(worker.work(20, reply));
    }
}

#[actor]
struct Worker;

#[actor]
impl Worker {
    #[cast]
    async fn work(&mut self, number: u32, reply: ReplyTo<u32>) {
        tokio::time::sleep(SECOND).await;
        reply.send(number + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn c158_an_answer_by_a_kept_reply_reaches_its_caller() {
    let desk = Desk::default().spawn().unwrap();
    let call: dormouse::Call<'_, Desk, u32, Refused> = desk.ask(1, 2);
    let asked = call.send();
    let plain = desk.ask_plain().send();
    assert_eq!(desk.waiting().await.unwrap(), 2, "the actor goes on");
    desk.answer(5).unwrap();
    assert_eq!((asked.await.unwrap(), plain.await.unwrap()), (5, 5));
    let refused = desk.ask(3, 2).await.unwrap_err();
    assert_eq!(refused.into_reply(), Some(Refused(3)));
}

#[tokio::test(start_paused = true)]
async fn an_answer_may_come_before_the_end_of_its_handler() {
    let desk = Desk::default().spawn().unwrap();
    let begun = tokio::time::Instant::now();
    assert_eq!(desk.at_once().await.unwrap(), "at once");
    assert_eq!(begun.elapsed(), Duration::ZERO);
    assert_eq!(desk.waiting().await.unwrap(), 0);
    assert_eq!(begun.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_question_can_be_passed_on() {
    let desk = Desk::default().spawn().unwrap();
    let worker = Worker.spawn().unwrap();
    assert_eq!(desk.front(worker.clone()).await.unwrap(), 21);
    let behind = desk.front(worker.clone()).send();
    yield_now().await;
    worker.actor().kill();
    assert_eq!(
        behind.await.unwrap_err().to_string(),
        "no reply: actor `Worker` ended: killed"
    );
    assert_eq!(
        desk.front(worker).await.unwrap_err().to_string(),
        "actor `Desk` dropped this call's `ReplyTo`"
    );
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_is_dropped_says_so() {
    let desk = Desk::default().spawn().unwrap();
    for error in [
        desk.drops().await.unwrap_err(),
        desk.drops().send().await.unwrap_err(),
        desk.drops().timeout(SECOND).await.unwrap_err(),
    ] {
        assert_eq!(
            error.to_string(),
            "actor `Desk` dropped this call's `ReplyTo`"
        );
        let CallError::NoReply(dropped) = error else {
            panic!("{error}");
        };
        assert_eq!(dropped.path(), "Desk");
    }
    assert_eq!(desk.actor().generation(), 1);
}

#[tokio::test(start_paused = true)]
async fn kept_replies_are_told_how_their_actor_ended() {
    dormouse::install_panic_hook();
    let desk = Desk::default().spawn().unwrap();
    let kept = desk.ask(1, 2).send();
    let error = desk.panics().await.unwrap_err().to_string();
    assert!(error.contains("with the reply in its state"), "{error}");
    let error = kept.await.unwrap_err().to_string();
    assert!(error.contains("with the reply in its state"), "{error}");

    let desk = Desk::default().spawn().unwrap();
    let kept = desk.ask(1, 2).send();
    let text = "no reply: actor `Desk` ended: shutdown: enough";
    assert_eq!(desk.stops().await.unwrap_err().to_string(), text);
    assert_eq!(kept.await.unwrap_err().to_string(), text);

    let desk = Desk::default().spawn().unwrap();
    let kept = desk.ask(1, 2).send();
    yield_now().await;
    desk.stop().await.unwrap();
    let error = kept.await.unwrap_err().to_string();
    assert_eq!(error, "no reply: actor `Desk` ended: normal");
}

#[tokio::test(start_paused = true)]
async fn long_work_stops_when_its_caller_has_gone() {
    let begun = Arc::new(Notify::new());
    let desk = Desk {
        begun: Arc::clone(&begun),
        ..Desk::default()
    };
    let desk = desk.spawn().unwrap();
    let started = tokio::time::Instant::now();
    // By a time-out, by a drop of the call, and of the request.
    assert!(desk.long().timeout(SECOND).await.is_err());
    begun.notified().await;
    assert_eq!(desk.given_up().await.unwrap(), 1);
    let dropped = tokio::time::timeout(SECOND, desk.long()).await;
    assert!(dropped.is_err());
    begun.notified().await;
    assert_eq!(desk.given_up().await.unwrap(), 2);
    let request = desk.long().send();
    begun.notified().await;
    tokio::time::sleep(SECOND).await;
    drop(request);
    assert_eq!(desk.given_up().await.unwrap(), 3);
    assert!(started.elapsed() < 4 * SECOND, "nothing worked to its end");
    // One who waits gets its answer.
    desk.long().await.unwrap();
    assert_eq!(desk.given_up().await.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_message_whose_caller_has_gone_can_be_skipped() {
    let desk = Desk::default().spawn().unwrap();
    drop(desk.skipped().send());
    assert_eq!(desk.given_up().await.unwrap(), 1);
    desk.skipped().await.unwrap();
    assert_eq!(desk.given_up().await.unwrap(), 1);
}

/// The task that waits for the caller to go, and the caller that goes, on threads of their own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_caller_goes_unseen_on_real_threads() {
    let begun = Arc::new(Notify::new());
    for _ in 0..500 {
        let watch = Watch.spawn().unwrap();
        let request = watch.watch(Arc::clone(&begun)).send();
        begun.notified().await;
        drop(request);
        // Answered only when the handler before it has seen that its caller has gone.
        watch.end().await.unwrap();
    }
}

#[actor]
struct Watch;

#[actor]
impl Watch {
    #[call]
    async fn watch(&mut self, mut reply: ReplyTo<()>, begun: Arc<Notify>) {
        begun.notify_one();
        reply.closed().await;
    }

    #[call]
    fn end(&self) {}
}
