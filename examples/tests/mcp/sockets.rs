//! TCP and WebSocket, as clients meet them.

use std::sync::Arc;

use dormouse::Status;
use dormouse::prelude::*;
use dormouse_examples::mcp::options::Options;
use dormouse_examples::mcp::server::Server;
use dormouse_examples::mcp::websocket::WebSocketRef;
use dormouse_examples::mcp::{http, websocket};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::support::{HttpServer, INITIALIZE, count, in_time, new_app, part, status_when};

const COUNT: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count"}}"#;

/// What clients should not say, and the codes of the answers.
fn bad_input() -> [(String, i32); 4] {
    let unknown = r#"{"jsonrpc":"2.0","id":3,"method":"no/such/method"}"#;
    [
        ("garbage".to_owned(), -32700),
        (r#"{"id":3}"#.to_owned(), -32600),
        (unknown.to_owned(), -32601),
        ("{\"jsonrpc\":\"2.0\",\"id\":3,".to_owned(), -32700),
    ]
}

/// A client that speaks JSON-RPC by hand.
trait Raw {
    async fn say(&mut self, text: &str);
    async fn hear(&mut self) -> Value;

    async fn ask(&mut self, text: &str) -> Value {
        self.say(text).await;
        in_time("an answer", self.hear()).await
    }

    async fn count(&mut self) -> Value {
        let answer = self.ask(COUNT).await;
        answer["result"]["content"][0]["text"].clone()
    }
}

impl Raw for BufReader<TcpStream> {
    async fn say(&mut self, text: &str) {
        let line = format!("{text}\n");
        self.get_mut().write_all(line.as_bytes()).await.unwrap();
    }

    async fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.read_line(&mut line).await.unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Raw for Socket {
    async fn say(&mut self, text: &str) {
        self.send(Message::text(text)).await.unwrap();
    }

    async fn hear(&mut self) -> Value {
        let frame = self.next().await.unwrap().unwrap();
        serde_json::from_str(frame.to_text().unwrap()).unwrap()
    }
}

async fn over_tcp(server: &HttpServer) -> BufReader<TcpStream> {
    BufReader::new(TcpStream::connect(&server.tcp).await.unwrap())
}

async fn over_web_socket(server: &HttpServer) -> Socket {
    connect_async(&server.web_socket).await.unwrap().0
}

async fn speaks(client: &mut impl Raw) {
    let welcome = client.ask(INITIALIZE).await;
    assert_eq!(welcome["result"]["serverInfo"]["name"], "dormouse-mcp");
    assert_eq!(client.count().await, "1");
    for (text, code) in bad_input() {
        assert_eq!(client.ask(&text).await["error"]["code"], code, "{text}");
    }
    assert_eq!(client.count().await, "2", "nothing is lost");
}

#[tokio::test]
async fn each_connection_has_a_session_of_its_own() {
    let server = HttpServer::start(&[]).await;
    let observer = server.client().await;
    let (mut first, mut second) = (over_tcp(&server).await, over_tcp(&server).await);
    let mut third = over_web_socket(&server).await;
    speaks(&mut first).await;
    speaks(&mut second).await;
    speaks(&mut third).await;

    status_when(
        &observer,
        "what clients do not know to let them sleep",
        |status| part(status, "Tcp").count == 2 && part(status, "WebSocket").asleep == 1,
    )
    .await;
    drop((first, third));
    status_when(&observer, "connections and sessions to end", |status| {
        let connections = (part(status, "Tcp").count, part(status, "WebSocket").count);
        connections == (1, 0) && status.awake + status.asleep == 2
    })
    .await;
    assert_eq!(second.count().await, "3");
    assert_eq!(count(&observer, 1).await, "1");
}

/// Nothing is configured here, and no clock is set forward: it is asked when it will be.
#[tokio::test]
async fn a_web_socket_sleeps_by_itself_after_30_seconds() {
    let app = new_app().start().await.unwrap();
    let options = Options::parse([]).unwrap();
    let server = Arc::new(Server::new(app.clone(), &options));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = std::future::pending();
    tokio::spawn(http::serve(server, listener, stop));
    let url = format!("ws://{address}{}", websocket::PATH);
    let (mut client, _) = connect_async(url).await.unwrap();
    client.ask(INITIALIZE).await;
    let connections = app.transports().websockets();
    let connections = connections.supervisor().which_children();
    let connection = connections[0].handle().downcast::<WebSocketRef>().unwrap();
    let after = connection.actor().hibernate_after().to_string();
    assert_eq!(after, "30s (attribute)");
    assert_ne!(connection.actor().status(), Status::Hibernated);
}

#[tokio::test]
async fn what_was_asked_is_answered_after_the_last_line() {
    let server = HttpServer::start(&[]).await;
    let mut client = over_tcp(&server).await;
    client.say(INITIALIZE).await;
    client.hear().await;
    for _ in 0..40 {
        client.say(COUNT).await;
    }
    client.get_mut().shutdown().await.unwrap();
    let mut sum = 0;
    let mut lines = client.lines();
    while let Some(line) = in_time("the end", lines.next_line()).await.unwrap() {
        assert!(line.contains("result"), "{line}");
        sum += 1;
    }
    assert_eq!(sum, 40);
}

#[tokio::test]
async fn what_is_too_long_is_refused() {
    let server = HttpServer::start(&[]).await;
    let too_long = "x".repeat(2 << 20);
    let mut client = over_tcp(&server).await;
    assert_eq!(client.ask(&too_long).await["error"]["code"], -32600);
    assert_eq!(client.ask(INITIALIZE).await["id"], 0);

    let mut client = over_web_socket(&server).await;
    // The server closes as soon as it sees how long it is.
    let _ = client.send(Message::text(too_long)).await;
    let end = in_time("the end", client.next()).await;
    assert!(!matches!(end, Some(Ok(Message::Text(_)))), "{end:?}");
}

#[tokio::test]
async fn pages_of_browsers_are_kept_out() {
    let server = HttpServer::start(&[]).await;
    let mut request = server.web_socket.as_str().into_client_request().unwrap();
    let page = "https://example.com".parse().unwrap();
    request.headers_mut().insert("origin", page);
    let Err(Error::Http(refused)) = connect_async(request).await else {
        panic!("a page was let in");
    };
    assert_eq!(refused.status(), 403);
}
