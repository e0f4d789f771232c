//! MCP over TCP: one message a line, any number of clients.
//!
//! The connection sleeps where it has nothing to do: when no message has come or gone for a while, and
//! after an error. While messages go to and fro it stays awake.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use dormouse::AnyInfo;
use dormouse::prelude::*;
use rmcp::model::ServerJsonRpcMessage;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use super::connection::{Connection, Desk, Output};
use super::lines::Lines;
use super::message::Incoming;
use super::server::Server;

/// Serves the clients that come to `listener`, as long as it is polled.
pub async fn serve(server: Arc<Server>, mut listener: TcpListener) -> Infallible {
    loop {
        // axum's waits where no more can come for now, and tries again.
        let (stream, _) = Listener::accept(&mut listener).await;
        let server = server.clone();
        tokio::spawn(async move {
            // What is wrong with one client is no affair of the others.
            let _ = serve_one(server, stream).await;
        });
    }
}

async fn serve_one(server: Arc<Server>, stream: TcpStream) -> anyhow::Result<()> {
    // An answer is sent at once, and waits for no acknowledgement.
    stream.set_nodelay(true)?;
    let (input, output) = stream.into_split();
    let desk = Desk::open(server.clone()).await?;
    let idle = server.settings().tcp_idle;
    let connection = Tcp::new(desk.clone(), Output::new(output), idle);
    let connection = server
        .app()
        .transports()
        .tcp()
        .start_child(connection)
        .await;
    let connection = desk.or_end(connection).await?;
    desk.serve(connection, Lines::new(input)).await?;
    Ok(())
}

/// One connection.
#[actor]
#[derive(Debug)]
pub struct Tcp {
    desk: Desk,
    output: Output,
    idle: Duration,
    last_activity: Instant,
    /// Whether a [`Look`] is on its way.
    is_watched: bool,
}

impl Tcp {
    /// A connection that writes to `output`, and sleeps after `idle` without a message.
    #[must_use]
    pub fn new(desk: Desk, output: Output, idle: Duration) -> Self {
        Self {
            desk,
            output,
            idle,
            last_activity: Instant::now(),
            is_watched: false,
        }
    }

    /// There is one look at a time, not one for each message.
    fn active(&mut self, context: &Context<Self>) {
        self.last_activity = Instant::now();
        if !self.is_watched {
            self.is_watched = true;
            context.send_after(self.idle, Look);
        }
    }
}

/// Time to look whether the connection is idle.
#[derive(Clone, Copy, Debug)]
pub struct Look;

#[actor]
impl Tcp {
    /// The client has sent a line.
    #[call(interface = Connection)]
    pub async fn receive(&mut self, incoming: Incoming, context: Context<Self>) -> Outcome {
        self.active(&context);
        match self.desk.hand_on(&incoming, context.handle()) {
            Ok(()) => Outcome::awake(),
            // Whether the client has gone, the next read or write will show.
            Err(unknown) => {
                let _ = self.output.refuse(unknown).await;
                self.desk.on_unknown().outcome(())
            }
        }
    }

    /// Writes a message: on the active path it stays awake, and sleeps when that has failed.
    #[call(interface = Connection)]
    pub async fn send(
        &mut self,
        message: ServerJsonRpcMessage,
        context: Context<Self>,
    ) -> Outcome<Result<(), io::Error>> {
        self.active(&context);
        match self.output.write(&message).await {
            Ok(()) => Outcome::reply(Ok(())),
            Err(error) => Outcome::reply(Err(error)).hibernate(),
        }
    }

    /// Sleeps when nothing has happened for long enough, and else looks again when that may be.
    #[info]
    fn look(&mut self, _: Look, context: &Context<Self>) -> Outcome {
        let idle = self.last_activity.elapsed();
        self.is_watched = idle < self.idle;
        if self.is_watched {
            context.send_after(self.idle - idle, Look);
            return Outcome::awake();
        }
        Outcome::awake().hibernate()
    }

    /// Something that nobody should have sent: as after a message that the server does not know.
    #[info(other)]
    fn other(&mut self, info: AnyInfo, context: &Context<Self>) -> Outcome {
        self.desk.unexpected(&info, &context.path())
    }
}
