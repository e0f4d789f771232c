//! An MCP server whose sessions and tools are actors. `--help` tells the rest.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use dormouse::Config;
use dormouse::prelude::*;
use dormouse_examples::mcp::app::{App, AppRef};
use dormouse_examples::mcp::options::{HELP, Options};
use dormouse_examples::mcp::server::Server;
use dormouse_examples::mcp::status::Status;
use dormouse_examples::mcp::{chaos, http, stdio, tcp, websocket};
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

fn main() -> anyhow::Result<()> {
    let options = Options::parse(std::env::args_os().skip(1)).context("see `mcp --help`")?;
    if options.help {
        print!("{HELP}");
        return Ok(());
    }
    log();
    dormouse::install_panic_hook();
    let runtime = tokio::runtime::Runtime::new()?;
    let result = runtime.block_on(run(options));
    // Does not wait for the thread that may still read stdin.
    runtime.shutdown_background();
    result
}

/// Failures of actors go to stderr; what clients do wrong, only they are told.
fn log() {
    let failures = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("rmcp", LevelFilter::ERROR);
    let stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(stderr.with_filter(failures))
        .init();
}

async fn run(options: Options) -> anyhow::Result<()> {
    // Over stdio, stdout belongs to the protocol.
    let say = if options.stdio {
        |text: String| eprintln!("{text}")
    } else {
        |text: String| println!("{text}")
    };
    Config::from_env()?.install()?;
    let app = App {
        directory: options.search.clone(),
        settings: options.settings,
    }
    .start()
    .await?;
    chaos::unleash(&app, options.chaos).await?;
    say(app.tree().to_string());

    let served = tokio::select! {
        served = serve(&app, &options, say) => served,
        // A root ends by itself when restarts do not help.
        _ = app.supervisor().stopped() => Err(anyhow!("too much has failed; the tree has given up")),
    };
    let stopped = app.stop().await;
    served?;
    stopped?;
    Ok(())
}

async fn serve(app: &AppRef, options: &Options, say: fn(String)) -> anyhow::Result<()> {
    let server = Arc::new(Server::new(app.clone(), options));
    let stop = told_to_stop(app.clone(), say)?;
    if options.stdio {
        return tokio::select! {
            served = stdio::serve(server) => served,
            () = stop => Ok(()),
        };
    }
    let over_tcp = listen(options.tcp).await?;
    let over_http = listen(options.http).await?;
    if let Some((_, address)) = over_tcp {
        say(format!("listening on tcp://{address}"));
    }
    if let Some((_, address)) = over_http {
        say(format!("listening on ws://{address}{}", websocket::PATH));
        say(format!("listening on http://{address}{}", http::PATH));
    }
    let tcp = async {
        match over_tcp {
            Some((listener, _)) => tcp::serve(server.clone(), listener).await,
            None => pending().await,
        }
    };
    let http = async {
        match over_http {
            Some((listener, _)) => http::serve(server.clone(), listener, stop).await,
            None => {
                stop.await;
                Ok(())
            }
        }
    };
    tokio::select! {
        never = tcp => match never {},
        served = http => served?,
    }
    Ok(())
}

/// Listens at an address, if there is one; with port 0 the system chooses.
async fn listen(at: Option<SocketAddr>) -> anyhow::Result<Option<(TcpListener, SocketAddr)>> {
    let Some(at) = at else {
        return Ok(None);
    };
    let listener = TcpListener::bind(at).await;
    let listener = listener.with_context(|| format!("cannot listen on {at}"))?;
    let address = listener.local_addr()?;
    Ok(Some((listener, address)))
}

/// Waits for SIGTERM, or for Ctrl-C twice; once prints how the sessions are.
fn told_to_stop(app: AppRef, say: fn(String)) -> anyhow::Result<impl Future<Output = ()> + Send> {
    let mut terminate = signal(SignalKind::terminate())?;
    let twice = async move {
        while ctrl_c().await.is_ok() {
            say(format!(
                "{}\n{}\nCtrl-C again to stop",
                app.tree(),
                Status::of(&app)
            ));
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
