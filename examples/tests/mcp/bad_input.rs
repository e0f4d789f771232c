//! What no client should do: it gets an error, and nothing else is lost.

use reqwest::Method;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{HttpServer, INITIALIZE, Process, count, status, status_when};

const COUNT: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count"}}"#;

fn too_much() -> Vec<u8> {
    vec![b'x'; 2 << 20]
}

#[track_caller]
fn is_count(answer: &Value, value: &str) {
    assert_eq!(answer["result"]["content"][0]["text"], value, "{answer}");
}

#[tokio::test]
async fn on_stdin() {
    let mut server = Process::start(&["--stdio"]);
    let refused = server.ask("garbage before the handshake").await;
    assert_eq!(refused["error"]["code"], -32700);
    let welcome = server.ask(INITIALIZE).await;
    assert_eq!(welcome["result"]["serverInfo"]["name"], "dormouse-mcp");
    is_count(&server.ask(COUNT).await, "1");

    for (line, code) in [
        (b"garbage".to_vec(), -32700),
        (b"{\"jsonrpc\":\"2.0\",\"id\":3,".to_vec(), -32700),
        (b"\xff\x00".to_vec(), -32700),
        (b"{\"id\":3}".to_vec(), -32600),
        (too_much(), -32600),
        (
            br#"{"jsonrpc":"2.0","id":3,"method":"no/such/method"}"#.to_vec(),
            -32601,
        ),
        (
            br#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":7}}"#.to_vec(),
            -32601,
        ),
    ] {
        let refused = server.ask(&line).await;
        assert_eq!(refused["error"]["code"], code, "{refused}");
    }
    is_count(&server.ask(COUNT).await, "2");

    // A last line without an end is no message, and the end of stdin is the end of the client.
    server
        .stdin
        .as_mut()
        .unwrap()
        .write_all(b"{\"jsonrpc\"")
        .await
        .unwrap();
    server.stdin = None;
    assert_eq!(server.line().await, "");
    server.end().await;
}

#[tokio::test]
async fn a_client_that_says_nothing_on_stdin() {
    let mut server = Process::start(&["--stdio"]);
    server.stdin = None;
    server.end().await;
}

#[tokio::test]
async fn over_http() {
    let server = HttpServer::start(&[]).await;
    let session = server.open().await;
    assert!(
        server
            .post(Some(&session), COUNT)
            .await
            .text()
            .await
            .unwrap()
            .contains(r#""text":"1""#)
    );

    for (session, body, status) in [
        (Some(session.as_str()), b"garbage".to_vec(), 415),
        (Some(&session), too_much(), 413),
        (Some("no such session"), COUNT.into(), 404),
        (
            Some("00000000-0000-4000-8000-000000000000"),
            COUNT.into(),
            404,
        ),
        (None, COUNT.into(), 400),
        (None, b"garbage".to_vec(), 415),
    ] {
        let refused = server.post(session, body).await;
        assert_eq!(
            refused.status(),
            status,
            "{}",
            refused.text().await.unwrap()
        );
    }
    assert_eq!(server.request(Method::GET, &session).await, 405);
    assert_eq!(server.request(Method::PUT, &session).await, 405);
    assert!(
        server
            .post(Some(&session), COUNT)
            .await
            .text()
            .await
            .unwrap()
            .contains(r#""text":"2""#)
    );

    assert_eq!(server.request(Method::DELETE, &session).await, 204);
    assert_eq!(server.request(Method::DELETE, &session).await, 404);
    assert_eq!(server.post(Some(&session), COUNT).await.status(), 404);
}

/// The next revision of the protocol has no sessions; its clients are told what to speak instead.
#[tokio::test]
async fn a_protocol_without_sessions() {
    let server = HttpServer::start(&[]).await;
    let discover = r#"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},
        "io.modelcontextprotocol/clientInfo":{"name":"raw","version":"1"}}}}"#;
    let refused = server.post(None, discover).await.text().await.unwrap();
    assert!(
        refused.contains("-32020") || refused.contains("-32022"),
        "{refused}"
    );
}

#[tokio::test]
async fn clients_that_vanish() {
    let server = HttpServer::start(&["--patience", "0.5"]).await;
    let observer = server.client().await;
    count(&observer, 7).await;
    for _ in 0..10 {
        server.open().await;
    }
    assert!(status(&observer).await.restarts == 0);

    // In the middle of a request, and before the answer.
    let session = server.open().await;
    let address = server
        .url
        .trim_start_matches("http://")
        .trim_end_matches("/mcp");
    let head = format!(
        "POST /mcp HTTP/1.1\r\nhost: {address}\r\naccept: application/json, text/event-stream\r\n\
         content-type: application/json\r\nmcp-session-id: {session}\r\ncontent-length: {}\r\n\r\n",
        COUNT.len()
    );
    for body in [&COUNT[..10], COUNT] {
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection
            .write_all(format!("{head}{body}").as_bytes())
            .await
            .unwrap();
    }

    status_when(&observer, "all others to end", |status| {
        status.awake + status.asleep == 1
    })
    .await;
    assert_eq!(server.post(Some(&session), COUNT).await.status(), 404);
    assert_eq!(count(&observer, 1).await, "8");
}
