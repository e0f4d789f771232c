//! Timers: values that come later, or again and again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Context;
use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::dying;
use crate::exit::ExitReason;
use crate::info::tie::{Hold, Tie};
use crate::info::{self, Info, Receive};
use crate::schedule::erased::Erased as _;

/// A timer, made by [`Context::send_after`] or [`Context::send_interval`].
///
/// Dropped, it goes on; it ends by [`Timer::cancel`] and with the incarnation that made it.
#[derive(Clone)]
pub struct Timer(Arc<Tie>);

impl Timer {
    /// Ends the timer. Whether it was in time: its value, also one that waits in the queue already, is then
    /// never handled. Of an interval: whether it still went on.
    pub fn cancel(&self) -> bool {
        self.0.cut()
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer")
            .field("over", &self.0.is_over())
            .finish()
    }
}

impl<A: Actor> Context<A> {
    /// Sends `value` to this actor after `duration`, as an info.
    ///
    /// A timer is one entry in a list that all actors share: it costs no task, and an actor sleeps while it
    /// runs. Never early, on tokio's clock.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use dormouse::prelude::*;
    ///
    /// struct Ring;
    ///
    /// #[actor]
    /// #[derive(Default)]
    /// struct Clock {
    ///     rung: bool,
    /// }
    ///
    /// #[actor]
    /// impl Clock {
    ///     #[call]
    ///     fn set(&self, context: &Context<Self>) {
    ///         context.send_after(Duration::from_secs(60), Ring);
    ///     }
    ///
    ///     #[info]
    ///     fn ring(&mut self, _: Ring) {
    ///         self.rung = true;
    ///     }
    ///
    ///     #[call]
    ///     fn rung(&self) -> bool {
    ///         self.rung
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let clock = Clock::default().spawn()?;
    /// clock.set().await?;
    /// tokio::time::sleep(Duration::from_secs(61)).await;
    /// assert!(clock.rung().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_after<T>(&self, duration: Duration, value: T) -> Timer
    where
        A: Receive<T>,
        T: Send + 'static,
    {
        self.send_at(later(duration), value)
    }

    /// Sends `value` to this actor at that instant, as an info; at once where that is over.
    pub fn send_at<T>(&self, at: Instant, value: T) -> Timer
    where
        A: Receive<T>,
        T: Send + 'static,
    {
        let tie = Tie::new(Hold::Nothing);
        if self.cell.mailbox().tie(Arc::clone(&tie)).is_some() {
            let message = A::message(Info::tied(value, &tie));
            push_at(&self.cell, &tie, at, message);
        }
        Timer(tie)
    }

    /// Sends `value` to this actor every `period`, as an info, the first after one period.
    ///
    /// The times are those of the clock and do not drift. While one waits to be handled, no other is sent, so
    /// that a busy actor never has two in its queue. A `value` that panics in its `clone` ends the actor.
    ///
    /// # Panics
    ///
    /// When `period` is zero.
    pub fn send_interval<T>(&self, period: Duration, value: T) -> Timer
    where
        A: Receive<T>,
        T: Clone + Send + 'static,
    {
        assert!(!period.is_zero(), "the period of an interval is not zero");
        let tie = Tie::repeating();
        if let Some(generation) = self.cell.mailbox().tie(Arc::clone(&tie)) {
            let interval = Interval {
                cell: self.cell.clone(),
                generation,
                tie: Arc::clone(&tie),
                period,
                value,
            };
            interval.schedule(later(period));
        }
        Timer(tie)
    }
}

/// That long from now; in thirty years, where that is too far.
pub(super) fn later(duration: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    let now = Instant::now();
    now.checked_add(duration).unwrap_or_else(|| now + FAR)
}

/// Pushes a message that depends on `tie` when the time has come.
pub(crate) fn push_at<A: Actor>(
    cell: &CellRef<A>,
    tie: &Arc<Tie>,
    at: Instant,
    message: A::Message,
) {
    let system = cell.link().system();
    let to = cell.clone();
    let key = system
        .sweeper()
        .at(at, move || drop(info::push(&to, message)));
    tie.keep(Hold::Timer {
        system: Arc::clone(system),
        key,
        #[cfg(feature = "test-util")]
        at,
    });
}

/// A value that comes again and again.
struct Interval<A: Actor, T> {
    cell: CellRef<A>,
    generation: u32,
    tie: Arc<Tie>,
    period: Duration,
    value: T,
}

impl<A, T> Interval<A, T>
where
    A: Receive<T>,
    T: Clone + Send + 'static,
{
    fn schedule(self, at: Instant) {
        let system = Arc::clone(self.cell.link().system());
        let tie = Arc::clone(&self.tie);
        let key = system.sweeper().at(at, move || self.fire(at));
        tie.keep(Hold::Timer {
            system,
            key,
            #[cfg(feature = "test-util")]
            at,
        });
    }

    fn fire(self, at: Instant) {
        if self.tie.is_over() {
            return;
        }
        if self.tie.send_again() {
            match dying::catch_rarely(|| self.value.clone()) {
                Ok(value) => {
                    let message = A::message(Info::tied(value, &self.tie));
                    drop(info::push(&self.cell, message));
                }
                Err(unwound) => {
                    let reason = ExitReason::Panicked(unwound.describe(Some("clone")));
                    self.cell.stop_incarnation(self.generation, reason);
                    return;
                }
            }
        }
        let mut next = at + self.period;
        let now = Instant::now();
        if next <= now {
            // Late by more than a period: the times that were missed are left out.
            let missed = (now - at).as_nanos() / self.period.as_nanos();
            let missed = u32::try_from(missed).unwrap_or(u32::MAX);
            next = at
                .checked_add(self.period.saturating_mul(missed.saturating_add(1)))
                .unwrap_or_else(|| later(self.period));
        }
        self.schedule(next);
    }
}
