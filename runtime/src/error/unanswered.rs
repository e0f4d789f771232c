//! Why a call of an actor that is well has no answer.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::cell::reference::AnyCell;

/// A call that took longer than its caller wanted to wait.
///
/// The actor knows nothing of it: the handler runs all the same, and its late reply is dropped.
#[derive(Clone, Debug)]
pub struct Timeout(Box<Late>);

#[derive(Clone, Debug)]
struct Late {
    call: Callee,
    after: Duration,
}

impl Timeout {
    pub(crate) fn new(
        actor: Option<&AnyCell>,
        handler: Option<&'static str>,
        after: Duration,
    ) -> Self {
        let path = actor.map(path).unwrap_or_default();
        let call = Callee { path, handler };
        Self(Box::new(Late { call, after }))
    }

    /// The actor that was called, by its place in the tree; empty for a stand-in, see
    /// [`DynCall::new`](crate::DynCall::new).
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.call.path
    }

    /// The handler that was called; empty where the call had been polled before it got its time-out.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.0.call.handler()
    }

    /// How long the caller waited.
    #[must_use]
    pub fn after(&self) -> Duration {
        self.0.after
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no reply")?;
        if !self.path().is_empty() {
            write!(f, " from {}", self.0.call)?;
        }
        write!(f, " within {:?}", self.0.after)
    }
}

impl Error for Timeout {}

/// A call of an actor to itself, out of a handler (OTP's `calling_self`).
///
/// It could never be answered: an actor handles the next message when the handler is over. What an actor
/// does for itself is an ordinary method; what it shall do later is a cast.
#[derive(Clone, Debug)]
pub struct CallingSelf(Callee);

impl CallingSelf {
    pub(crate) fn new(actor: &AnyCell, handler: Option<&'static str>) -> Self {
        Self(Callee::new(actor, handler))
    }

    /// The actor, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The handler that was called; empty where the call had been polled outside of the actor before.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.0.handler()
    }
}

impl fmt::Display for CallingSelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was called by the actor itself, ", self.0)?;
        f.write_str("which would wait for its own handler to end")
    }
}

impl Error for CallingSelf {}

/// A call that would close a cycle of actors, each waiting in a handler for a call of the next.
///
/// None of them could ever be answered. The error is given to the call that began to wait last; the
/// others go on.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// The actors between the caller and itself.
    paths: Box<[Box<str>]>,
    handler: Option<&'static str>,
}

impl Cycle {
    /// `actors`: from the one that was called to the caller.
    pub(crate) fn new(actors: &[AnyCell], handler: Option<&'static str>) -> Self {
        let caller = actors.last();
        let paths = caller.into_iter().chain(actors).map(path).collect();
        Self { paths, handler }
    }

    /// The actors by their places in the tree, in the order in which they call: the first is the caller, the
    /// second was called, the last is the caller again.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(AsRef::as_ref)
    }

    /// The handler that was called; empty where the call had been polled before.
    #[must_use]
    pub fn handler(&self) -> &'static str {
        self.handler.unwrap_or_default()
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cycle of calls: ")?;
        for (index, path) in self.paths.iter().enumerate() {
            let arrow = if index == 0 { "" } else { " -> " };
            write!(f, "{arrow}{path}")?;
        }
        match self.handler {
            Some(handler) => write!(f, ", where `{handler}` was called last"),
            None => Ok(()),
        }
    }
}

impl Error for Cycle {}

/// A call whose handler dropped its [`ReplyTo`](crate::ReplyTo) without an answer.
#[derive(Clone, Debug, Default)]
pub struct NoReply {
    path: Box<str>,
}

impl NoReply {
    pub(crate) fn locate(&mut self, actor: &AnyCell) {
        self.path = path(actor);
    }

    /// The actor that was called, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for NoReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "actor `{}` dropped this call's `ReplyTo`", self.path)
    }
}

impl Error for NoReply {}

/// A handler of some actor.
#[derive(Clone, Debug)]
struct Callee {
    path: Box<str>,
    handler: Option<&'static str>,
}

impl Callee {
    fn new(actor: &AnyCell, handler: Option<&'static str>) -> Self {
        Self {
            path: path(actor),
            handler,
        }
    }

    fn handler(&self) -> &'static str {
        self.handler.unwrap_or_default()
    }
}

impl fmt::Display for Callee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.handler {
            Some(handler) => write!(f, "`{handler}` of actor `{}`", self.path),
            None => write!(f, "actor `{}`", self.path),
        }
    }
}

fn path(actor: &AnyCell) -> Box<str> {
    actor.link().path(actor.head().slot()).into()
}
