//! What the attributes declare, as one graph that is there at compile time and at run time.
//!
//! Each actor and each supervisor has a [`Declaration`]; that of a supervisor knows those of its children. Checks
//! across items walk it while the user's crate is compiled, and a tree that does not run is drawn from it.

mod check;
mod text;
mod ticks;

use std::time::Duration;

pub use self::check::{check_child, check_names};
pub use self::ticks::check_ticks;
use crate::actor::{Actor, ActorOptions, HandlerSpec, Interval};
use crate::cell::static_ref::StaticRef;
use crate::supervisor::Supervisor;
use crate::supervisor::partitions::PartitionCount;
use crate::supervisor::spec::{ChildOptions, SupervisorOptions};

/// Where a declaration is; as a constant of a type.
#[doc(hidden)]
pub type DeclarationRef = StaticRef<Declaration>;

/// One actor or supervisor, as its attribute has it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Declaration {
    pub(crate) name: &'static str,
    pub(crate) position: Position,
    pub(crate) kind: Kind,
}

/// Where the attribute is: of those with the same name, no two have the same.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Position {
    pub(crate) module: &'static str,
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// It has type parameters: many types are declared there.
    pub(crate) generic: bool,
}

impl Position {
    #[must_use]
    pub const fn new(module: &'static str, line: u32, column: u32) -> Self {
        Self {
            module,
            line,
            column,
            generic: false,
        }
    }

    #[must_use]
    pub const fn generic(mut self) -> Self {
        self.generic = true;
        self
    }
}

#[derive(Debug)]
pub(crate) enum Kind {
    Actor {
        options: ActorOptions,
        handlers: &'static [HandlerSpec],
        /// The shortest of its intervals.
        interval: Option<Duration>,
    },
    Supervisor {
        options: SupervisorOptions,
        children: Children,
    },
}

/// What a supervisor has below it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Children {
    /// They start with it.
    Static(&'static [ChildOptions], &'static [DeclarationRef]),
    /// One that there are many of, from the start.
    Partitions(
        Option<PartitionCount>,
        &'static [ChildOptions],
        &'static [DeclarationRef],
    ),
    /// One that is started on demand, any number of times.
    Template(&'static [ChildOptions], &'static [DeclarationRef]),
    /// Each comes with its specification.
    Specified,
}

impl Declaration {
    /// That of an actor.
    #[must_use]
    pub const fn actor<A: Actor>(position: Position) -> Self {
        Self {
            name: A::OPTIONS.name(),
            position,
            kind: Kind::Actor {
                options: A::OPTIONS,
                handlers: A::HANDLERS,
                interval: shortest(A::INTERVALS),
            },
        }
    }

    /// That of a supervisor.
    #[must_use]
    pub const fn supervisor<S: Supervisor>(position: Position, children: Children) -> Self {
        Self {
            name: S::OPTIONS.name,
            position,
            kind: Kind::Supervisor {
                options: S::OPTIONS,
                children,
            },
        }
    }

    /// Whether what is below it starts with it, once each.
    pub(crate) const fn is_static(&self) -> bool {
        matches!(
            self.kind,
            Kind::Supervisor {
                children: Children::Static(..),
                ..
            }
        )
    }

    /// What is below it, in the order of the start.
    pub(crate) const fn children(&self) -> (&'static [ChildOptions], &'static [DeclarationRef]) {
        match self.kind {
            Kind::Supervisor {
                children:
                    Children::Static(options, children)
                    | Children::Partitions(_, options, children)
                    | Children::Template(options, children),
                ..
            } => (options, children),
            _ => (&[], &[]),
        }
    }
}

const fn shortest<M>(intervals: &[Interval<M>]) -> Option<Duration> {
    let mut shortest: Option<Duration> = None;
    let mut index = 0;
    while index < intervals.len() {
        let period = intervals[index].period();
        shortest = match shortest {
            Some(other) if other.as_nanos() <= period.as_nanos() => Some(other),
            _ => Some(period),
        };
        index += 1;
    }
    shortest
}
