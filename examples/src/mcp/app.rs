//! The supervision tree.

use std::path::PathBuf;

use dormouse::prelude::*;

use super::session::{Session, SessionId};
use super::store::{Store, StoreRef};
use super::tools::calculator::Calculator;
use super::tools::counter::Counter;
use super::tools::crash::Crash;
use super::tools::search::Search;

/// The whole server, but for its transports.
#[supervisor(strategy = one_for_one, intensity = 5, period = "60s", auto_hibernation)]
#[derive(Debug)]
pub struct App {
    /// The directory that may be searched.
    pub directory: Option<PathBuf>,
    #[child]
    store: Store,
    #[child(start = Sessions { store: store.clone() })]
    sessions: Sessions,
    #[child(start = Tools { directory: directory.clone(), store: store.clone() })]
    tools: Tools,
}

/// One session per client, opened when the client comes.
#[supervisor(strategy = simple_one_for_one, intensity = 100, period = "10s", max_children = 50_000)]
#[derive(Debug)]
pub struct Sessions {
    store: StoreRef,
    #[child(start = |id: SessionId| Session::open(id, store.clone()).await, restart = transient)]
    session: Session,
}

/// What clients may call.
#[supervisor(strategy = one_for_one, intensity = 100, period = "10s")]
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
