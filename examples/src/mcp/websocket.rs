//! MCP over WebSocket: one message in each text frame. The connection says nothing of sleep in its
//! handlers; it sleeps when it has had nothing to do for 30 seconds.

use std::fmt;
use std::io;
use std::sync::Arc;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket as Socket, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dormouse::AnyInfo;
use dormouse::prelude::*;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use rmcp::model::ServerJsonRpcMessage;
use tokio::time::timeout;

use super::MAX_REQUEST;
use super::connection::{Connection, Desk, Input, PATIENCE, Unknown};
use super::message::Incoming;
use super::server::Server;

/// Where the server is found.
pub const PATH: &str = "/ws";

/// Answers a client that asks for a WebSocket.
pub async fn open(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    // Browsers let any page connect to any server, and tell it which page that is. None has business here.
    if headers.contains_key(header::ORIGIN) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let upgrade = upgrade.protocols(["mcp"]).max_message_size(MAX_REQUEST);
    upgrade.on_upgrade(async move |socket| {
        // What is wrong with one client is no affair of the others.
        let _ = serve_one(server, socket).await;
    })
}

async fn serve_one(server: Arc<Server>, socket: Socket) -> anyhow::Result<()> {
    let (output, input) = socket.split();
    let desk = Desk::open(server.clone()).await?;
    let connection = WebSocket::new(desk.clone(), output);
    let connections = server.app().transports().websockets();
    let connection = desk
        .or_end(connections.start_child(connection).await)
        .await?;
    desk.serve(connection, Frames(input)).await?;
    Ok(())
}

/// One connection.
#[actor(hibernate_after = "30s")]
pub struct WebSocket {
    desk: Desk,
    output: SplitSink<Socket, Message>,
}

impl WebSocket {
    fn new(desk: Desk, output: SplitSink<Socket, Message>) -> Self {
        Self { desk, output }
    }

    async fn write(&mut self, message: &ServerJsonRpcMessage) -> io::Result<()> {
        let text = serde_json::to_string(message)?;
        let sent = self.output.send(Message::text(text));
        timeout(PATIENCE, sent).await?.map_err(io::Error::other)
    }
}

#[actor]
impl WebSocket {
    /// The client has sent a message.
    #[call(interface = Connection)]
    pub async fn receive(&mut self, incoming: Incoming, context: Context<Self>) -> Outcome {
        match self.desk.hand_on(&incoming, context.handle()) {
            Ok(()) => return Outcome::awake(),
            // Whether the client has gone, the next read or write will show.
            Err(Unknown::Request(answer)) => drop(self.write(&answer).await),
            Err(Unknown::Info) => {}
        }
        self.desk.on_unknown().outcome(())
    }

    /// Sends a message to the client.
    #[call(interface = Connection)]
    pub async fn send(&mut self, message: ServerJsonRpcMessage) -> Result<(), io::Error> {
        self.write(&message).await
    }

    /// Something that nobody should have sent: as after a message that the server does not know.
    #[info(other)]
    fn other(&mut self, info: AnyInfo, context: &Context<Self>) -> Outcome {
        self.desk.unexpected(&info, &context.path())
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket").finish_non_exhaustive()
    }
}

/// The frames that a client sends.
#[derive(Debug)]
struct Frames(SplitStream<Socket>);

impl Input for Frames {
    async fn next(&mut self) -> io::Result<Option<Incoming>> {
        while let Some(frame) = self.0.next().await {
            match frame.map_err(io::Error::other)? {
                Message::Text(text) => return Ok(Some(Incoming::Whole(text.as_bytes().to_vec()))),
                Message::Binary(bytes) => return Ok(Some(Incoming::Whole(bytes.to_vec()))),
                Message::Close(_) => break,
                // Pings are answered by the socket itself.
                Message::Ping(_) | Message::Pong(_) => {}
            }
        }
        Ok(None)
    }
}
