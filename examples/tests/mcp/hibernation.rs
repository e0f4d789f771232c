//! Each way in which the actors fall asleep, on a clock that stands until all wait.

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{AnyActorRef, Status};
use dormouse_examples::mcp::app::AppRef;
use dormouse_examples::mcp::connection::{Desk, Output};
use dormouse_examples::mcp::message::Incoming;
use dormouse_examples::mcp::options::Options;
use dormouse_examples::mcp::server::Server;
use dormouse_examples::mcp::session::{Client, SessionId};
use dormouse_examples::mcp::settings::OnUnknown;
use dormouse_examples::mcp::stdio::{State, Stdio, StdioRef};
use dormouse_examples::mcp::tcp::{Tcp, TcpRef};
use rmcp::model::{ErrorData, ServerJsonRpcMessage};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, DuplexStream, Lines};
use tokio::time::sleep;

use crate::support::{INITIALIZE, new_app};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// A message that needs no answer.
const INITIALIZED: &str = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;

fn status(actor: impl Into<AnyActorRef>) -> Status {
    actor.into().status()
}

async fn start() -> AppRef {
    new_app().start().await.unwrap()
}

/// The client's end of a connection.
struct Wire(Lines<BufReader<DuplexStream>>);

impl Wire {
    fn new() -> (Self, Output) {
        let (client, server) = tokio::io::duplex(1 << 16);
        (Self(BufReader::new(client).lines()), Output::new(server))
    }

