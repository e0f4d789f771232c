//! Servers, clients, and waiting with a deadline.

use std::process::Stdio;
use std::time::Duration;

use dormouse_examples::mcp::app::App;
use dormouse_examples::mcp::settings::Settings;
use dormouse_examples::mcp::status::{Part, Status};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use rmcp::model::{CallToolRequestParams, CallToolResult};
use rmcp::service::{RunningService, ServiceError};
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::transport::{StreamableHttpClientTransport, TokioChildProcess};
use rmcp::{RoleClient, ServiceExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::{Instant, sleep, timeout_at};

/// A client that has introduced itself.
pub(crate) type Client = RunningService<RoleClient, ()>;

/// After how long a test that waits has failed.
pub(crate) const DEADLINE: Duration = Duration::from_secs(120);

/// What a client says first.
pub(crate) const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}"#;

/// The tree of a server, not started yet.
pub(crate) fn new_app() -> App {
    App {
        directory: None,
        settings: Settings::default(),
    }
}

/// Says when actors sleep.
const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mcp/quick.conf");

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp"));
    command.args(arguments).kill_on_drop(true);
    command.env("DORMOUSE_CONFIG", CONFIG);
    command
}

/// Waits for `future`, but not for ever.
pub(crate) async fn in_time<T>(what: &str, future: impl Future<Output = T>) -> T {
    match timeout_at(Instant::now() + DEADLINE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited for {what} for {DEADLINE:?}"),
    }
}

/// A server over stdio with its client.
pub(crate) async fn stdio_client(arguments: &[&str]) -> Client {
    let mut command = command(&["--stdio"]);
    command.args(arguments);
    let process = TokioChildProcess::builder(command)
        .stderr(Stdio::null())
        .spawn();
    in_time("the handshake", ().serve(process.unwrap().0))
        .await
        .unwrap()
}

/// A server whose stdin and stdout are in the hands of the test.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) child: Child,
    pub(crate) stdin: Option<ChildStdin>,
    stdout: Lines<BufReader<ChildStdout>>,
}

impl Process {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        Self {
            stdin: child.stdin.take(),
            stdout: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        }
    }

    pub(crate) async fn write(&mut self, line: impl AsRef<[u8]>) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(line.as_ref()).await.unwrap();
        stdin.write_all(b"\n").await.unwrap();
    }

    /// The next line; empty when there will be none.
    pub(crate) async fn line(&mut self) -> String {
        let line = in_time("a line of the server", self.stdout.next_line()).await;
        line.unwrap().unwrap_or_default()
    }

    /// The next lines up to one that contains `part`.
    pub(crate) async fn lines_until(&mut self, part: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            lines.push(self.line().await);
            match lines.last() {
                Some(line) if line.contains(part) => return lines,
                Some(line) if line.is_empty() => panic!("no `{part}` in {lines:?}"),
                _ => {}
            }
        }
    }

    /// Sends a message and waits for the next one.
    pub(crate) async fn ask(&mut self, message: impl AsRef<[u8]>) -> Value {
        self.write(message).await;
        serde_json::from_str(&self.line().await).unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let status = std::process::Command::new("kill")
            .args(["-s", name, &id])
            .status();
        assert!(status.unwrap().success());
    }

    /// Waits until the process ends by itself, and well.
    pub(crate) async fn end(mut self) {
        let status = in_time("the end of the server", self.child.wait())
            .await
            .unwrap();
        assert!(status.success(), "{status}");
    }
}

/// A server over HTTP, WebSocket and TCP.
#[derive(Debug)]
pub(crate) struct HttpServer {
    pub(crate) process: Process,
    pub(crate) said: Vec<String>,
    pub(crate) url: String,
    pub(crate) web_socket: String,
    pub(crate) tcp: String,
    http: reqwest::Client,
}

