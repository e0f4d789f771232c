//! The supervision tree.

use std::path::PathBuf;

use dormouse::prelude::*;

use super::chaos::Chaos;
use super::connection::Connections;
use super::http::clients::Clients;
use super::session::{Session, SessionId};
use super::settings::Settings;
use super::stdio::Stdio;
use super::store::{Store, StoreRef};
use super::tcp::Tcp;
use super::tools::calculator::Calculator;
use super::tools::counter::Counter;
use super::tools::crash::Crash;
use super::tools::search::Search;
use super::websocket::WebSocket;

/// The whole server.
///
/// It sleeps when it has had nothing to do for a second: its children are there from the beginning, and seldom
/// fail.
#[supervisor(strategy = one_for_one, intensity = 5, period = "60s", auto_hibernation)]
#[derive(Debug)]
pub struct App {
    /// The directory that may be searched.
    pub directory: Option<PathBuf>,
    /// What the actors are told.
    pub settings: Settings,
    #[child(start = Store::new(settings.keep))]
    store: Store,
    #[child(start = Sessions { store: store.clone() })]
    sessions: Sessions,
    #[child(start = Tools { directory: directory.clone(), store: store.clone() })]
    tools: Tools,
    #[child(start = Transports { settings: *settings })]
    transports: Transports,
    #[child(start = Chaos { sessions: sessions.clone() })]
    chaos: Chaos,
}

/// One session per client, opened when the client comes. As for [`Connections`], sleep would save nothing.
#[supervisor(
    strategy = simple_one_for_one,
    intensity = 100,
    period = "10s",
    max_children = 50_000,
    auto_hibernation = false
)]
#[derive(Debug)]
pub struct Sessions {
    store: StoreRef,
    #[child(start = |id: SessionId| Session::open(id, store.clone()).await, restart = transient)]
    session: Session,
}

/// What clients may call.
#[supervisor(strategy = one_for_one, intensity = 100, period = "10s", auto_hibernation)]
#[derive(Debug)]
pub struct Tools {
    directory: Option<PathBuf>,
    store: StoreRef,
    #[child]
    calculator: Calculator,
    #[child(start = Counter::new(store.clone()))]
    counter: Counter,
    #[child(start = Search::open(directory.as_deref()))]
    search: Search,
    #[child]
    crash: Crash,
}

/// How clients come.
#[supervisor(strategy = one_for_one, auto_hibernation)]
#[derive(Debug)]
pub struct Transports {
    settings: Settings,
    #[child(start = Clients::new(settings.patience))]
    http: Clients,
    #[child(start = Connections::default())]
    websockets: Connections<WebSocket>,
    #[child(start = Connections::default())]
    tcp: Connections<Tcp>,
    #[child(start = Connections::default())]
    stdio: Connections<Stdio>,
}
