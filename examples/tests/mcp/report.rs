//! What the status says of each part: how many there are, how many sleep, and what they cost.

use tokio::net::TcpStream;
use tokio_tungstenite::connect_async;

use crate::support::{HttpServer, Process, count, part, status_when};

#[tokio::test]
async fn the_report_has_each_part() {
    let server = HttpServer::start(&["--search", env!("CARGO_MANIFEST_DIR")]).await;
    let observer = server.client().await;
    count(&observer, 1).await;
    let _tcp = TcpStream::connect(&server.tcp).await.unwrap();
    let _web_socket = connect_async(&server.web_socket).await.unwrap();
    // The one that asks is awake, and so is what it comes through.
    let status = status_when(&observer, "all others to sleep", |status| {
        let asleep = ["App", "Tools", "Transports", "WebSocket"];
        status.asleep == 2 && asleep.iter().all(|name| part(status, name).asleep == 1)
    })
    .await;
    for (name, count, asleep) in [
        ("App", 1, 1),
        ("Store", 1, 1),
        ("Sessions", 1, 0),
        ("Session", 3, 2),
        ("Tools", 1, 1),
        ("Counter", 1, 1),
        ("Search", 1, 0),
        ("Transports", 1, 1),
        ("Clients", 1, 0),
        ("Connections", 3, 0),
        ("WebSocket", 1, 1),
        ("Tcp", 1, 0),
        ("Chaos", 1, 0),
    ] {
        let part = part(&status, name);
        assert_eq!((part.count, part.asleep), (count, asleep), "{name}");
        assert_eq!(part.awake, count - asleep, "{name}");
        assert!(
            (1..=part.bytes).contains(&part.best_bytes),
            "{name}: {part:?}"
        );
    }
    assert_eq!((status.awake, status.asleep), (1, 2));
    for name in ["Stdio", "Saboteur"] {
        assert_eq!(part(&status, name).count, 0, "{name}");
    }
}

#[tokio::test]
async fn over_stdio_there_is_one_connection() {
    let mut server = Process::start(&["--stdio"]);
    server.ask(crate::support::INITIALIZE).await;
    let ask = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"status"}}"#;
    let status = server.ask(ask).await;
    let parts = status["result"]["structuredContent"]["parts"]
        .as_array()
        .unwrap();
    let stdio = parts.iter().find(|part| part["name"] == "Stdio").unwrap();
    assert_eq!(stdio["count"], 1);
}
