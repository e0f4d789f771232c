//! Time-outs of calls: what the caller gets, and what the actor does not notice.

use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use dormouse::prelude::*;
use tokio::sync::Notify;
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

#[actor]
#[derive(Default)]
struct Desk {
    done: Vec<u32>,
    gate: Arc<Notify>,
}

#[actor]
impl Desk {
    #[call]
    async fn work(&mut self, number: u32, time: Duration) -> u32 {
        tokio::time::sleep(time).await;
        self.done.push(number);
        number
    }

    #[call]
    async fn gated(&mut self) -> Result<u32, String> {
        self.gate.notified().await;
        Err("no".to_owned())
    }

    #[call]
    fn done(&self) -> Vec<u32> {
        self.done.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn c159_a_call_that_takes_too_long_is_a_timeout_and_the_actor_lives() {
    let desk = Desk::default().spawn().unwrap();
    let begun = Instant::now();
    let after = Duration::from_millis(1);
    let error = desk.work(1, SECOND).timeout(after).await.unwrap_err();
    assert_eq!(begun.elapsed(), after);
    assert_eq!(
        error.to_string(),
        "no reply from `work` of actor `Desk` within 1ms"
    );
    let CallError::Timeout(timeout) = error else {
        panic!("{error}");
    };
    assert_eq!(timeout.path(), "Desk");
    assert_eq!(timeout.handler(), "work");
    assert_eq!(timeout.after(), after);
    assert_eq!(desk.done().await.unwrap(), [1], "the work was done");
    assert_eq!(begun.elapsed(), SECOND);
    assert_eq!(desk.actor().generation(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_behind_a_long_one_times_out_and_is_handled_later() {
    let desk = Desk::default().spawn().unwrap();
    let long = desk.work(1, 3 * SECOND).send();
    let behind = desk.work(2, SECOND).timeout(SECOND).await;
    assert!(matches!(behind, Err(CallError::Timeout(_))));
    assert_eq!(long.await.unwrap(), 1);
    assert_eq!(desk.done().await.unwrap(), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_reply_at_the_instant_of_the_timeout_wins() {
    let desk = Desk::default().spawn().unwrap();
    // The caller sleeps over both instants, and finds both, the reply and the time-out.
    let mut call = Box::pin(desk.work(5, SECOND).timeout(2 * SECOND));
    let mut context = Context::from_waker(Waker::noop());
    assert!(call.as_mut().poll(&mut context).is_pending());
    tokio::time::sleep(3 * SECOND).await;
    assert_eq!(call.await.unwrap(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_reply_in_time_costs_no_time() {
    let gate = Arc::new(Notify::new());
    let desk = Desk {
        done: Vec::new(),
        gate: Arc::clone(&gate),
    };
    let desk = desk.spawn().unwrap();
    let begun = Instant::now();
    assert_eq!(
        desk.done().timeout(SECOND).await.unwrap(),
        Vec::<u32>::new()
    );
    gate.notify_one();
    let error = desk.gated().timeout(SECOND).await.unwrap_err();
    assert_eq!(error.into_reply().as_deref(), Some("no"));
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_timeout_waits_for_as_long_as_it_takes() {
    let desk = Desk::default().spawn().unwrap();
    let begun = Instant::now();
    let day = Duration::from_secs(86_400);
    assert_eq!(desk.work(1, day).await.unwrap(), 1);
    assert_eq!(begun.elapsed(), day);
}

#[tokio::test(start_paused = true)]
async fn a_call_of_a_gone_actor_is_refused_at_once_and_not_after_the_time() {
    let desk = Desk::default().spawn().unwrap();
    desk.stop().await.unwrap();
    let begun = Instant::now();
    let error = desk.done().timeout(SECOND).await.unwrap_err();
    assert!(matches!(error, CallError::NoProcess(_)), "{error}");
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[test]
fn a_timeout_needs_no_runtime_of_the_caller() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_time()
        .build()
        .unwrap();
    let desk = {
        let _inside = runtime.enter();
        Desk::default().spawn().unwrap()
    };
    let callers = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let call = desk.gated().timeout(Duration::from_millis(1));
    let error = callers.block_on(call).unwrap_err();
    assert!(matches!(error, CallError::Timeout(_)), "{error}");
}
