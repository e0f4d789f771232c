//! What went wrong while a tree was stopped.

use std::fmt;

/// What did not go as it should while a supervisor and all below it were stopped; see
/// [`Exit::report`](crate::Exit::report).
///
/// ```
/// use dormouse::prelude::*;
///
/// #[actor]
/// #[derive(Default)]
/// struct Store;
///
/// #[actor]
/// impl Store {}
///
/// #[supervisor]
/// struct App {
///     #[child]
///     store: Store,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let exit = App {}.start().await?.stop().await?;
/// assert!(exit.report().is_empty(), "{}", exit.report());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct StopReport {
    killed: Vec<String>,
    stuck: Vec<String>,
    unhandled: Vec<Unhandled>,
}

/// What one actor left in its mailbox.
#[derive(Clone, Debug)]
pub struct Unhandled {
    path: String,
    calls: usize,
    others: usize,
}

impl Unhandled {
    /// The actor, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Calls whose callers got an error.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// Casts and infos that were dropped.
    #[must_use]
    pub fn casts(&self) -> usize {
        self.others
    }
}

impl StopReport {
    pub(crate) const EMPTY: Self = Self {
        killed: Vec::new(),
        stuck: Vec::new(),
        unhandled: Vec::new(),
    };

    /// Whether all children stopped in their time, and nothing was left in their mailboxes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.killed.is_empty() && self.stuck.is_empty() && self.unhandled.is_empty()
    }

    /// Children that did not stop in their time and were killed, by their places in the tree.
    #[must_use]
    pub fn killed(&self) -> &[String] {
        &self.killed
    }

    /// Children that could not even be killed, for their handlers block their threads; the tree ended without
    /// them.
    #[must_use]
    pub fn stuck(&self) -> &[String] {
        &self.stuck
    }

    /// Actors in whose mailboxes something was left.
    #[must_use]
    pub fn unhandled(&self) -> &[Unhandled] {
        &self.unhandled
    }

    pub(crate) fn add(&mut self, note: &Note) {
        match note.clone() {
            Note::Killed(path) => self.killed.push(path),
            Note::Stuck(path) => self.stuck.push(path),
            Note::Unhandled(unhandled) => self.unhandled.push(unhandled),
        }
    }
}

impl fmt::Display for StopReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("all stopped in time, and nothing was left");
        }
        let killed = self.killed.iter().map(|path| format!("killed: {path}"));
        let stuck = self.stuck.iter().map(|path| format!("stuck: {path}"));
        let unhandled = self.unhandled.iter().map(|left| {
            let Unhandled {
                path,
                calls,
                others,
            } = left;
            format!("not handled: {path}, {calls} calls and {others} casts")
        });
        for (index, line) in killed.chain(stuck).chain(unhandled).enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            f.write_str(&line)?;
        }
        Ok(())
    }
}

/// One line of a report, on its way up the tree.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Note {
    Killed(String),
    Stuck(String),
    Unhandled(Unhandled),
}

impl Note {
    pub(crate) fn unhandled(path: &str, lost: Lost) -> Self {
        Self::Unhandled(Unhandled {
            path: path.to_owned(),
            calls: lost.calls,
            others: lost.others,
        })
    }
}

/// How many messages nobody will handle.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lost {
    /// Their callers are told.
    pub(crate) calls: usize,
    /// Casts and infos.
    pub(crate) others: usize,
}

impl Lost {
    pub(crate) fn is_none(self) -> bool {
        self.calls == 0 && self.others == 0
    }
}
