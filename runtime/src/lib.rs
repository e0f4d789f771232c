//! Annotate structs, get a supervision tree whose idle actors cost bytes.
//!
//! An actor is a struct whose methods others call through a handle; one message is handled at a time.
//! A supervisor is a struct whose fields are children: it starts them in order, restarts what fails by the
//! rules of Erlang/OTP, and stops them in reverse order. An actor with nothing to do hibernates: its
//! state is compacted in its cell, and it has no task, no channel and no timer. The next message wakes it.
//!
//! ```
//! use dormouse::prelude::*;
//!
//! /// Counts for one user.
//! #[actor(hibernate_after = "30s")]
//! struct Counter {
//!     count: u64,
//! }
//!
//! #[actor]
//! impl Counter {
//!     #[call]
//!     fn add(&mut self, by: u64) -> u64 {
//!         self.count += by;
//!         self.count
//!     }
//! }
//!
//! #[supervisor(strategy = simple_one_for_one)]
//! struct Counters {
//!     #[child(start = |first: u64| Counter { count: first })]
//!     counter: Counter,
//! }
//!
//! #[supervisor(strategy = one_for_one, intensity = 5, period = "60s")]
//! struct App {
//!     #[child]
//!     counters: Counters,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let app = App {}.start().await?;
//! let ada = app.counters().start_child(40).await?;
//! assert_eq!(ada.add(2).await?, 42);
//! println!("{}", app.tree());
//! app.stop().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! | --- | --- |
//! | what the attributes take and make | [`actor`](macro@actor), [`supervisor`](macro@supervisor), [`child`](macro@child) |
//! | what arrives besides calls and casts | [`info`](macro@info), [`Receive`], [`AnyInfo`], [`Down`], [`Exited`], [`Timer`], [`After`] |
//! | what a handler may return | [`Hibernate`], [`Outcome`] |
//! | a handle to any actor or supervisor | [`AnyActorRef`] |
//! | what a caller may get | [`Call`], [`Request`], [`CallError`], [`CastError`] |
//! | how a handler answers later | [`ReplyTo`] |
//! | different actors behind one handle | [`interface`](macro@interface), [`DynCall`] |
//! | how an actor is found by name | [`Actor::whereis`], [`whereis`], [`WhereisError`], [`NameTaken`] |
//! | many actors under one name | [`Group`], [`GroupMonitor`] |
//! | handles that keep nobody alive | [`WeakRef`], [`WeakSupervisorRef`] |
//! | why an actor ended | [`ExitReason`], [`Exit`] |
//! | what an actor costs, where it stands, what is in it | [`ActorDoor`], [`ActorInfo`], [`Memory`], [`Status`], [`WhyAwake`] |
//! | what all actors cost, and which hibernate | [`MemoryReport`], [`CoverageReport`], [`set_counting`] |
//! | what holds for all actors of a program | [`Config`], [`StartOptions`], [`Warnings`], [`CompactionThresholds`] |
//! | trees to look at | [`Tree`], [`TreeNode`], [`ChildOf`] |
//! | OTP's administration | [`SupervisorDoor`], [`ChildSpec`], [`AdminError`] |
//! | memory of states of your own types | [`Compact`], [`Scratch`], [`set_reclaimer`] |
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `bytes`, `indexmap`, `smallvec` | [`Compact`] for the containers of these crates |
//! | `freeze` | `freeze_after` and `Freezable`: what has slept for long is kept as one compressed block |
//! | `test-util` | `dormouse::test_util`: crashes, waiting and a `Context` for tests on tokio's paused clock |
//!
//! None is on by default.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod actor;
mod cell;
mod check;
mod compact;
mod config;
mod context;
mod declaration;
mod dying;
mod error;
mod exit;
mod format_status;
mod group;
mod handle;
mod hibernate;
mod info;
mod kept;
mod link;
mod mailbox;
#[cfg(all(test, dormouse_loom))]
mod models;
mod observe;
mod outcome;
mod panic;
mod registry;
mod report;
mod schedule;
mod supervisor;
#[cfg(feature = "test-util")]
pub mod test_util;
mod tree;
mod watchdog;

