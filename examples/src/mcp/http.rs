//! MCP over streamable HTTP, answered as server-sent events, and over WebSocket at the same address: any
//! number of clients.
//!
//! * [`clients`]: who has a session, an actor
//! * [`handshake`], `sessions`: what the SDK needs

pub mod clients;
pub mod handshake;
mod sessions;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post_service};
use axum::serve::ListenerExt;
use axum::{Json, Router};
use rmcp::model::ServerJsonRpcMessage;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_stream::StreamExt;

use self::sessions::Sessions;
use super::server::Server;
use super::{MAX_REQUEST, too_large, websocket};

/// Where the server is found.
pub const PATH: &str = "/mcp";

/// A request that is too large is read up to here, in bytes, to be refused; then the connection is closed.
const MAX_READ: usize = 64 * MAX_REQUEST;

/// How long clients have, when the server stops, to take their last answers.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves the clients that come to `listener`, until `stop`.
///
/// # Errors
///
/// Fails when the listener does.
pub async fn serve(
    server: Arc<Server>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let mut config = StreamableHttpServerConfig::default().with_sse_retry(None);
    if !listener.local_addr()?.ip().is_loopback() {
        // Whoever serves the world serves it under names that only the world knows.
        config = config.disable_allowed_hosts();
    }
    // An answer is sent in small pieces, which must not wait for each other to be acknowledged.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    let sessions = Arc::new(Sessions::new(server.clone()));
    let service = {
        let server = server.clone();
        StreamableHttpService::new(move || Ok(server.clone()), sessions, config)
    };
    // GET would be for messages that the server sends unasked. It sends none.
    let routes = Router::new()
        .route(PATH, post_service(service).delete(goodbye))
        .layer(from_fn(read_to_the_end))
        .route(websocket::PATH, any(websocket::open))
        .with_state(server);
    let (stopping, farewell) = oneshot::channel();
    let stop = async {
        stop.await;
        let _ = stopping.send(());
    };
    tokio::select! {
        served = axum::serve(listener, routes).with_graceful_shutdown(stop) => served,
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

/// Answers DELETE, by which a client ends its session.
async fn goodbye(State(server): State<Arc<Server>>, headers: HeaderMap) -> StatusCode {
    let Some(id) = headers.get("mcp-session-id") else {
        return StatusCode::BAD_REQUEST;
    };
    let Ok(id) = id.to_str().unwrap_or_default().parse() else {
        return StatusCode::NOT_FOUND;
    };
    match server.app().transports().http().close(id).await {
        Ok(Some(session)) if session.stop().await.is_ok() => StatusCode::NO_CONTENT,
        Ok(_) => StatusCode::NOT_FOUND,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
