//! MCP over streamable HTTP: any number of clients.
//!
//! rmcp's own session manager keeps tasks and channels for each client, busy or not, some 50 KB of them.
//! The one here keeps the session actor, and nothing else: there is a task only while a request is
//! answered.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::post_service;
use axum::serve::ListenerExt;
use axum::{Json, Router};
use rmcp::RoleServer;
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::service::serve_directly;
use rmcp::transport::streamable_http_server::session::{ServerSseMessage, SessionManager};
use rmcp::transport::{
    OneshotTransport, StreamableHttpServerConfig, StreamableHttpService, Transport,
};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Empty, Stream, StreamExt};

use super::app::AppRef;
use super::server::Server;
use super::session::{SessionId, SessionRef};
use super::{MAX_REQUEST, too_large};

/// Where the server is found.
pub const PATH: &str = "/mcp";

/// A request that is too large is read up to here, in bytes, to be refused; then the connection is closed.
const MAX_READ: usize = 64 * MAX_REQUEST;

/// How long clients have, when the server stops, to take their last answers.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves the clients that come to `listener`, until `stop`; one that is silent for longer than
/// `patience` is taken to have gone.
///
/// # Errors
///
/// Fails when the listener does.
pub async fn serve(
    app: AppRef,
    server: Server,
    listener: TcpListener,
    patience: Duration,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let mut config = StreamableHttpServerConfig::default().with_sse_retry(None);
    if !listener.local_addr()?.ip().is_loopback() {
        // Whoever serves the world serves it under names that only the world knows.
        config = config.disable_allowed_hosts();
    }
    // An answer is sent in small pieces, which must not wait for each other to be acknowledged.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    let server = Arc::new(server);
    let clients = Arc::new(Clients {
        app,
        server: server.clone(),
        open: Mutex::default(),
    });
    let service = StreamableHttpService::new(move || Ok(server.clone()), clients.clone(), config);
    // GET would be for messages that the server sends unasked. It sends none.
    let routes = Router::new()
        .route(PATH, post_service(service).delete(goodbye))
        .layer(from_fn(read_to_the_end))
        .with_state(clients.clone());
    let (stopping, farewell) = oneshot::channel();
    let stop = async {
        stop.await;
        let _ = stopping.send(());
    };
    tokio::select! {
        served = axum::serve(listener, routes).with_graceful_shutdown(stop) => served,
        never = clients.end_the_silent(patience) => match never {},
        () = async { drop(farewell.await); tokio::time::sleep(FAREWELL).await } => Ok(()),
    }
}

/// Reads a request before it is answered, also one that is too large: a client does not look for the
/// answer while it still writes.
async fn read_to_the_end(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let mut parts = body.into_data_stream();
    let (mut whole, mut length) = (Vec::new(), 0);
    while let Some(part) = parts.next().await {
        let Ok(part) = part else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        length += part.len();
        if length <= MAX_REQUEST {
            whole.extend_from_slice(&part);
        } else if length > MAX_READ {
            break;
        }
    }
    if length > MAX_REQUEST {
        let refusal = ServerJsonRpcMessage::error(too_large(), None);
        return (StatusCode::PAYLOAD_TOO_LARGE, Json(refusal)).into_response();
    }
    next.run(Request::from_parts(head, whole.into())).await
}

/// The open sessions, by the names that their clients know.
#[derive(Debug)]
struct Clients {
    app: AppRef,
    server: Arc<Server>,
    open: Mutex<HashMap<SessionId, Open>>,
}

#[derive(Debug)]
struct Open {
    session: SessionRef,
    last_request: Instant,
    handshake: Option<ClientSide>,
}

impl Clients {
    fn open(&self) -> MutexGuard<'_, HashMap<SessionId, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what a request needs from the entry of its session.
    fn on_request<T>(&self, id: &str, take: impl FnOnce(&mut Open) -> Option<T>) -> io::Result<T> {
        let mut open = self.open();
        let entry = SessionId::from_str(id)
            .ok()
            .and_then(|id| open.get_mut(&id));
        let taken = entry.and_then(|entry| {
            entry.last_request = Instant::now();
            take(entry)
        });
        taken.ok_or_else(|| io::Error::new(ErrorKind::NotFound, format!("no session `{id}`")))
    }

    fn session(&self, id: &str) -> io::Result<SessionRef> {
        self.on_request(id, |entry| Some(entry.session.clone()))
    }

    /// Ends a session; answers whether there was one.
    async fn end(&self, id: SessionId) -> bool {
        let entry = self.open().remove(&id);
        match entry {
            Some(entry) => entry.session.stop().await.is_ok(),
            None => false,
        }
    }

