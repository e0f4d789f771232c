//! A thousand sessions, which sleep most of the time.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::{Client, HttpServer, count, status_when};

const SESSIONS: usize = 1_000;

/// What a session that sleeps may cost at most, in bytes.
const MAX_ASLEEP: usize = 512;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_sessions_sleep_and_wake() {
    let server = Arc::new(HttpServer::start(&[]).await);
    let observer = server.client().await;

    let opening = server.clone();
    let clients = all((0..SESSIONS).map(|index| (index, None)), move |index, _| {
        let server = opening.clone();
        async move {
            let client = server.client().await;
            assert_eq!(count(&client, index).await, index.to_string());
            client
        }
    })
    .await;

    let asleep = status_when(&observer, "all to sleep", |status| {
        status.asleep == SESSIONS && status.root == "hibernated"
    })
    .await;
    assert_eq!(asleep.awake, 1, "the one that asks");
    assert_eq!(asleep.reception, "idle");
    let each = asleep.asleep_bytes / SESSIONS;
    println!(
        "a session that sleeps: {each} B; awake: {} B",
        asleep.awake_bytes
    );
    assert!((1..=MAX_ASLEEP).contains(&each), "{each} B");

    let clients = all(clients, |index, client| async move {
        let client = client.unwrap();
        assert_eq!(count(&client, 1).await, (index + 1).to_string());
        client
    })
    .await;

    for (_, client) in clients {
        drop(client);
    }
    status_when(&observer, "all to end", |status| {
        status.awake + status.asleep == 1
    })
    .await;
}

/// Does something for each session, some at a time.
async fn all<F>(
    sessions: impl IntoIterator<Item = (usize, Option<Client>)>,
    work: impl Fn(usize, Option<Client>) -> F,
) -> Vec<(usize, Option<Client>)>
where
    F: Future<Output = Client> + Send + 'static,
{
    let some = Arc::new(Semaphore::new(64));
    let mut tasks = JoinSet::new();
    for (index, client) in sessions {
        let work = work(index, client);
        let some = some.clone();
        tasks.spawn(async move {
            let _permit = some.acquire_owned().await;
            (index, Some(work.await))
        });
    }
    tasks.join_all().await
}
