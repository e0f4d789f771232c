//! Those who wait for the end of an incarnation.

use std::fmt;
use std::sync::Arc;

use crate::cell::reply::{self, Otherwise, Promise, Receiver};
use crate::error::NoProcess;
use crate::exit::{Exit, ExitReason};
use crate::info::tie::Tie;

/// Somebody who waits for the end of an incarnation.
pub struct Watcher(By);

/// How it waits.
enum By {
    /// As a future.
    Promise(Promise<Result<Exit, NoProcess>>),
    /// As another actor, by a monitor or a link.
    Tie(Arc<Tie>),
}

impl Watcher {
    /// Another actor, by a monitor or a link.
    pub(crate) fn tie(tie: Arc<Tie>) -> Self {
        Self(By::Tie(tie))
    }

    /// Tells of the end.
    pub(crate) fn send(self, exit: Exit) {
        match self.0 {
            By::Promise(promise) => {
                promise.send(Ok(exit));
            }
            By::Tie(tie) => tie.ended(exit),
        }
    }

    /// Tells that the incarnation that was waited for does not come.
    pub(crate) fn in_vain(self, process: NoProcess) {
        match self.0 {
            By::Promise(promise) => {
                promise.send(Err(process));
            }
            By::Tie(tie) => tie.ended(Exit::new(process.path(), ExitReason::NoProcess)),
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        match &self.0 {
            By::Promise(promise) => promise.is_closed(),
            By::Tie(tie) => tie.is_over(),
        }
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher")
            .field("closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

impl Otherwise for Result<Exit, NoProcess> {
    fn otherwise() -> Self {
        Ok(Exit::new("", ExitReason::Killed))
    }
}

/// Both ends of such a wait.
pub(crate) fn watcher() -> (Watcher, Receiver<Result<Exit, NoProcess>>) {
    let (sender, receiver) = reply::reply();
    (Watcher(By::Promise(Promise::new(sender))), receiver)
}

/// Adds one who waits. Gives those who do not any more, where the list would grow for them.
pub(crate) fn add_watcher(watchers: &mut Vec<Watcher>, watcher: Watcher) -> Vec<Watcher> {
    let gone = if watchers.len() == watchers.capacity() {
        take_closed(watchers)
    } else {
        Vec::new()
    };
    watchers.push(watcher);
    gone
}

/// Takes out those who do not wait any more.
pub(super) fn take_closed(watchers: &mut Vec<Watcher>) -> Vec<Watcher> {
    watchers
        .extract_if(.., |watcher| watcher.is_closed())
        .collect()
}
