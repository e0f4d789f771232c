//! Calls and casts: what a caller gets, in every form a handler can have.

use std::fmt;
use std::sync::Arc;

use dormouse::prelude::*;
use tokio::sync::Notify;

#[derive(Debug, PartialEq, Eq)]
struct Refused(u32);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused {}", self.0)
    }
}

impl std::error::Error for Refused {}

#[actor]
struct Desk {
    seen: Vec<u32>,
    gate: Arc<Notify>,
}

#[actor]
impl Desk {
    #[call]
    fn plain(&self) -> usize {
        self.seen.len()
    }

    #[call]
    fn nothing(&mut self) {
        self.seen.push(0);
    }

    #[call]
    async fn later(&mut self, number: u32) -> u32 {
        self.gate.notified().await;
        self.seen.push(number);
        number
    }

    #[call]
    fn checked(&self, number: u32) -> Result<u32, Refused> {
        if number > 9 {
            Err(Refused(number))
        } else {
            Ok(number)
        }
    }

    #[call]
    async fn checked_later(&mut self, number: u32) -> Result<u32, Refused> {
        tokio::task::yield_now().await;
        self.checked(number)
    }

    #[call]
    fn asleep_then(&self, number: u32) -> Hibernate<Result<u32, Refused>> {
        Hibernate(self.checked(number))
    }

    #[call]
    fn decides(&self, number: u32) -> Outcome<Result<u32, Refused>> {
        Outcome::reply(self.checked(number)).hibernate()
    }

    #[call]
    fn checked_sleep(&self, number: u32) -> Result<Hibernate<u32>, Refused> {
        self.checked(number).map(Hibernate)
    }

    #[call]
    fn last_words(&self) -> Outcome<&'static str> {
        Outcome::reply("bye").then_stop(ExitReason::Normal)
    }

    #[call]
    fn gives_up(&self) -> Outcome<u32> {
        Outcome::stop(ExitReason::shutdown_because("enough"))
    }

    #[call]
    fn panics(&self, number: u32) -> u32 {
        assert!(number == 0, "number is {number}");
        number
    }

    #[cast]
    fn note(&mut self, number: u32) {
        self.seen.push(number);
    }

    #[cast]
    fn fails(&self) -> Result<(), Refused> {
        Err(Refused(1))
    }

    #[call]
    fn all(&self) -> Vec<u32> {
        self.seen.clone()
    }
}

fn desk() -> (DeskRef, Arc<Notify>) {
    let gate = Arc::new(Notify::new());
    let desk = Desk {
        seen: Vec::new(),
        gate: Arc::clone(&gate),
    };
    (desk.spawn().expect("inside a runtime"), gate)
}

#[tokio::test(start_paused = true)]
async fn every_form_of_reply_reaches_the_caller() {
    let (desk, gate) = desk();
    assert_eq!(desk.plain().await.unwrap(), 0);
    desk.nothing().await.unwrap();
    assert_eq!(desk.plain().await.unwrap(), 1);
    gate.notify_one();
    assert_eq!(desk.later(5).await.unwrap(), 5);
    assert_eq!(desk.checked(3).await.unwrap(), 3);
    assert_eq!(
        desk.checked(30).await.unwrap_err().into_reply(),
        Some(Refused(30))
    );
    assert_eq!(desk.checked_later(3).await.unwrap(), 3);
    assert_eq!(
        desk.checked_later(30).await.unwrap_err().into_reply(),
        Some(Refused(30))
    );
    assert_eq!(desk.asleep_then(4).await.unwrap(), 4);
    assert_eq!(
        desk.asleep_then(40).await.unwrap_err().into_reply(),
        Some(Refused(40))
    );
    assert_eq!(desk.decides(4).await.unwrap(), 4);
    assert_eq!(
        desk.decides(40).await.unwrap_err().into_reply(),
        Some(Refused(40))
    );
    assert_eq!(desk.checked_sleep(4).await.unwrap(), 4);
    assert_eq!(
        desk.checked_sleep(40).await.unwrap_err().into_reply(),
        Some(Refused(40))
    );
}

