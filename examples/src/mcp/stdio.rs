//! MCP over stdin and stdout: one client, one message a line.
//!
//! The connection decides by the time since the last line: a line is handed on, and then it sleeps; what else it does,
//! it does awake while its client is active, and goes back to sleep at once when that has been silent for long.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use dormouse::AnyInfo;
use dormouse::prelude::*;
use rmcp::model::ServerJsonRpcMessage;
use rmcp::transport::stdio_pipes;
use tokio::time::Instant;

use super::connection::{Connection, Desk, Output};
use super::lines::Lines;
use super::message::Incoming;
use super::server::Server;

/// Serves the one client, until it closes stdin.
///
/// # Errors
///
/// Fails when no session can be opened, and when stdin or stdout cannot be used.
pub async fn serve(server: Arc<Server>) -> anyhow::Result<()> {
    let (input, output) = stdio_pipes();
    let desk = Desk::open(server.clone()).await?;
    let idle = server.settings().stdio_idle;
    let connection = Stdio::new(desk.clone(), Output::new(output), idle);
    let connection = server
        .app()
        .transports()
        .stdio()
        .start_child(connection)
        .await;
    let connection = desk.or_end(connection).await?;
    desk.serve(connection, Lines::new(input)).await?;
    Ok(())
}

/// The connection.
#[actor]
#[derive(Debug)]
pub struct Stdio {
    desk: Desk,
    output: Output,
    idle: Duration,
    last_line: Instant,
    lines: u64,
    answers: u64,
}

impl Stdio {
    /// A connection that writes to `output`, whose client is idle when it has sent nothing for that long.
    #[must_use]
    pub fn new(desk: Desk, output: Output, idle: Duration) -> Self {
        Self {
            desk,
            output,
            idle,
            last_line: Instant::now(),
            lines: 0,
            answers: 0,
        }
    }

    /// Awake as long as the client is active.
    fn by_idle_time<T>(&self, reply: T) -> Outcome<T> {
        let outcome = Outcome::reply(reply);
        if self.last_line.elapsed() < self.idle {
            outcome
        } else {
            outcome.hibernate()
        }
    }
}

#[actor]
impl Stdio {
    /// The client has sent a line: it is handed on, and then nothing is to do before it is answered.
    #[call(interface = Connection)]
    pub async fn receive(&mut self, incoming: Incoming, context: Context<Self>) -> Outcome {
        self.last_line = Instant::now();
        self.lines += 1;
        match self.desk.hand_on(&incoming, context.handle()) {
            Ok(()) => Outcome::awake().hibernate(),
            // Whether the client has gone, the next line or answer will show.
            Err(unknown) => {
                let _ = self.output.refuse(unknown).await;
                self.desk.on_unknown().outcome(())
            }
        }
    }

    /// Writes a message.
    #[call(interface = Connection)]
    pub async fn send(&mut self, message: ServerJsonRpcMessage) -> Outcome<Result<(), io::Error>> {
        self.answers += 1;
        let written = self.output.write(&message).await;
        self.by_idle_time(written)
    }

    /// What the connection knows of itself.
    #[call]
    pub fn state(&self) -> Outcome<State> {
        self.by_idle_time(State {
            lines: self.lines,
            answers: self.answers,
            idle: self.last_line.elapsed(),
        })
    }

    /// Looks whether the client is still active.
    #[every("60s")]
    fn look(&mut self) -> Outcome {
        self.by_idle_time(())
    }

    /// Something that nobody should have sent: as after a message that the server does not know.
    #[info(other)]
    fn other(&mut self, info: AnyInfo, context: &Context<Self>) -> Outcome {
        self.desk.unexpected(&info, &context.path())
    }
}

/// What a connection over stdio knows of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// How many lines have come.
    pub lines: u64,
    /// How many messages were sent.
    pub answers: u64,
    /// How long ago the last line came.
    pub idle: Duration,
}
