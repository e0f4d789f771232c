//! What whoever runs the server sees.

use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::connect_async;

use crate::support::{HttpServer, INITIALIZE, Process, count, in_time};

#[tokio::test]
async fn the_tree_is_printed_at_the_start() {
    let server = HttpServer::start(&[]).await;
    let said = server.said.join("\n");
    for name in ["App", "store", "sessions", "tools", "calculator", "counter"] {
        assert!(said.contains(name), "no `{name}` in\n{said}");
    }
}

#[tokio::test]
async fn ctrl_c_tells_how_the_sessions_are_and_twice_stops() {
    let mut server = HttpServer::start(&[]).await;
    server.open().await;
    server.process.signal("INT");
    let said = server.process.lines_until("again").await.join("\n");
    assert!(
        said.contains("1 awake, 0 asleep") || said.contains("0 awake, 1 asleep"),
        "{said}"
    );
    server.process.signal("INT");
    server.process.end().await;
}

#[tokio::test]
async fn sigterm_stops_over_all_transports() {
    let server = HttpServer::start(&[]).await;
    let tcp = server.tcp_client().await;
    count(&tcp, 1).await;
    let (mut web_socket, _) = connect_async(&server.web_socket).await.unwrap();
    server.process.signal("TERM");
    server.process.end().await;
    in_time("the end over TCP", tcp.waiting()).await.unwrap();
    let end = in_time("the end over WebSocket", web_socket.next()).await;
    assert!(!matches!(end, Some(Ok(_))), "{end:?}");

    let mut server = Process::start(&["--stdio"]);
    server.ask(INITIALIZE).await;
    server.signal("TERM");
    server.end().await;
}

#[tokio::test]
async fn a_tree_that_gives_up_ends_the_server() {
    let mut server = Process::start(&["--stdio", "--with-crash"]);
    server.ask(INITIALIZE).await;
    let crash = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"crash"}}"#;
    for _ in 0..5_000 {
        // After the end there is nobody to write to.
        let _ = server
            .stdin
            .as_mut()
            .unwrap()
            .write_all(format!("{crash}\n").as_bytes())
            .await;
        if server.line().await.is_empty() {
            let status = server.child.wait().await.unwrap();
            assert_eq!(status.code(), Some(1));
            return;
        }
    }
    panic!("the server has taken every crash");
}

#[tokio::test]
async fn what_cannot_start_says_why() {
    for (arguments, part) in [
        (
            &["--search", "/no/such/directory"][..],
            "/no/such/directory",
        ),
        (&["--http", "192.0.2.1:1"], "192.0.2.1:1"),
        (&["--wrong"], "--wrong"),
    ] {
        let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_mcp"))
            .args(arguments)
            .output();
        let output = output.await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && said.contains(part),
            "{arguments:?}: {said}"
        );
    }
}
