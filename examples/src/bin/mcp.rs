//! An MCP server whose sessions and tools are actors. `--help` tells the rest.

use std::time::Duration;

use anyhow::Context as _;
use dormouse::prelude::*;
use dormouse_examples::mcp::app::{App, AppRef};
use dormouse_examples::mcp::options::{HELP, Options, Transport};
use dormouse_examples::mcp::server::Server;
use dormouse_examples::mcp::status::Status;
use dormouse_examples::mcp::{http, stdio};
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;
use tracing_subscriber::filter::LevelFilter;

fn main() -> anyhow::Result<()> {
    let options = Options::parse(std::env::args_os().skip(1)).context("see `mcp --help`")?;
    if options.help {
        print!("{HELP}");
        return Ok(());
    }
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .with_writer(std::io::stderr)
        .init();
    dormouse::install_panic_hook();
    let runtime = tokio::runtime::Runtime::new()?;
    let result = runtime.block_on(run(options));
    // Does not wait for the thread that may still read stdin.
    runtime.shutdown_background();
    result
}

async fn run(options: Options) -> anyhow::Result<()> {
    // Over stdio, stdout belongs to the protocol.
    let say = match options.transport {
        Transport::Stdio => |text: String| eprintln!("{text}"),
        Transport::Http(_) => |text: String| println!("{text}"),
    };
    let app = App {
        directory: options.search.clone(),
    }
    .start()
    .await?;
    say(app.tree().to_string());

    let server = Server::new(app.clone(), &options);
    let stop = told_to_stop(app.clone(), say)?;
    let served = match options.transport {
        Transport::Stdio => tokio::select! {
            served = stdio::serve(&app, server) => served,
            () = stop => Ok(()),
        },
        Transport::Http(address) => {
            let listener = TcpListener::bind(address).await;
            let listener = listener.with_context(|| format!("cannot listen on {address}"))?;
            say(format!(
                "listening on http://{}{}",
                listener.local_addr()?,
                http::PATH
            ));
            let serving = http::serve(app.clone(), server, listener, options.patience, stop);
            serving.await.map_err(Into::into)
        }
    };
    app.stop().await?;
    served
}

/// Waits for SIGTERM, or for Ctrl-C twice; once prints how the sessions are.
fn told_to_stop(app: AppRef, say: fn(String)) -> anyhow::Result<impl Future<Output = ()> + Send> {
    let mut terminate = signal(SignalKind::terminate())?;
    let twice = async move {
        while ctrl_c().await.is_ok() {
            say(format!("{}\nCtrl-C again to stop", Status::of(&app)));
            if timeout(Duration::from_secs(2), ctrl_c()).await.is_ok() {
                return;
            }
        }
    };
    Ok(async move {
        tokio::select! {
            () = twice => {}
            _ = terminate.recv() => {}
        }
    })
}
