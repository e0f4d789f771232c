//! Why a name was not given, and why nobody was found by one.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::error::{NoProcess, StartError, StartErrorKind};
use crate::handle::ActorRef;

/// A name that another actor has (Erlang/OTP, `already_started`).
#[derive(Clone)]
pub struct NameTaken {
    name: Arc<str>,
    path: Box<str>,
    holder: Option<AnyCell>,
}

impl NameTaken {
    pub(crate) fn new(name: Arc<str>, path: impl Into<Box<str>>, holder: Option<AnyCell>) -> Self {
        Self {
            name,
            path: path.into(),
            holder,
        }
    }

    /// The error as such, or as the reason of a start that failed.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        if let Some(error) = error.downcast_ref::<StartError>() {
            return match error.kind() {
                StartErrorKind::NameTaken(taken) => Some(taken.clone()),
                _ => None,
            };
        }
        if let Some(RegisterError::NameTaken(taken)) = error.downcast_ref() {
            return Some(taken.clone());
        }
        error.downcast_ref::<Self>().cloned()
    }

    /// The name that is taken.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The actor that has it, by its place in the tree.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The actor that has it, where it is an `A` and still there. It does not keep that actor alive before
    /// this is asked.
    #[must_use]
    pub fn holder<A: Actor>(&self) -> Option<A::Ref> {
        let cell = CellRef::from_any(self.holder.clone()?).ok()?;
        ActorRef::<A>::upgrade(&cell).map(A::handle_from)
    }
}

impl fmt::Debug for NameTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameTaken")
            .field("name", &self.name)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for NameTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, path, .. } = self;
        write!(f, "already started: the name `{name}` is that of `{path}`")
    }
}

impl Error for NameTaken {}

/// Why an actor did not get a name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RegisterError {
    /// Another actor has the name.
    NameTaken(NameTaken),
    /// The actor has ended.
    NoProcess(NoProcess),
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameTaken(taken) => taken.fmt(f),
            Self::NoProcess(process) => process.fmt(f),
        }
    }
}

impl Error for RegisterError {}

/// Why no actor was found by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhereisError {
    /// No actor has that name.
    NotRegistered {
        /// What was asked for.
        name: Box<str>,
    },
    /// The actor of that name is one of another type.
    OtherType {
        /// What was asked for.
        name: Box<str>,
        /// The actor's place in the tree.
        path: Box<str>,
        /// The type of that actor.
        found: &'static str,
        /// The type that was asked for.
        wanted: &'static str,
    },
    /// The caller is not inside a tokio runtime: names belong to one.
    NoRuntime,
}

impl fmt::Display for WhereisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRegistered { name } => write!(f, "no actor is registered as `{name}`"),
            Self::OtherType {
                name,
                path,
                found,
                wanted,
            } => write!(f, "`{name}` is `{path}`, a `{found}` and not a `{wanted}`"),
            Self::NoRuntime => {
                f.write_str("there is no tokio runtime here, and names belong to one")
            }
        }
    }
}

impl Error for WhereisError {}
