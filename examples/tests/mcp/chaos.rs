//! Sessions are killed under load: clients are told, or do not notice, and the server lives.

use rmcp::service::ServiceError;
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Client, HttpServer, call, part, status, status_when};

/// How many clients call at once.
const CLIENTS: usize = 8;

/// After how many kills it is enough.
const KILLS: u32 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_are_killed_and_come_back() {
    let server = HttpServer::start(&["--chaos", "8"]).await;
    let observer = server.tcp_client().await;
    let mut load = JoinSet::new();
    for index in 0..CLIENTS {
        let client = match index % 2 {
            0 => server.client().await,
            _ => server.tcp_client().await,
        };
        load.spawn(counts(client));
    }
    let seen = status_when(&observer, "enough to be killed", |status| {
        status.session_restarts >= KILLS
    })
    .await;
    assert_eq!(part(&seen, "chaos").count, 8);
    assert_eq!(part(&seen, "sessions").count, CLIENTS + 1);
    load.abort_all();
    while let Some(ended) = load.join_next().await {
        assert!(
            ended.is_err_and(|ended| ended.is_cancelled()),
            "a client saw what it should not"
        );
    }
    assert_eq!(status(&observer).await.restarts, 0, "tools go on");
}

/// Counts as long as it is let: each answer is the next number, or an error that says what happened.
async fn counts(client: Client) {
    let mut sum = 0;
    loop {
        match call(&client, "count", json!({ "by": 1 })).await {
            Ok(answer) => {
                sum += 1;
                let text = &answer.content[0].as_text().unwrap().text;
                assert_eq!(*text, sum.to_string());
            }
            Err(ServiceError::McpError(error)) => {
                let names_it = error.message.contains("sessions/session");
                assert!(names_it && error.message.contains("killed"), "{error}");
            }
            Err(error) => panic!("{error}"),
        }
    }
}
