//! How a client and the server introduce themselves over HTTP: one message each way.

use std::io::{self, ErrorKind};

use rmcp::RoleServer;
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::transport::Transport;
use tokio::sync::oneshot;

/// The server's side.
#[derive(Debug)]
pub struct Handshake {
    request: Option<oneshot::Receiver<ClientJsonRpcMessage>>,
    answer: Option<oneshot::Sender<ServerJsonRpcMessage>>,
}

/// The client's side.
#[derive(Debug)]
pub struct ClientSide {
    request: oneshot::Sender<ClientJsonRpcMessage>,
    answer: oneshot::Receiver<ServerJsonRpcMessage>,
}

impl Handshake {
    /// Both sides.
    #[must_use]
    pub fn new() -> (ClientSide, Self) {
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
    /// Says the client's message, and waits for the server's.
    ///
    /// # Errors
    ///
    /// Fails when the server does not answer.
    pub async fn shake(self, message: ClientJsonRpcMessage) -> io::Result<ServerJsonRpcMessage> {
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
