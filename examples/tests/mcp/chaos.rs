//! Sessions are killed under load: clients are told, or do not notice, and the server lives.

use std::time::Duration;

use dormouse_examples::mcp::status::Status;
use rmcp::service::ServiceError;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::{Client, HttpServer, call, in_time, part};

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
    let seen = in_time("enough to be killed", async {
        loop {
            match call(&observer, "status", Value::Null).await {
                Ok(answer) => {
                    let seen = answer.structured_content.unwrap();
                    let seen: Status = serde_json::from_value(seen).unwrap();
                    if seen.session_restarts >= KILLS {
                        return seen;
                    }
                }
                Err(error) => says_so(&error),
            }
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(part(&seen, "Saboteur").count, 8);
    assert_eq!(part(&seen, "Session").count, CLIENTS + 1);
    assert_eq!(seen.restarts, 0, "tools go on");
    load.abort_all();
    while let Some(ended) = load.join_next().await {
        let wrong = "a client saw what it should not";
        assert!(ended.is_err_and(|ended| ended.is_cancelled()), "{wrong}");
    }
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
            Err(error) => says_so(&error),
        }
    }
}

/// The error names the session and says that it was killed.
fn says_so(error: &ServiceError) {
    let text = error.to_string();
    assert!(
        text.contains("sessions/session") && text.contains("killed"),
        "{text}"
    );
}