#[tokio::test(start_paused = true)]
async fn c166_casts_are_handled_in_the_order_of_sending() {
    let (desk, _gate) = desk();
    for number in 0..500 {
        desk.note(number).unwrap();
    }
    let all = desk.all().await.unwrap();
    assert_eq!(all, (0..500).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_call_behind_casts_sees_what_they_did() {
    let (desk, gate) = desk();
    let blocked = tokio::spawn({
        let desk = desk.clone();
        async move { desk.later(1).await }
    });
    tokio::task::yield_now().await;
    desk.note(2).unwrap();
    let behind = desk.all();
    gate.notify_one();
    assert_eq!(behind.await.unwrap(), [1, 2]);
    assert_eq!(blocked.await.unwrap().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_before_the_first_poll() {
    let (desk, _gate) = desk();
    drop(desk.nothing());
    assert_eq!(desk.plain().await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_is_handled_all_the_same() {
    let (desk, gate) = desk();
    let dropped = tokio::time::timeout(std::time::Duration::from_secs(1), desk.later(8)).await;
    assert!(dropped.is_err());
    gate.notify_one();
    assert_eq!(desk.all().await.unwrap(), [8]);
}

#[tokio::test(start_paused = true)]
async fn c146_a_reply_with_a_stop_is_given_and_the_actor_is_gone() {
    let (desk, _gate) = desk();
    assert_eq!(desk.last_words().await.unwrap(), "bye");
    match desk.plain().await.unwrap_err() {
        CallError::NoProcess(process) => {
            assert_eq!(process.path(), "Desk");
            assert!(process.is_for_good());
            assert_eq!(process.to_string(), "actor `Desk` is gone (normal)");
        }
        other => panic!("{other}"),
    }
}

#[tokio::test(start_paused = true)]
async fn c163_a_stop_without_a_reply_is_told_with_its_reason() {
    let (desk, _gate) = desk();
    let error = desk.gives_up().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no reply: actor `Desk` ended: shutdown: enough"
    );
}

#[tokio::test(start_paused = true)]
async fn c161_a_panic_is_told_to_its_caller_with_path_handler_and_message() {
    dormouse::install_panic_hook();
    let (desk, _gate) = desk();
    match desk.panics(3).await.unwrap_err() {
        CallError::Exited(exit) => {
            assert_eq!(exit.path(), "Desk");
            let ExitReason::Panicked(panic) = exit.reason() else {
                panic!("{exit}");
            };
            assert_eq!(panic.message(), "number is 3");
            assert_eq!(panic.handler(), Some("panics"));
            assert!(panic.location().is_some_and(|at| at.contains("calls.rs:")));
        }
        other => panic!("{other}"),
    }
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_behind_a_crash_are_told_why() {
    dormouse::install_panic_hook();
    let (desk, gate) = desk();
    let first = tokio::spawn({
        let desk = desk.clone();
        async move { desk.later(1).await }
    });
    tokio::task::yield_now().await;
    desk.fails().unwrap();
    let behind = tokio::spawn({
        let desk = desk.clone();
        async move { desk.plain().await }
    });
    tokio::task::yield_now().await;
    gate.notify_one();
    assert_eq!(first.await.unwrap().unwrap(), 1);
    let error = behind.await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no reply: actor `Desk` ended: failed in `fails`: refused 1"
    );
}

#[tokio::test(start_paused = true)]
async fn a_cast_to_an_actor_that_is_gone_is_refused() {
    let (desk, _gate) = desk();
    desk.stop().await.unwrap();
    let error = desk.note(1).unwrap_err();
    assert_eq!(error.to_string(), "actor `Desk` is gone (normal)");
}

#[tokio::test]
async fn an_actor_can_be_asked_from_a_thread_without_a_runtime() {
    let (desk, gate) = desk();
    gate.notify_one();
    let answers = std::thread::spawn(move || {
        let mut answers = Vec::new();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        answers.push(runtime.block_on(desk.later(4)).unwrap());
        answers.push(u32::try_from(runtime.block_on(desk.plain()).unwrap()).unwrap());
        answers
    });
    let answers = tokio::task::spawn_blocking(move || answers.join().unwrap());
    assert_eq!(answers.await.unwrap(), [4, 1]);
}

/// Asks the next one, as deep as it goes.
#[actor]
struct Link {
    next: Option<LinkRef>,
}

#[actor]
impl Link {
    #[call]
    async fn depth(&mut self) -> u32 {
        match &self.next {
            Some(next) => 1 + next.depth().await.unwrap(),
            None => 0,
        }
    }

    #[call]
    async fn pause(&mut self) -> u32 {
        let mut sum = 0;
        for number in 0..10 {
            tokio::task::yield_now().await;
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            sum += number;
        }
        sum
    }
}

#[tokio::test(start_paused = true)]
async fn t12_a_long_chain_of_calls_does_not_use_the_stack_up() {
    let mut link = Link { next: None }.spawn().unwrap();
    for _ in 0..50_000 {
        link = Link { next: Some(link) }.spawn().unwrap();
    }
    // Without tokio's budget, which would cut the chain short, too.
    let depth = tokio::task::unconstrained(link.depth());
    assert_eq!(depth.await.unwrap(), 50_000);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_begins_in_its_callers_task_goes_on_without_it() {
    let link = Link { next: None }.spawn().unwrap();
    assert_eq!(link.pause().await.unwrap(), 45);
    let mut dropped = Box::pin(link.pause());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(dropped.as_mut().poll(&mut context).is_pending());
    drop(dropped);
    assert_eq!(link.pause().await.unwrap(), 45);
    assert_eq!(link.actor().generation(), 1);
}
