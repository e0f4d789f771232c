//! Calls that are sent now and awaited later, one by one and many together.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Request, Requests};
use tokio::task::yield_now;
use tokio::time::{Instant, timeout, timeout_at};

const SECOND: Duration = Duration::from_secs(1);

#[actor]
#[derive(Default)]
struct Desk {
    done: Vec<u32>,
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
    fn quits(&self) -> Outcome<u32> {
        Outcome::stop(ExitReason::Shutdown)
    }

    #[call]
    fn done(&self) -> Vec<u32> {
        self.done.clone()
    }
}

fn desk() -> DeskRef {
    Desk::default().spawn().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_request_is_sent_at_once_and_awaited_later() {
    let desk = desk();
    let request: Request<u32> = desk.work(1, SECOND).send();
    tokio::time::sleep(2 * SECOND).await;
    assert_eq!(desk.done().await.unwrap(), [1], "nobody has awaited it");
    assert_eq!(tokio::spawn(request).await.unwrap().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn requests_and_casts_of_one_sender_keep_their_order() {
    let desk = desk();
    let mut requests = Vec::new();
    for number in 0..100 {
        requests.push(desk.work(number, Duration::ZERO).send());
    }
    let all: Vec<u32> = (0..100).collect();
    assert_eq!(desk.done().await.unwrap(), all);
    for (number, request) in (0..).zip(requests) {
        assert_eq!(request.await.unwrap(), number);
    }
}

#[tokio::test(start_paused = true)]
async fn c169_a_request_to_nobody_and_one_whose_actor_stops_are_errors() {
    let desk = desk();
    let quits = desk.quits().send();
    let behind = desk.done().send();
    let text = "no reply: actor `Desk` ended: shutdown";
    assert_eq!(quits.await.unwrap_err().to_string(), text);
    assert_eq!(behind.await.unwrap_err().to_string(), text);
    let mut late = desk.done().send();
    let Some(Err(CallError::NoProcess(gone))) = late.try_response() else {
        panic!("there is nobody");
    };
    assert_eq!(gone.to_string(), "actor `Desk` is gone (shutdown)");
    assert!(late.try_response().is_none(), "it was taken");
}

#[tokio::test(start_paused = true)]
async fn a_request_keeps_its_actor_as_a_handle_does() {
    let request = desk().work(1, SECOND).send();
    assert_eq!(request.await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_can_be_waited_for_in_parts_or_abandoned() {
    let desk = desk();
    let mut request = desk.work(1, 3 * SECOND).send();
    assert!(request.try_response().is_none());
    assert!(timeout(SECOND, &mut request).await.is_err());
    assert!(timeout(SECOND, &mut request).await.is_err());
    assert_eq!(timeout(2 * SECOND, &mut request).await.unwrap().unwrap(), 1);

    let mut request = desk.work(2, SECOND).send();
    tokio::time::sleep(2 * SECOND).await;
    assert_eq!(request.try_response().unwrap().unwrap(), 2);

    let error = desk.work(3, 3 * SECOND).send().timeout(SECOND).await;
    let CallError::Timeout(late) = error.unwrap_err() else {
        panic!("it was not late");
    };
    assert_eq!((late.path(), late.handler()), ("Desk", "work"));
    assert_eq!(desk.done().await.unwrap(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn replies_of_a_collection_come_as_they_arrive() {
    let mut requests = Requests::new();
    let begun = Instant::now();
    for number in 0..100_u32 {
        let time = (100 - number) * SECOND;
        requests.insert(number, desk().work(number, time).send());
    }
    assert_eq!(requests.len(), 100);
    let mut labels = Vec::new();
    while let Some((label, reply)) = requests.next().await {
        assert_eq!(reply.unwrap(), label);
        labels.push(label);
        assert_eq!(begun.elapsed(), (100 - label) * SECOND);
    }
    assert_eq!(labels, (0..100).rev().collect::<Vec<_>>());
    assert!(requests.is_empty());
    assert!(requests.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn c171_below_a_deadline_requests_are_abandoned_or_kept() {
    for keep in [false, true] {
        let (one, other) = (desk(), desk());
        let mut requests = Requests::new();
        requests.insert("one", one.work(1, SECOND).send());
        requests.insert("other", other.work(2, 2 * SECOND).send());
        let deadline = Instant::now() + Duration::from_millis(100);
        assert!(timeout_at(deadline, requests.next()).await.is_err());
        assert_eq!(Instant::now(), deadline);
        if keep {
            let (label, reply) = requests.next().await.unwrap();
            assert_eq!((label, reply.unwrap()), ("one", 1));
            let (label, reply) = requests.next().await.unwrap();
            assert_eq!((label, reply.unwrap()), ("other", 2));
        } else {
            requests.clear();
            tokio::time::sleep(3 * SECOND).await;
            assert!(requests.try_next().is_none());
        }
        assert!(requests.next().await.is_none());
        assert_eq!(one.done().await.unwrap(), [1], "the work is done in both");
        assert_eq!(other.done().await.unwrap(), [2]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_collection_can_be_looked_into_without_waiting() {
    let mut requests = Requests::new();
    assert!(requests.try_next().is_none());
    requests.insert(1, desk().work(1, SECOND).send());
    requests.insert(2, desk().work(2, Duration::ZERO).send());
    assert!(requests.try_next().is_none());
    tokio::time::sleep(Duration::from_millis(10)).await;
    let (label, reply) = requests.try_next().unwrap();
    assert_eq!((label, reply.unwrap()), (2, 2));
    assert!(requests.try_next().is_none());
    assert_eq!(requests.next().await.unwrap().0, 1);
}

/// Waits in its handlers for requests: to others, and to itself.
#[actor]
#[derive(Default)]
struct Collector {
    requests: Requests<&'static str, u32>,
    others: Vec<DeskRef>,
}

#[actor]
impl Collector {
    #[call]
    fn number(&self) -> u32 {
        7
    }

    #[call]
    fn send_to_self(&mut self, context: Context<Self>) {
        let request = context.handle().number().send();
        self.requests.insert("self", request);
    }

    #[call]
    async fn next(&mut self) -> Option<Result<u32, String>> {
        let (_, reply) = self.requests.next().await?;
        Some(reply.map_err(|error| error.to_string()))
    }

    #[call]
    async fn sum(&mut self) -> u32 {
        let mut requests = Requests::new();
        for (number, desk) in (0..).zip(&self.others) {
            requests.insert((), desk.work(number, SECOND).send());
        }
        let mut sum = 0;
        while let Some(((), reply)) = requests.next().await {
            sum += reply.unwrap();
        }
        sum
    }
}

#[tokio::test(start_paused = true)]
async fn an_actor_can_wait_for_requests_but_not_for_those_to_itself() {
    let others: Vec<DeskRef> = (0..10).map(|_| desk()).collect();
    let collector = Collector {
        requests: Requests::new(),
        others,
    };
    let collector = collector.spawn().unwrap();
    let begun = Instant::now();
    assert_eq!(collector.sum().await.unwrap(), 45);
    assert_eq!(begun.elapsed(), SECOND, "all at once");

    // Answered between two handlers: fine.
    collector.send_to_self().await.unwrap();
    assert_eq!(collector.next().await.unwrap(), Some(Ok(7)));

    // Asked for before it can be answered.
    let sent = collector.send_to_self().send();
    let next = collector.next().send();
    sent.await.unwrap();
    let Some(Err(text)) = next.await.unwrap() else {
        panic!("it waited for itself");
    };
    assert!(text.starts_with("`number` of actor `Collector` was called by the actor itself"));
    assert_eq!(collector.next().await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reply_of_a_collection_is_lost_on_real_threads() {
    let desks: Vec<DeskRef> = (0..8).map(|_| desk()).collect();
    for round in 0..50 {
        let mut requests = Requests::default();
        for number in 0..64_u32 {
            let desk = &desks[(number % 8) as usize];
            requests.insert(number, desk.work(number, Duration::ZERO).send());
            if number % 7 == round % 7 {
                yield_now().await;
            }
        }
        let mut sum = 0;
        while let Some((label, reply)) = requests.next().await {
            assert_eq!(reply.unwrap(), label);
            sum += label;
        }
        assert_eq!(sum, 63 * 64 / 2);
    }
}
