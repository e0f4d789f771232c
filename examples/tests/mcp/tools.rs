//! The tools, over both transports.

use rmcp::model::{ErrorCode, GetPromptRequestParams};
use rmcp::service::ServiceError;
use serde_json::{Value, json};

use crate::support::{Client, HttpServer, call, count, status, stdio_client, text};

const ARGUMENTS: [&str; 3] = [
    "--with-crash",
    "--search",
    concat!(env!("CARGO_MANIFEST_DIR"), "/src/mcp"),
];

#[tokio::test]
async fn over_stdio() {
    let client = stdio_client(&ARGUMENTS).await;
    tools(&client).await;
    wrong_calls(&client).await;
    a_panic(&client).await;
}

#[tokio::test]
async fn over_http() {
    let server = HttpServer::start(&ARGUMENTS).await;
    let client = server.client().await;
    let other = server.client().await;
    assert_eq!(count(&other, 1).await, "1");
    tools(&client).await;
    wrong_calls(&client).await;
    a_panic(&client).await;
    assert_eq!(
        count(&other, 1).await,
        "2",
        "each session has its own counter"
    );
}

#[tokio::test]
async fn over_tcp() {
    let server = HttpServer::start(&ARGUMENTS).await;
    let client = server.tcp_client().await;
    tools(&client).await;
    a_prompt(&client).await;
    wrong_calls(&client).await;
    a_panic(&client).await;
}

#[tokio::test]
async fn only_what_was_asked_for_is_offered() {
    let client = stdio_client(&[]).await;
    let tools = client.list_all_tools().await.unwrap();
    let names: Vec<_> = tools.iter().map(|tool| tool.name.as_ref()).collect();
    assert_eq!(names, ["calculate", "count", "session", "status"]);
    assert!(call(&client, "crash", Value::Null).await.is_err());
}

async fn tools(client: &Client) {
    let tools = client.list_all_tools().await.unwrap();
    let names: Vec<_> = tools.iter().map(|tool| tool.name.as_ref()).collect();
    assert_eq!(
        names,
        ["calculate", "count", "crash", "search", "session", "status"]
    );
    assert!(tools.iter().all(|tool| tool.description.is_some()));

    let value = text(client, "calculate", json!({ "expression": "2 ^ 10 - 1" })).await;
    assert_eq!(value, (true, "1023".to_owned()));
    let (ok, mistake) = text(client, "calculate", json!({ "expression": "2 +" })).await;
    assert!(!ok && mistake.contains("character 4"), "{mistake}");

    assert_eq!(count(client, 5).await, "5");
    assert_eq!(count(client, 6).await, "11");
    let (ok, mistake) = text(client, "count", json!({ "by": i64::MAX })).await;
    assert!(!ok && mistake.contains("overflow"), "{mistake}");

    let found = call(
        client,
        "search",
        json!({ "text": "SIMPLE_ONE_FOR_ONE", "limit": 1 }),
    )
    .await;
    let found = found.unwrap().structured_content.unwrap();
    assert_eq!(found["lines"][0]["file"], "app.rs");
}

async fn a_prompt(client: &Client) {
    let prompts = client.list_all_prompts().await.unwrap();
    assert_eq!(prompts[0].name, "work-out");
    let ask = GetPromptRequestParams::new("work-out");
    assert!(client.get_prompt(ask.clone()).await.is_err());
    let arguments = json!({ "expression": "6 * 7" });
    let ask = ask.with_arguments(arguments.as_object().cloned().unwrap());
    let prompt = client.get_prompt(ask).await.unwrap();
    let text = &prompt.messages[0].content.as_text().unwrap().text;
    assert!(text.contains("6 * 7"), "{text}");
}

async fn wrong_calls(client: &Client) {
    let error = call(client, "no such tool", Value::Null).await.unwrap_err();
    assert!(
        matches!(error, ServiceError::McpError(error) if error.code == ErrorCode::INVALID_PARAMS)
    );
    for arguments in [json!({}), json!({ "expression": 5 }), json!({ "by": 1 })] {
        let (ok, mistake) = text(client, "calculate", arguments).await;
        assert!(
            !ok && mistake.contains("expression") || mistake.contains("expected a string"),
            "{mistake}"
        );
    }
    assert_eq!(count(client, 0).await, "11", "nothing is lost");
}

async fn a_panic(client: &Client) {
    let restarts = status(client).await.restarts;
    for _ in 0..3 {
        let error = call(client, "crash", Value::Null).await.unwrap_err();
        let ServiceError::McpError(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.code, ErrorCode::INTERNAL_ERROR);
        assert!(error.message.contains("tools/crash"), "{}", error.message);
        assert!(error.message.contains("as requested"), "{}", error.message);
    }
    assert_eq!(status(client).await.restarts, restarts + 3);
    assert_eq!(count(client, 1).await, "12", "the session goes on");
}
