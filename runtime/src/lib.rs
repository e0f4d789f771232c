//! Annotate structs, get a supervision tree.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod actor;
mod cell;
mod check;
mod compact;
mod dying;
mod error;
mod exit;
mod handle;
mod hibernate;
mod link;
mod mailbox;
#[cfg(all(test, dormouse_loom))]
mod models;
mod outcome;
mod panic;
mod report;
mod schedule;
mod supervisor;
mod tree;

pub use crate::actor::{Actor, Context, Handlers};
pub use crate::compact::{Advice, Compact, Compacted, Compaction, Measure, Scratch};
pub use crate::error::{CallError, CastError, NoProcess, StartError, StartErrorKind};
pub use crate::exit::{BoxError, Exit, ExitReason, Failure, Panic};
pub use crate::handle::ActorRef;
pub use crate::handle::call::Call;
pub use crate::handle::door::{ActorDoor, Memory, Status, Stopping};
pub use crate::handle::route::{Route, Single};
pub use crate::hibernate::reclaim::{reclaim, set_reclaimer};
pub use crate::outcome::{Hibernate, Outcome};
pub use crate::panic::install_panic_hook;
pub use crate::supervisor::door::{AdminError, ChildInfo, Counts, NotFound, SupervisorDoor};
pub use crate::supervisor::spec::{Restart, Shutdown, Start, Strategy};
pub use crate::supervisor::{Supervisor, SupervisorRef};
pub use crate::tree::Tree;
pub use dormouse_macros::{Compact, actor, call, cast, child, every, stop, supervisor};

/// What a program with actors names: `use dormouse::prelude::*`.
pub mod prelude {
    pub use crate::{
        Actor as _, CallError, CastError, Compact, Context, ExitReason, Hibernate, Outcome,
        Scratch, Start, StartError, Supervisor as _, actor, call, cast, child, every, stop,
        supervisor,
    };
}
