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
        let supervisors = part(status, "supervisors");
        part(status, "sessions").asleep == 2
            && part(status, "websocket").asleep == 1
            && supervisors.asleep == 3
    })
    .await;
    for (name, count, asleep) in [
        ("supervisors", 8, 3),
        ("store", 1, 1),
        ("sessions", 3, 2),
        ("tools", 4, 1),
        ("http", 1, 0),
        ("websocket", 1, 1),
        ("tcp", 1, 0),
        ("stdio", 0, 0),
        ("chaos", 0, 0),
    ] {
        let part = part(&status, name);
        assert_eq!((part.count, part.asleep), (count, asleep), "{name}");
        assert_eq!(part.awake, count - asleep, "{name}");
        if name != "supervisors" {
            assert_eq!(part.bytes > 0, count > 0, "{name}");
            assert_eq!(part.asleep_bytes > 0, asleep > 0, "{name}");
        }
    }
    let sum = |asleep: bool| if asleep { status.asleep } else { status.awake };
    assert_eq!((sum(true), sum(false)), (2, 1));
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
    let stdio = parts.iter().find(|part| part["name"] == "stdio").unwrap();
    assert_eq!(stdio["count"], 1);
}
