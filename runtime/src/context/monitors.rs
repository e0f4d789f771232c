//! Monitors and links: to be told when another ends, or to end with it.

use std::sync::Arc;

use super::Context;
use crate::actor::Actor;
use crate::exit::{Exit, ExitReason};
use crate::handle::any::AnyActorRef;
use crate::info::notice::Monitor;
use crate::info::tie::{Hold, Tie};
use crate::mailbox::Watcher;
use crate::supervisor::seat::Control;

impl<A: Actor> Context<A> {
    /// Monitors an actor or a supervisor: when its incarnation ends, however it does, this actor gets one
    /// [`Down`](crate::Down) notice as an info.
    ///
    /// Of one that is being restarted it is the next incarnation. Where none runs and none will, the notice
    /// comes at once, with [`ExitReason::NoProcess`]. The monitor ends with the notice, by
    /// [`Context::demonitor`], and with this incarnation; it keeps nobody alive. A notice that no
    /// `#[info]` handler takes is a warning (Erlang/OTP, `erlang:monitor/2`).
    ///
    /// ```
    /// use dormouse::prelude::*;
    /// use dormouse::Down;
    ///
    /// #[actor]
    /// struct Job;
    ///
    /// #[actor]
    /// impl Job {}
    ///
    /// #[actor]
    /// #[derive(Default)]
    /// struct Foreman {
    ///     done: Vec<String>,
    /// }
    ///
    /// #[actor]
    /// impl Foreman {
    ///     #[call]
    ///     fn watch(&self, job: JobRef, context: &Context<Self>) {
    ///         context.monitor(&job);
    ///     }
    ///
    ///     #[info]
    ///     fn down(&mut self, down: Down) {
    ///         self.done.push(down.to_string());
    ///     }
    ///
    ///     #[call]
    ///     fn done(&self) -> Vec<String> {
    ///         self.done.clone()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let foreman = Foreman::default().spawn()?;
    /// let job = Job.spawn()?;
    /// foreman.watch(job.clone()).await?;
    /// job.stop().await?;
    /// assert_eq!(foreman.done().await?, ["actor `Job` ended: normal"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn monitor(&self, actor: impl Into<AnyActorRef>) -> Monitor {
        let other = actor.into().control().clone();
        let owner = self.cell.any().clone();
        let tie = Tie::new(Hold::Monitor {
            owner,
            other: other.clone(),
        });
        if self.cell.mailbox().tie(Arc::clone(&tie)).is_some() {
            watch(&tie, &other);
        }
        Monitor(tie)
    }

    /// Ends a monitor. Whether it was in time: its notice, also one that waits in the queue already, is
    /// then never handled.
    pub fn demonitor(&self, monitor: &Monitor) -> bool {
        monitor.0.cut()
    }

    /// Links this incarnation with that of another actor, or with a supervisor: when one ends, the other does.
    ///
    /// Rules of Erlang/OTP: where the other ends with [`ExitReason::Normal`], nothing happens; else this actor
    /// is stopped, after the handler that runs, for a reason that names the other. An actor *traps exits* by
    /// an `#[info]` handler for [`Exited`](crate::Exited): it gets that notice instead, also of a normal end.
    /// Supervisors do not end with those they are linked with. Linking twice is linking once; where nothing
    /// runs to be linked with, that is an end with [`ExitReason::NoProcess`].
    pub fn link(&self, actor: impl Into<AnyActorRef>) {
        let other = actor.into().control().clone();
        let identity = other.identity();
        let cell = self.cell.any();
        if identity == cell.identity() || self.linked(&other).is_some() {
            return;
        }
        let mailbox = self.cell.mailbox();
        let own = Tie::new(Hold::Nothing);
        let Some(generation) = mailbox.tie(Arc::clone(&own)) else {
            return;
        };
        let theirs = Tie::new(Hold::Nothing);
        own.keep(Hold::Link {
            owner: cell.clone(),
            generation,
            other: other.clone(),
            twin: Arc::downgrade(&theirs),
        });
        if let Control::Actor(linked) = &other
            && let Some(generation) = linked.erased().tie(Arc::clone(&theirs))
        {
            theirs.keep(Hold::Link {
                owner: linked.clone(),
                generation,
                other: Control::Actor(cell.clone()),
                twin: Arc::downgrade(&own),
            });
            watch(&theirs, &Control::Actor(cell.clone()));
        }
        watch(&own, &other);
    }

    /// Ends a link, for both. Whether there was one; its end has no effect on either any more, not even by a
    /// notice that waits in the queue already.
    pub fn unlink(&self, actor: impl Into<AnyActorRef>) -> bool {
        self.linked(actor.into().control())
            .is_some_and(|tie| tie.cut())
    }

    fn linked(&self, other: &Control) -> Option<Arc<Tie>> {
        let identity = other.identity();
        self.cell.mailbox().find_tie(|tie| tie.links(identity))
    }
}

/// Waits for the end of the other, which may be over already.
fn watch(tie: &Arc<Tie>, other: &Control) {
    if other.watch(Watcher::tie(Arc::clone(tie))).is_err() {
        tie.ended(Exit::new(other.path(), ExitReason::NoProcess));
    }
}