    /// Ends the sessions of clients that have vanished, as long as the server runs.
    async fn end_the_silent(&self, patience: Duration) -> Infallible {
        let mut ticks = tokio::time::interval((patience / 4).max(Duration::from_millis(10)));
        loop {
            ticks.tick().await;
            let is_silent = |entry: &Open| entry.last_request.elapsed() > patience;
            let silent: Vec<_> = self
                .open()
                .extract_if(|_, entry| is_silent(entry))
                .collect();
            for (_, entry) in silent {
                // It may have ended by itself; then there is nothing left to do.
                let _ = entry.session.stop().await;
            }
        }
    }
}

/// Answers DELETE, by which a client ends its session.
async fn goodbye(State(clients): State<Arc<Clients>>, headers: HeaderMap) -> StatusCode {
    let Some(id) = headers.get("mcp-session-id") else {
        return StatusCode::BAD_REQUEST;
    };
    match id.to_str().unwrap_or_default().parse() {
        Ok(id) if clients.end(id).await => StatusCode::NO_CONTENT,
        _ => StatusCode::NOT_FOUND,
    }
}

impl SessionManager for Clients {
    type Error = io::Error;
    type Transport = Handshake;

    async fn create_session(&self) -> io::Result<(Arc<str>, Handshake)> {
        let id = SessionId::random();
        let session = self.app.sessions().start_child(id).await;
        let (client, handshake) = Handshake::new();
        let entry = Open {
            session: session.map_err(io::Error::other)?,
            last_request: Instant::now(),
            handshake: Some(client),
        };
        self.open().insert(id, entry);
        Ok((id.to_string().into(), handshake))
    }

    async fn initialize_session(
        &self,
        id: &Arc<str>,
        mut message: ClientJsonRpcMessage,
    ) -> io::Result<ServerJsonRpcMessage> {
        let take = |entry: &mut Open| Some((entry.session.clone(), entry.handshake.take()?));
        let (session, client) = self.on_request(id, take)?;
        message.insert_extension(session);
        client.shake(message).await
    }

    async fn has_session(&self, id: &Arc<str>) -> io::Result<bool> {
        Ok(self.session(id).is_ok())
    }

    /// The hands are shaken, and the task that did it is done. The session goes on until [`goodbye`].
    async fn close_session(&self, _id: &Arc<str>) -> io::Result<()> {
        Ok(())
    }

    async fn create_stream(
        &self,
        id: &Arc<str>,
        mut message: ClientJsonRpcMessage,
    ) -> io::Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static> {
        message.insert_extension(self.session(id)?);
        let (transport, answers) = OneshotTransport::<RoleServer>::new(message);
        let task = serve_directly(self.server.clone(), transport, None);
        Ok(ReceiverStream::new(answers).map(move |answer| {
            // The task ends with the stream, also when the client goes before it has its answer.
            let _ = &task;
            ServerSseMessage::from_message(answer)
        }))
    }

    /// Takes a notification. None of them changes anything here.
    async fn accept_message(
        &self,
        id: &Arc<str>,
        _message: ClientJsonRpcMessage,
    ) -> io::Result<()> {
        self.session(id).map(drop)
    }

    async fn create_standalone_stream(
        &self,
        _id: &Arc<str>,
    ) -> io::Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static> {
        Err::<Empty<_>, _>(ErrorKind::Unsupported.into())
    }

    async fn resume(
        &self,
        _id: &Arc<str>,
        _last: String,
    ) -> io::Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static> {
        Err::<Empty<_>, _>(ErrorKind::Unsupported.into())
    }
}

/// The server's side of a handshake: one message each way.
#[derive(Debug)]
struct Handshake {
    request: Option<oneshot::Receiver<ClientJsonRpcMessage>>,
    answer: Option<oneshot::Sender<ServerJsonRpcMessage>>,
}

/// The client's side of it.
#[derive(Debug)]
struct ClientSide {
    request: oneshot::Sender<ClientJsonRpcMessage>,
    answer: oneshot::Receiver<ServerJsonRpcMessage>,
}

impl Handshake {
    fn new() -> (ClientSide, Self) {
        let (request, received) = oneshot::channel();
        let (sent, answer) = oneshot::channel();
        let server = Self {
            request: Some(received),
            answer: Some(sent),
        };
        (ClientSide { request, answer }, server)
    }
}

impl ClientSide {
    async fn shake(self, message: ClientJsonRpcMessage) -> io::Result<ServerJsonRpcMessage> {
        // If nobody takes the message, nobody answers either.
        let _ = self.request.send(message);
        self.answer.await.map_err(io::Error::other)
    }
}

impl Transport<RoleServer> for Handshake {
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let sent = self
            .answer
            .take()
            .and_then(|answer| answer.send(message).ok());
        std::future::ready(sent.ok_or_else(|| ErrorKind::BrokenPipe.into()))
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        let message = self.request.as_mut()?.await.ok();
        self.request = None;
        message
    }

    async fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}
