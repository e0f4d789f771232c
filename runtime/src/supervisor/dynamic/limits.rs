//! How long the start of a child may take.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::{DynamicNode, Kind};
use crate::exit::ExitReason;
use crate::link::Parent as _;
use crate::report;
use crate::supervisor::Supervisor;
use crate::supervisor::node::{GRACE, too_late};
use crate::supervisor::seat::{Begun, Control};
use crate::supervisor::spec::Shutdown;
use crate::supervisor::stop_report::Note;

/// When a start has taken too long.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    limit: Duration,
    at: Instant,
}

/// A start that has nothing yet that would have to be stopped.
pub(super) async fn within<T>(
    limit: Option<Limit>,
    start: impl Future<Output = Result<T, ExitReason>>,
) -> Result<T, ExitReason> {
    match limit {
        None => start.await,
        Some(Limit { limit, at }) => timeout_at(at, start)
            .await
            .unwrap_or_else(|_| Err(too_late(limit))),
    }
}

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    /// When a start that begins now has taken too long. A time beyond all times is none.
    pub(super) fn limit(&self, limit: Duration) -> Option<Limit> {
        let _entered = self.place.system.enter();
        let at = Instant::now().checked_add(limit)?;
        Some(Limit { limit, at })
    }

    /// A start in which a supervisor may have started children: it stops them in its time, and answers then.
    pub(super) async fn begin_within(
        &self,
        limit: Limit,
        control: &Control,
        shutdown: Shutdown,
        start: impl Future<Output = Result<Begun, ExitReason>>,
    ) -> Result<Begun, ExitReason> {
        let Limit { limit, at } = limit;
        let mut start = std::pin::pin!(start);
        if let Ok(begun) = timeout_at(at, start.as_mut()).await {
            return begun;
        }
        if matches!(control, Control::Supervisor(_)) && control.stop(ExitReason::Shutdown) {
            match shutdown {
                Shutdown::Infinity => drop(start.await),
                Shutdown::BrutalKill => {
                    control.kill();
                    drop(timeout(GRACE, start).await);
                }
                Shutdown::After(time) => {
                    if timeout(time, start.as_mut()).await.is_err() {
                        let path = control.path();
                        report::killed(&path);
                        self.note(Note::Killed(path));
                        control.kill();
                        drop(timeout(GRACE, start).await);
                    }
                }
            }
        }
        Err(too_late(limit))
    }
}
