//! The cell of an actor: one allocation with everything an idle actor is.
//!
//! ```text
//! offset  bytes
//!      0      4  reference count
//!      4      4  slot in the supervisor's table
//!      8      8  link: what the supervisor says of this child (shared by all children alike)
//!     16      8  side record: queue, waker, watchers; none while idle
//!     24      4  lock, phase, signals, whether the sweeper watches
//!     28      4  generation
//!     32      -  the user's state
//! ```
//!
//! This is the one directory with `unsafe`: a file an invariant, stated at its top.

pub(crate) mod current;
pub(crate) mod frame;
pub(crate) mod guarded;
pub(crate) mod here;
mod left;
pub(crate) mod reference;
pub(crate) mod reply;
pub(crate) mod retired;
mod spare;
pub(crate) mod state;
pub(crate) mod static_ref;
pub(crate) mod sync;
pub(crate) mod trim;
pub(crate) mod turn;
