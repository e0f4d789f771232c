//! What the transports that keep a connection open have in common: stdio, TCP and WebSocket.
//!
//! A connection is an actor, which writes, beside one task, which reads and is otherwise nothing but a
//! socket that is waited for. There are tasks for requests only while these are answered.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AnyActorRef, AnyInfo, Child};
use rmcp::RoleServer;
use rmcp::model::{ClientJsonRpcMessage, JsonRpcMessage, ServerJsonRpcMessage};
use rmcp::service::serve_directly;
use rmcp::transport::OneshotTransport;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::lines::Lines;
use super::message::{Incoming, Parsed};
use super::server::Server;
use super::session::{SessionId, SessionRef};
use super::settings::OnUnknown;

/// How many requests of one client may be worked on at once; more wait unread.
const MAX_AT_ONCE: usize = 16;

/// How long a client may take to read an answer, and how long its last requests may take when it has
/// said that no more will come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A connection to a client, whatever carries it.
#[interface]
pub trait Connection {
    /// The client has sent something.
    #[call]
    async fn receive(&mut self, incoming: Incoming);

    /// Sends a message to the client.
    #[call]
    async fn send(&mut self, message: ServerJsonRpcMessage) -> Result<(), io::Error>;
}

/// One actor for each connection of a kind, which is not started again: a client comes again by itself.
///
/// It does not sleep. Clients come and go at any time, and would wait for it to wake; and there is little
/// to gain, for what it has to remember are its children, which sleep on their own.
#[supervisor(strategy = simple_one_for_one, intensity = 5, period = "60s", auto_hibernation = false)]
#[derive(Debug)]
pub struct Connections<C: Child> {
    kind: PhantomData<fn() -> C>,
    #[child(start = |connection: C| connection, restart = temporary)]
    connection: C,
}

impl<C: Child> Default for Connections<C> {
    fn default() -> Self {
        Self { kind: PhantomData }
    }
}

/// Hands the requests of one client to the server.
#[derive(Clone, Debug)]
pub struct Desk {
    server: Arc<Server>,
    session: SessionRef,
    room: Arc<Semaphore>,
}

impl Desk {
    /// Opens a session for a client that has come.
    ///
    /// # Errors
    ///
    /// Fails when the session does not start, as when there are too many.
    pub async fn open(server: Arc<Server>) -> Result<Self, StartError> {
        let session = server.app().sessions();
        let session = session.start_child(SessionId::random()).await?;
        Ok(Self {
            server,
            session,
            room: Arc::new(Semaphore::new(MAX_AT_ONCE)),
        })
    }

    /// Hands on what the client has sent; the answer goes to `connection` when it is there.
    ///
    /// # Errors
    ///
    /// Gives back what the server does not know, for the connection to answer.
    pub fn hand_on<C>(&self, incoming: &Incoming, connection: C) -> Result<(), Unknown>
    where
        C: Into<ConnectionRef> + Into<AnyActorRef> + Clone,
    {
        match incoming.parse() {
            Parsed::Known(message) if matches!(message, JsonRpcMessage::Request(_)) => {
                let actor = connection.clone().into();
                self.answer(message, connection.into(), actor);
                Ok(())
            }
            // No notification changes anything here, and there is nothing that clients were asked.
            Parsed::Known(_) | Parsed::Nothing => Ok(()),
            Parsed::UnknownRequest(answer) => Err(Unknown::Request(Box::new(answer))),
            Parsed::UnknownInfo => Err(Unknown::Info),
        }
    }

    fn answer(
        &self,
        mut message: ClientJsonRpcMessage,
        connection: ConnectionRef,
        actor: AnyActorRef,
    ) {
        message.insert_extension(self.session.clone());
        let (transport, mut answers) = OneshotTransport::<RoleServer>::new(message);
        // There is one, since it was waited for before the request was read.
        let room = self.room.clone().try_acquire_owned();
        let server = self.server.clone();
        tokio::spawn(async move {
            let _room = room;
            let _running = serve_directly(server, transport, None);
            while let Some(answer) = answers.recv().await {
                if connection.send(answer).await.is_err() {
                    // Asked for, and not waited for: it may have ended already.
                    drop(actor.stop(ExitReason::Normal));
                    return;
                }
            }
        });
    }