impl HttpServer {
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        let mut all = vec!["--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0"];
        all.extend_from_slice(arguments);
        let mut process = Process::start(&all);
        let said = process.lines_until("listening on http").await;
        let address = |scheme: &str| {
            let wanted = format!("listening on {scheme}://");
            let line = said.iter().find(|line| line.starts_with(&wanted));
            line.unwrap()["listening on ".len()..].to_owned()
        };
        let (url, web_socket) = (address("http"), address("ws"));
        let tcp = address("tcp").replace("tcp://", "");
        Self {
            process,
            said,
            url,
            web_socket,
            tcp,
            http: reqwest::Client::new(),
        }
    }

    pub(crate) async fn client(&self) -> Client {
        let config = StreamableHttpClientTransportConfig::with_uri(self.url.as_str());
        let transport = StreamableHttpClientTransport::with_client(self.http.clone(), config);
        in_time("the handshake", ().serve(transport)).await.unwrap()
    }

    /// A client over TCP.
    pub(crate) async fn tcp_client(&self) -> Client {
        let stream = TcpStream::connect(&self.tcp).await.unwrap();
        in_time("the handshake", ().serve(stream)).await.unwrap()
    }

    /// Posts as no SDK would.
    pub(crate) async fn post(
        &self,
        session: Option<&str>,
        body: impl Into<reqwest::Body>,
    ) -> reqwest::Response {
        let mut request = self.http.post(&self.url).body(body);
        if let Some(session) = session {
            request = request.header("mcp-session-id", session);
        }
        let request = request
            .header(ACCEPT, "application/json, text/event-stream")
            .header(CONTENT_TYPE, "application/json");
        in_time("an answer", request.send()).await.unwrap()
    }

    pub(crate) async fn request(
        &self,
        method: reqwest::Method,
        session: &str,
    ) -> reqwest::StatusCode {
        let request = self.http.request(method, &self.url);
        let request = request
            .header("mcp-session-id", session)
            .header(ACCEPT, "text/event-stream");
        in_time("an answer", request.send()).await.unwrap().status()
    }

    /// Opens a session by hand, and gives its name.
    pub(crate) async fn open(&self) -> String {
        let response = self.post(None, INITIALIZE).await;
        let session = response.headers()["mcp-session-id"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(response.text().await.unwrap().contains("dormouse-mcp"));
        session
    }
}

pub(crate) async fn call(
    client: &Client,
    tool: &'static str,
    arguments: Value,
) -> Result<CallToolResult, ServiceError> {
    let arguments = arguments.as_object().cloned().unwrap_or_default();
    let request = CallToolRequestParams::new(tool).with_arguments(arguments);
    in_time(tool, client.call_tool(request)).await
}

/// Whether the tool has succeeded, and its text.
pub(crate) async fn text(client: &Client, tool: &'static str, arguments: Value) -> (bool, String) {
    let result = call(client, tool, arguments).await.unwrap();
    let parts = result.content.iter().filter_map(|part| part.as_text());
    (
        result.is_error != Some(true),
        parts.map(|part| part.text.as_str()).collect(),
    )
}

/// Adds to the session's counter.
pub(crate) async fn count(client: &Client, by: usize) -> String {
    let (_, count) = text(client, "count", json!({ "by": by })).await;
    count
}

pub(crate) async fn status(client: &Client) -> Status {
    let result = call(client, "status", Value::Null).await.unwrap();
    serde_json::from_value(result.structured_content.unwrap()).unwrap()
}

/// Asks for the status until it is as wanted.
pub(crate) async fn status_when(
    client: &Client,
    what: &str,
    wanted: impl Fn(&Status) -> bool,
) -> Status {
    in_time(what, async {
        loop {
            let status = status(client).await;
            if wanted(&status) {
                return status;
            }
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

/// What the status says of the actors of one type; nothing, where there are none.
pub(crate) fn part(status: &Status, name: &str) -> Part {
    let part = status.parts.iter().find(|part| part.name == name);
    part.cloned().unwrap_or_default()
}
