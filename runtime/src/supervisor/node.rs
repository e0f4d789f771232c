//! What static and dynamic supervisors share at run time.

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::life::Ended;
use super::seat::{Control, Nested, Starting};
use crate::exit::{Exit, ExitReason};
use crate::handle::door::Status;
use crate::link::{Identity, Parent, Place};
use crate::tree::Node;

/// How long a killed child may take before it counts as stuck: a handler that awaits ends at once.
pub(crate) const GRACE: Duration = Duration::from_secs(1);

/// How many children of a dynamic supervisor a tree shows by name.
const SHOWN: usize = 8;

/// A supervisor of either kind.
#[doc(hidden)]
pub trait SupervisorNode<S>: Nested + Parent + Sized + 'static {
    /// A supervisor that has not begun.
    fn vacant(place: Place, slot: u32) -> Arc<Self>;

    /// Starts its children.
    fn begin(&self, config: S) -> Starting<'static>;

    fn place(&self) -> (&Place, u32);

    /// The handles that keep a root alive.
    fn keepers(&self) -> &AtomicUsize;

    /// The same, for the supervisor above.
    fn nested(&self) -> Option<Arc<dyn Nested>>;
}

/// The time that restarts are counted by: tokio's, so that a paused clock is obeyed.
pub(crate) fn lock_now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Polls a future where it stands; most starts are done at once.
pub(crate) fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    let mut context = Context::from_waker(Waker::noop());
    match Pin::new(future).poll(&mut context) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

pub(crate) fn identity<N>(node: &N) -> Identity {
    Identity(std::ptr::from_ref(node).addr())
}

/// The reason for a start that took longer than it may.
pub(crate) fn too_late(limit: Duration) -> ExitReason {
    ExitReason::failed(format!("its start took longer than {limit:?}"))
}

/// Tells those who waited, and the supervisor above, that a supervisor has ended.
pub(crate) fn tell<N>(node: &N, place: &Place, slot: u32, ended: Ended<N>) {
    let exit = Exit::of_incarnation(place.path(slot), ended.reason.clone(), ended.generation)
        .with_report(ended.report);
    #[cfg(feature = "test-util")]
    place.system.observed().exited(&exit);
    crate::report::exited(&exit, ended.generation, None);
    if let Some(parent) = place.parent() {
        parent.child_exited(identity(node), slot, ended.generation, ended.reason);
    }
    for watcher in ended.watchers {
        watcher.send(exit.clone());
    }
    drop(ended.node);
}

/// The children of a dynamic supervisor in a tree: all of few, a sum of many.
pub(crate) fn add_children(
    node: &mut Node,
    count: usize,
    children: impl Iterator<Item = (u32, Cow<'static, str>, Control)>,
) {
    if count <= SHOWN {
        node.children = children
            .map(|(slot, name, control)| control.snapshot(format!("{name}#{slot}")))
            .collect();
        return;
    }
    let (mut asleep, mut bytes) = (0, 0);
    for (_, _, control) in children {
        asleep += usize::from(control.status() == Status::Hibernated);
        bytes += control.snapshot(String::new()).total();
    }
    node.note = format!("{count} children, {asleep} hibernated, {bytes} B");
}
