//! MCP over stdin and stdout: one client, one message a line.

use std::io;
use std::sync::Arc;

use rmcp::model::{ClientJsonRpcMessage, ErrorData, RequestId, ServerJsonRpcMessage};
use rmcp::service::ServerInitializeError;
use rmcp::transport::{StdioReader, StdioWriter, Transport, stdio_pipes};
use rmcp::{RoleServer, ServiceExt};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::sync::{Mutex, mpsc};

use super::app::AppRef;
use super::server::Server;
use super::session::{SessionId, SessionRef};
use super::{MAX_REQUEST, too_large};

/// Serves the one client, until it closes stdin.
///
/// # Errors
///
/// Fails when no session can be opened, or the client begins with anything but a request.
pub async fn serve(app: &AppRef, server: Server) -> anyhow::Result<()> {
    let session = app.sessions().start_child(SessionId::random()).await?;
    match server.serve(Stdio::open(session.clone())).await {
        Ok(service) => drop(service.waiting().await?),
        Err(ServerInitializeError::ConnectionClosed(_)) => {}
        Err(error) => return Err(error.into()),
    }
    session.stop().await?;
    Ok(())
}

/// The transport.
///
/// Unlike rmcp's own, which passes over what it cannot read, it answers a line that is no message, or
/// too long, with an error.
#[derive(Debug)]
struct Stdio {
    messages: mpsc::Receiver<ClientJsonRpcMessage>,
    output: Output,
}

impl Stdio {
    fn open(session: SessionRef) -> Self {
        let (input, output) = stdio_pipes();
        let output = Output(Arc::new(Mutex::new(output)));
        let (sender, messages) = mpsc::channel(16);
        tokio::spawn(read(BufReader::new(input), session, sender, output.clone()));
        Self { messages, output }
    }
}

impl Transport<RoleServer> for Stdio {
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = self.output.clone();
        async move { output.write(&message).await }
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        self.messages.recv().await
    }

    async fn close(&mut self) -> io::Result<()> {
        self.messages.close();
        Ok(())
    }
}

/// Stdout, a message at a time.
#[derive(Clone, Debug)]
struct Output(Arc<Mutex<StdioWriter>>);

impl Output {
    async fn write(&self, message: &ServerJsonRpcMessage) -> io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        let mut stdout = self.0.lock().await;
        stdout.write_all(&line).await?;
        stdout.flush().await
    }
}

/// Hands on the messages of the client, until it closes stdin.
async fn read(
    mut input: BufReader<StdioReader>,
    session: SessionRef,
    messages: mpsc::Sender<ClientJsonRpcMessage>,
    output: Output,
) -> io::Result<()> {
    let mut line = Vec::new();
    while let Some(whole) = next_line(&mut input, &mut line).await? {
        match if whole {
            parse(&line)
        } else {
            Err((None, too_large()))
        } {
            Ok(None) => {}
            Ok(Some(mut message)) => {
                message.insert_extension(session.clone());
                if messages.send(message).await.is_err() {
                    break;
                }
            }
            Err((id, error)) => {
                output
                    .write(&ServerJsonRpcMessage::error(error, id))
                    .await?
            }
        }
    }
    Ok(())
}

/// Reads a line; of one that is too long, only the beginning is kept.
///
/// Answers whether the line is whole, or nothing when there is none.
async fn next_line(
    input: &mut BufReader<StdioReader>,
    line: &mut Vec<u8>,
) -> io::Result<Option<bool>> {
    line.clear();
    let limit = MAX_REQUEST as u64 + 1;
    if (&mut *input).take(limit).read_until(b'\n', line).await? == 0 {
        return Ok(None);
    }
    let whole = line.len() <= MAX_REQUEST;
    while !line.ends_with(b"\n") {
        line.clear();
        if (&mut *input).take(limit).read_until(b'\n', line).await? == 0 {
            break;
        }
    }
    Ok(Some(whole))
}

type Refusal = (Option<RequestId>, ErrorData);

/// The message in a line, or nothing if the line needs no answer.
fn parse(line: &[u8]) -> Result<Option<ClientJsonRpcMessage>, Refusal> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => {
            return Err((
                None,
                ErrorData::parse_error(format!("not JSON: {error}"), None),
            ));
        }
    };
    let id = value.get("id").cloned();
    let is_notification = id.is_none() && value.get("method").is_some();
    match serde_json::from_value(value) {
        Ok(message) => Ok(Some(message)),
        // JSON-RPC has no answer to a notification, whatever is wrong with it.
        Err(_) if is_notification => Ok(None),
        Err(error) => {
            let id = id.and_then(|id| serde_json::from_value(id).ok());
            Err((
                id,
                ErrorData::invalid_request(format!("not a message: {error}"), None),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use rmcp::model::{ErrorCode, NumberOrString};

    use super::*;

    #[test]
    fn messages_pass() {
        for line in [
            r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\"}\r\n",
        ] {
            assert!(matches!(parse(line.as_bytes()), Ok(Some(_))), "{line}");
        }
    }

    #[test]
    fn what_needs_no_answer_gets_none() {
        for line in ["", " \r\n", r#"{"method":"textDocument/didOpen"}"#] {
            assert!(matches!(parse(line.as_bytes()), Ok(None)), "{line}");
        }
    }

    #[test]
    fn garbage_is_refused() {
        for (line, id, code) in [
            ("garbage", None, ErrorCode::PARSE_ERROR),
            ("{\"jsonrpc\":\"2.0\",", None, ErrorCode::PARSE_ERROR),
            ("\u{0}\u{1}", None, ErrorCode::PARSE_ERROR),
            ("[]", None, ErrorCode::INVALID_REQUEST),
            ("{}", None, ErrorCode::INVALID_REQUEST),
            (
                r#"{"id":7,"method":"ping"}"#,
                Some(NumberOrString::Number(7)),
                ErrorCode::INVALID_REQUEST,
            ),
        ] {
            let (found, error) = parse(line.as_bytes()).expect_err(line);
            assert_eq!((found, error.code), (id, code), "{line}");
        }
        assert!(parse(b"\xff\xfe").is_err());
        assert!(parse("[".repeat(MAX_REQUEST).as_bytes()).is_err());
    }
}