pub use crate::actor::{Actor, Handlers};
pub use crate::check::{Always, May, Never};
pub use crate::compact::{
    Advice, Compact, Compacted, Compaction, CompactionThresholds, Measure, Scratch,
};
#[cfg(feature = "freeze")]
pub use crate::compact::{Freezable, FreezableValue};
pub use crate::config::after::{Effective, HibernateAfter, Source};
#[cfg(feature = "freeze")]
pub use crate::config::freeze_after::FreezeAfter;
pub use crate::config::warnings::Warnings;
pub use crate::config::{
    Config, ConfigError, InstallError, Section, StartOptions, SupervisorSection,
};
pub use crate::context::Context;
pub use crate::context::hibernate::{HibernateInPlace, HibernateUntil};
pub use crate::context::timers::Timer;
pub use crate::error::unanswered::{CallingSelf, Cycle, NoReply, Timeout};
pub use crate::error::{CallError, CastError, Full, NoProcess, StartError, StartErrorKind};
pub use crate::exit::{BoxError, Exit, ExitReason, Failure, GaveUp, Panic};
pub use crate::format_status::FormatStatus;
pub use crate::group::{Group, GroupChange, GroupMonitor};
pub use crate::handle::ActorRef;
pub use crate::handle::any::AnyActorRef;
pub use crate::handle::call::Call;
pub use crate::handle::cast::Cast;
pub use crate::handle::debugging::{InspectError, Inspection};
pub use crate::handle::door::{ActorDoor, Memory, Status, Stopping};
pub use crate::handle::dyn_call::DynCall;
pub use crate::handle::reply_to::ReplyTo;
pub use crate::handle::request::Request;
pub use crate::handle::requests::Requests;
pub use crate::handle::route::{Route, Single};
pub use crate::handle::timeout::CallTimeout;
pub use crate::handle::weak::{WeakRef, WeakSupervisorRef};
pub use crate::hibernate::reclaim::{reclaim, set_reclaimer};
pub use crate::hibernate::switch::{is_hibernation_on, set_hibernation};
pub use crate::info::Receive;
pub use crate::info::any::AnyInfo;
pub use crate::info::next::{After, Continue, Next};
pub use crate::info::notice::{Down, Exited, Monitor};
pub use crate::mailbox::bound::Overflow;
pub use crate::observe::actor_info::ActorInfo;
pub use crate::observe::counts::{HandlerCounts, set_counting};
pub use crate::observe::coverage::{Coverage, CoverageReport, CoverageRow, HandlerCoverage};
pub use crate::observe::memory_report::{MemoryReport, MemoryRow};
pub use crate::observe::why_awake::WhyAwake;
pub use crate::outcome::{Hibernate, Outcome};
pub use crate::panic::install_panic_hook;
pub use crate::registry::error::{NameTaken, RegisterError, WhereisError};
pub use crate::registry::names::whereis;
pub use crate::supervisor::admin_error::{AdminError, AdminErrorKind};
pub use crate::supervisor::backoff::Backoff;
pub use crate::supervisor::check_childspecs::{ChildSpecError, check_childspecs};
pub use crate::supervisor::child_spec::{ChildSpec, ChildStart};
pub use crate::supervisor::door::{ChildInfo, Counts, SupervisorDoor};
pub use crate::supervisor::flags::SupervisorFlags;
pub use crate::supervisor::partitions::Partitioned;
pub use crate::supervisor::seat::Child;
pub use crate::supervisor::spec::{AutoShutdown, ChildOptions, Restart, Shutdown, Start, Strategy};
pub use crate::supervisor::stop_report::{StopReport, Unhandled};
pub use crate::supervisor::{Supervisor, SupervisorRef};
pub use crate::tree::child_of::ChildOf;
pub use crate::tree::{Node as TreeNode, Tree};
pub use crate::watchdog::install_watchdog;
pub use dormouse_macros::{
    Compact, actor, call, cast, child, every, format_status, info, interface, on_hibernate,
    on_wake, start, stop, supervisor,
};

/// What a program with actors names: `use dormouse::prelude::*`.
pub mod prelude {
    pub use crate::{
        Actor as _, CallError, CastError, Compact, Context, ExitReason, Hibernate, Outcome,
        ReplyTo, Scratch, Start, StartError, Supervisor as _, actor, call, cast, child, every,
        format_status, info, interface, on_hibernate, on_wake, start, stop, supervisor,
    };
}
