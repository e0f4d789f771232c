//! A handler that keeps the thread does not make others, or itself, sleep earlier than they should.
//!
//! On the real clock: that of tests does not move while a thread computes. Each assertion is of what may not be
//! earlier, and so holds however slow the machine is.

use std::time::{Duration, Instant};

use dormouse::Status;
use dormouse::prelude::*;

const MS: Duration = Duration::from_millis(1);
/// The coarse time is behind by a tick or two.
const IDLE: Duration = Duration::from_millis(200 - 25);

#[actor(hibernate_after = "200ms")]
#[derive(Default)]
struct Session;

#[actor]
impl Session {
    #[call]
    fn look(&self) {}

    #[call]
    fn compute(&self) {
        std::thread::sleep(450 * MS);
    }

    #[call]
    async fn wait_and_compute(&mut self) {
        tokio::time::sleep(MS).await;
        std::thread::sleep(450 * MS);
    }
}

/// How long it took until it slept.
async fn asleep(session: &SessionRef) -> Duration {
    let begin = Instant::now();
    while session.actor().status() != Status::Hibernated {
        tokio::time::sleep(MS).await;
    }
    begin.elapsed()
}

async fn awake() -> SessionRef {
    let session = Session.spawn().unwrap();
    session.look().await.unwrap();
    tokio::time::sleep(30 * MS).await;
    session
}

#[tokio::test]
async fn who_computes_for_long_is_idle_from_its_end_on() {
    let session = awake().await;
    session.compute().await.unwrap();
    assert!(asleep(&session).await >= IDLE);
    session.look().await.unwrap();
    session.wait_and_compute().await.unwrap();
    assert!(asleep(&session).await >= IDLE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn so_it_is_on_the_only_worker() {
    tokio::spawn(async {
        let session = awake().await;
        session.compute().await.unwrap();
        assert!(asleep(&session).await >= IDLE);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_message_that_comes_in_while_the_thread_is_kept_counts() {
    let session = awake().await;
    std::thread::sleep(300 * MS);
    session.look().await.unwrap();
    assert!(asleep(&session).await >= IDLE);
    let session = awake().await;
    tokio::time::sleep(120 * MS).await;
    std::thread::sleep(150 * MS);
    session.look().await.unwrap();
    assert!(asleep(&session).await >= IDLE);
}