    async fn next(&mut self) -> Value {
        let line = self.0.next_line().await.unwrap().unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

async fn desk(app: &AppRef, on_unknown: OnUnknown) -> Desk {
    let mut options = Options::parse([]).unwrap();
    options.settings.on_unknown = on_unknown;
    let server = Arc::new(Server::new(app.clone(), &options));
    Desk::open(server).await.unwrap()
}

async fn tcp(app: &AppRef, on_unknown: OnUnknown) -> (TcpRef, Wire) {
    let (wire, output) = Wire::new();
    let tcp = Tcp::new(desk(app, on_unknown).await, output, 30 * SECOND);
    (app.transports().tcp().start_child(tcp).await.unwrap(), wire)
}

async fn stdio(app: &AppRef, on_unknown: OnUnknown) -> (StdioRef, Wire) {
    let (wire, output) = Wire::new();
    let stdio = Stdio::new(desk(app, on_unknown).await, output, 5 * MINUTE);
    let stdio = app.transports().stdio().start_child(stdio).await;
    (stdio.unwrap(), wire)
}

fn line(text: &str) -> Incoming {
    Incoming::Whole(format!("{text}\n").into_bytes())
}

fn message() -> ServerJsonRpcMessage {
    ServerJsonRpcMessage::error(ErrorData::internal_error("as an example", None), None)
}

#[tokio::test(start_paused = true)]
async fn the_store_sleeps_after_each_call_and_each_cleaning() {
    let app = start().await;
    let (store, id) = (app.store(), SessionId::random());
    let client = Client::new("ada", "1.0");
    store.save_client(id, client.clone()).await.unwrap();
    assert_eq!(status(&store), Status::Hibernated);
    assert_eq!(store.client(id).await.unwrap(), Some(client));
    assert_eq!(status(&store), Status::Hibernated);

    sleep(10 * MINUTE).await;
    assert_eq!(status(&store), Status::Hibernated);
    let full = store.actor().memory().bytes();
    let (hour, day) = (60 * MINUTE, 24 * 60 * MINUTE);
    sleep(day - hour).await;
    assert_eq!(store.actor().memory().bytes(), full, "kept for a day");
    sleep(2 * hour).await;
    assert_eq!(status(&store), Status::Hibernated);
    assert!(store.actor().memory().bytes() < full, "and no longer");
    assert_eq!(store.client(id).await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn a_session_and_the_list_of_clients_sleep_by_themselves() {
    let app = start().await;
    let session = app.sessions().start_child(SessionId::random()).await;
    let (session, clients) = (session.unwrap(), app.transports().http());
    session.called().await.unwrap();
    clients.find(SessionId::random()).await.unwrap();
    sleep(29 * SECOND).await;
    assert_eq!(status(&session), Status::Idle);
    assert_eq!(status(&clients), Status::Idle);
    sleep(2 * SECOND).await;
    assert_eq!(status(&session), Status::Hibernated);
    assert_eq!(status(&clients), Status::Hibernated);
    session.prompted("1 + 1".to_owned()).await.unwrap();
    assert_eq!(status(&session), Status::Hibernated, "the user thinks now");
    // It looks for those who are silent, and sleeps on.
    sleep(60 * MINUTE).await;
    assert_eq!(status(&clients), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn tools_sleep_after_the_execution() {
    let app = start().await;
    let tools = app.tools();
    let (calculator, counter) = (tools.calculator(), tools.counter());
    for expression in ["1 + 1", "1 +"] {
        let _ = calculator.evaluate(expression.to_owned()).await;
        assert_eq!(status(&calculator), Status::Hibernated, "{expression}");
    }
    let session = SessionId::random();
    for by in [i64::MAX, 1] {
        let _ = counter.add(session, by).await;
        assert_eq!(status(&counter), Status::Hibernated, "{by}");
    }
}

#[tokio::test(start_paused = true)]
async fn over_tcp_only_what_is_idle_or_broken_sleeps() {
    let app = start().await;
    let (tcp, mut wire) = tcp(&app, OnUnknown::Hibernate).await;
    tcp.receive(line(INITIALIZE)).await.unwrap();
    assert!(wire.next().await["result"]["serverInfo"].is_object());
    assert_eq!(status(&tcp), Status::Idle);
    for _ in 0..10 {
        sleep(20 * SECOND).await;
        tcp.receive(line(INITIALIZED)).await.unwrap();
        assert_eq!(status(&tcp), Status::Idle, "the active path");
    }
    sleep(29 * SECOND).await;
    assert_eq!(status(&tcp), Status::Idle);
    sleep(2 * SECOND).await;
    assert_eq!(status(&tcp), Status::Hibernated, "idle for 30 seconds");

    tcp.send(message()).await.unwrap();
    assert_eq!(status(&tcp), Status::Idle, "woken by an answer");
    drop(wire);
    assert!(tcp.send(message()).await.is_err());
    assert_eq!(
        status(&tcp),
        Status::Hibernated,
        "there is nobody to write to"
    );
}

#[tokio::test(start_paused = true)]
async fn over_stdio_the_idle_time_decides() {
    let app = start().await;
    let (stdio, mut wire) = stdio(&app, OnUnknown::Hibernate).await;
    stdio.receive(line(INITIALIZED)).await.unwrap();
    assert_eq!(status(&stdio), Status::Hibernated, "handed on");
    stdio.receive(line(INITIALIZE)).await.unwrap();
    assert!(wire.next().await["result"]["serverInfo"].is_object());
    assert_eq!(status(&stdio), Status::Idle, "the client is active");
    sleep(3 * MINUTE).await;
    assert_eq!(status(&stdio), Status::Idle);

    sleep(3 * MINUTE).await;
    assert_eq!(status(&stdio), Status::Hibernated, "idle for 5 minutes");
    let state = State {
        lines: 2,
        answers: 1,
        idle: 6 * MINUTE,
    };
    assert_eq!(stdio.state().await.unwrap(), state);
    assert_eq!(status(&stdio), Status::Hibernated);
    stdio.send(message()).await.unwrap();
    assert_eq!(status(&stdio), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn what_is_unknown_is_answered_and_puts_to_sleep() {
    let app = start().await;
    for (on_unknown, then) in [
        (OnUnknown::Hibernate, Status::Hibernated),
        (OnUnknown::StayAwake, Status::Idle),
    ] {
        let (tcp, mut wire) = tcp(&app, on_unknown).await;
        for (text, code) in [
            (r#"{"jsonrpc":"2.0","id":1,"method":"no/such"}"#, -32601),
            ("garbage", -32700),
        ] {
            tcp.receive(line(INITIALIZED)).await.unwrap();
            tcp.receive(line(text)).await.unwrap();
            assert_eq!(wire.next().await["error"]["code"], code);
            assert_eq!(status(&tcp), then, "{text}");
        }
        tcp.receive(line(INITIALIZED)).await.unwrap();
        assert_eq!(status(&tcp), Status::Idle);
        let unknown = r#"{"jsonrpc":"2.0","method":"notifications/no/such"}"#;
        tcp.receive(line(unknown)).await.unwrap();
        assert_eq!(status(&tcp), then, "no answer");

        let (stdio, mut wire) = stdio(&app, on_unknown).await;
        stdio.receive(line("garbage")).await.unwrap();
        assert_eq!(wire.next().await["error"]["code"], -32700);
        assert_eq!(status(&stdio), then);
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_info_is_told_and_puts_to_sleep() {
    let app = start().await;
    for (on_unknown, then) in [
        (OnUnknown::Hibernate, Status::Hibernated),
        (OnUnknown::StayAwake, Status::Idle),
    ] {
        let (tcp, _wire) = tcp(&app, on_unknown).await;
        let (stdio, _wire) = stdio(&app, on_unknown).await;
        tcp.receive(line(INITIALIZED)).await.unwrap();
        stdio.receive(line(INITIALIZED)).await.unwrap();
        for any in [AnyActorRef::from(&tcp), AnyActorRef::from(&stdio)] {
            any.send("a word").unwrap();
            sleep(SECOND / 1000).await;
            assert_eq!(any.status(), then, "{any:?}");
        }
    }
}

/// Who says nothing of other infos is not woken by them: the runtime warns.
#[tokio::test(start_paused = true)]
async fn an_info_that_has_no_handler_wakes_nobody() {
    let app = start().await;
    let any = AnyActorRef::from(app.store());
    app.store().count(SessionId::random()).await.unwrap();
    assert_eq!(any.status(), Status::Hibernated);
    any.send("a word").unwrap();
    assert_eq!(any.status(), Status::Hibernated);
    sleep(SECOND / 1000).await;
    assert_eq!(any.status(), Status::Hibernated);
}

#[tokio::test(start_paused = true)]
async fn supervisors_sleep_where_children_stay() {
    let app = start().await;
    let flags = app.supervisor().flags();
    assert_eq!((flags.intensity, flags.period), (5, MINUTE));
    let transports = app.transports();
    let connections = transports.tcp();
    let flags = connections.supervisor().flags();
    assert_eq!((flags.intensity, flags.period), (5, MINUTE));
    let flags = app.chaos().supervisor().flags();
    assert_eq!((flags.intensity, flags.period), (10, MINUTE));

    let (_tcp, _wire) = tcp(&app, OnUnknown::Hibernate).await;
    app.chaos().start_child().await.unwrap();
    sleep(MINUTE).await;
    for asleep in [
        AnyActorRef::from(&app),
        AnyActorRef::from(app.tools()),
        AnyActorRef::from(transports),
    ] {
        assert_eq!(asleep.status(), Status::Hibernated, "{asleep:?}");
    }
    for awake in [
        AnyActorRef::from(connections),
        AnyActorRef::from(app.sessions()),
        AnyActorRef::from(app.chaos()),
    ] {
        assert_eq!(awake.status(), Status::Idle, "{awake:?}");
    }
}
