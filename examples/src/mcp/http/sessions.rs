//! What the SDK asks about sessions over HTTP.

use std::io::{self, ErrorKind};
use std::str::FromStr;
use std::sync::Arc;

use rmcp::RoleServer;
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::service::serve_directly;
use rmcp::transport::OneshotTransport;
use rmcp::transport::streamable_http_server::session::{ServerSseMessage, SessionManager};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Empty, Stream, StreamExt};

use super::clients::ClientsRef;
use super::handshake::Handshake;
use crate::mcp::server::Server;
use crate::mcp::session::{SessionId, SessionRef};

/// Asks the actors.
///
/// rmcp's own session manager keeps tasks and channels for each client, busy or not, some 50 KB of them.
/// Here there is the session actor, and a task only while a request is answered.
#[derive(Debug)]
pub(super) struct Sessions {
    server: Arc<Server>,
    clients: ClientsRef,
}

impl Sessions {
    pub(super) fn new(server: Arc<Server>) -> Self {
        let clients = server.app().transports().http();
        Self { server, clients }
    }

    async fn find(&self, id: &str) -> io::Result<SessionRef> {
        let session = self.clients.find(name(id)?).await;
        session.map_err(io::Error::other)?.ok_or_else(|| none(id))
    }
}

fn name(id: &str) -> io::Result<SessionId> {
    SessionId::from_str(id).map_err(|_| none(id))
}

fn none(id: &str) -> io::Error {
    io::Error::new(ErrorKind::NotFound, format!("no session `{id}`"))
}

impl SessionManager for Sessions {
    type Error = io::Error;
    type Transport = Handshake;

    async fn create_session(&self) -> io::Result<(Arc<str>, Handshake)> {
        let id = SessionId::random();
        let session = self.server.app().sessions().start_child(id).await;
        let session = session.map_err(io::Error::other)?;
        let (client, handshake) = Handshake::new();
        let opened = self.clients.open(id, session, client).await;
        opened.map_err(io::Error::other)?;
        Ok((id.to_string().into(), handshake))
    }

    async fn initialize_session(
        &self,
        id: &Arc<str>,
        mut message: ClientJsonRpcMessage,
    ) -> io::Result<ServerJsonRpcMessage> {
        let found = self.clients.introduce(name(id)?).await;
        let (session, client) = found.map_err(io::Error::other)?.ok_or_else(|| none(id))?;
        message.insert_extension(session);
        client.shake(message).await
    }

    async fn has_session(&self, id: &Arc<str>) -> io::Result<bool> {
        Ok(self.find(id).await.is_ok())
    }

    /// The hands are shaken, and the task that did it is done. The session goes on until DELETE.
    async fn close_session(&self, _id: &Arc<str>) -> io::Result<()> {
        Ok(())
    }

    async fn create_stream(
        &self,
        id: &Arc<str>,
        mut message: ClientJsonRpcMessage,
    ) -> io::Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static> {
        message.insert_extension(self.find(id).await?);
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
        self.find(id).await.map(drop)
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
