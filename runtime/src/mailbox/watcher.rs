//! Those who wait for the end of an incarnation.

use crate::cell::reply::{self, Otherwise, Promise, Receiver};
use crate::exit::{Exit, ExitReason};

/// Somebody who waits for the end of an incarnation.
pub(crate) type Watcher = Promise<Exit>;

impl Otherwise for Exit {
    fn otherwise() -> Self {
        Self::new("", ExitReason::Killed)
    }
}

/// Both ends of such a wait.
pub(crate) fn watcher() -> (Watcher, Receiver<Exit>) {
    let (sender, receiver) = reply::reply();
    (Promise::new(sender), receiver)
}

/// Adds one who waits. Gives those who do not any more, where the list would grow for them.
pub(crate) fn add_watcher(watchers: &mut Vec<Watcher>, watcher: Watcher) -> Vec<Watcher> {
    let gone = if watchers.len() == watchers.capacity() {
        watchers
            .extract_if(.., |watcher| watcher.is_closed())
            .collect()
    } else {
        Vec::new()
    };
    watchers.push(watcher);
    gone
}