    /// Ends the session again, where the connection has not started.
    ///
    /// # Errors
    ///
    /// Fails when the start has.
    pub async fn or_end<C>(&self, started: Result<C, StartError>) -> Result<C, StartError> {
        if started.is_err() {
            let _ = self.session.stop().await;
        }
        started
    }

    /// What becomes of a connection over which something unknown came.
    #[must_use]
    pub fn on_unknown(&self) -> OnUnknown {
        self.server.settings().on_unknown
    }

    /// Tells of a value that reached a connection and that it has no use for.
    pub fn unexpected(&self, info: &AnyInfo, path: &str) -> Outcome {
        let message = info.type_name();
        tracing::warn!(path, message, "unexpected info");
        self.on_unknown().outcome(())
    }

    /// Reads what the client sends, and tells its connection, as long as there are both; then ends connection
    /// and session.
    ///
    /// # Errors
    ///
    /// Fails when the input does, or when the connection ends first.
    pub async fn serve<C>(self, connection: C, mut input: impl Input) -> io::Result<()>
    where
        C: Into<ConnectionRef> + Into<AnyActorRef> + Clone,
    {
        let actor: AnyActorRef = connection.clone().into();
        let connection: ConnectionRef = connection.into();
        let read = tokio::select! {
            read = self.read(&connection, &mut input) => read,
            ended = actor.stopped() => Err(io::Error::other(match ended {
                Ok(exit) => format!("{}: {}", actor.path(), exit.reason()),
                Err(error) => error.to_string(),
            })),
        };
        // Both may have ended by themselves.
        let _ = actor.stop(ExitReason::Normal).await;
        let _ = self.session.stop().await;
        read
    }

    async fn read(&self, connection: &ConnectionRef, input: &mut impl Input) -> io::Result<()> {
        while let Some(incoming) = input.next().await? {
            drop(self.room.acquire().await);
            if connection.receive(incoming).await.is_err() {
                return Ok(());
            }
        }
        // What was asked is answered, also to a client that only listens now.
        let all = self.room.acquire_many(MAX_AT_ONCE as u32);
        let _ = timeout(PATIENCE, all).await;
        Ok(())
    }
}

/// What the server does not know.
#[derive(Debug)]
pub enum Unknown {
    /// A request, or no message at all, with the answer to it.
    Request(Box<ServerJsonRpcMessage>),
    /// A notification, which has no answer.
    Info,
}

/// Where what a client sends comes from.
pub trait Input: Send {
    /// The next message of the client, or nothing when no more will come.
    fn next(&mut self) -> impl Future<Output = io::Result<Option<Incoming>>> + Send;
}

impl<R: tokio::io::AsyncRead + Send + Unpin> Input for Lines<R> {
    fn next(&mut self) -> impl Future<Output = io::Result<Option<Incoming>>> + Send {
        Self::next(self)
    }
}

/// Where messages to a client go, one a line.
pub struct Output(Box<dyn AsyncWrite + Send + Unpin>);

impl Output {
    /// Writes to `output`.
    pub fn new(output: impl AsyncWrite + Send + Unpin + 'static) -> Self {
        Self(Box::new(output))
    }

    /// Writes one message.
    ///
    /// # Errors
    ///
    /// Fails when the client has gone, or does not read.
    pub async fn write(&mut self, message: &ServerJsonRpcMessage) -> io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        let written = async {
            self.0.write_all(&line).await?;
            self.0.flush().await
        };
        timeout(PATIENCE, written).await?
    }

    /// Answers what the server does not know.
    ///
    /// # Errors
    ///
    /// Fails as [`write`](Self::write) does.
    pub async fn refuse(&mut self, unknown: Unknown) -> io::Result<()> {
        match unknown {
            Unknown::Request(answer) => self.write(&answer).await,
            Unknown::Info => Ok(()),
        }
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").finish_non_exhaustive()
    }
}
