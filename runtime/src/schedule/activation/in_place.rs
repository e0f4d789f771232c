//! A handler that hibernates where it is: its run is kept without a task, until something wakes it.
//!
//! The task polls the handler for the last time with the waker of a sleeper, and leaves the run there. So whatever the
//! handler waits for wakes the sleeper, and that spawns the run as a task again.

use std::fmt;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use super::Activation;
use crate::actor::Actor;
use crate::cell::turn::Running;
use crate::hibernate::hooks;
use crate::schedule::sleep::Sleep;

/// The run of a cell whose handler hibernates.
struct Sleeper<A: Actor>(Sleep<Activation<A>>);

impl<A: Actor> Sleeper<A> {
    /// Bytes of one, with the counts of its references.
    const BYTES: usize = size_of::<Self>() + 2 * size_of::<usize>();
}

impl<A: Actor> Wake for Sleeper<A> {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(run) = self.0.wake() {
            run.spawn_woken();
        }
    }
}

impl<A: Actor> fmt::Debug for Sleeper<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<A: Actor> Activation<A> {
    /// Something is about to be handled: if the actor slept, it is told.
    #[inline]
    pub(super) fn wake(running: &mut Running<A>) {
        if const { hooks::has_any::<A>() } && running.cell().mailbox().has_slept() {
            hooks::woken(running);
        }
    }

    /// A handler waits that was run in its caller's context.
    pub(super) fn wait(mut self) {
        let hibernates = self
            .running
            .as_ref()
            .is_some_and(|running| running.wants_to_hibernate());
        // Else a task polls it, with a waker of its own.
        if !hibernates || self.advance_here().is_pending() {
            self.spawn();
        }
    }

    /// The handler wants to hibernate where it is. Whether its run was left to who wakes it; else there is
    /// something to do.
    #[cold]
    pub(super) fn hibernate_in_place(&mut self) -> bool {
        let Some(running) = &mut self.running else {
            return true;
        };
        // Where the handler sees it.
        running.cell().mailbox().put_back(&mut self.batch);
        let sleeper = Arc::new(Sleeper(Sleep::new()));
        let waker = Waker::from(Arc::clone(&sleeper));
        let polled = running.poll_in_place(&mut Context::from_waker(&waker));
        if let Some(Poll::Ready(flow)) = polled {
            self.follow(flow);
            return false;
        }
        let Some(until) = running.hibernates() else {
            return false;
        };
        let cell = running.cell().clone();
        let bytes = Sleeper::<A>::BYTES + running.frame_bytes();
        let in_place = cell.link().system().in_place();
        if !in_place.keep_run(cell.any(), waker, bytes) || !cell.mailbox().hibernate_in_place(until)
        {
            return false;
        }
        // One that is to end keeps what it has not handled.
        if self.batch.is_empty() {
            self.batch.shrink_to_fit();
        }
        match sleeper.0.keep(self.take()) {
            Ok(()) => true,
            Err(run) => {
                *self = run;
                // An end may have come, which the run sees as it goes on.
                let _ = cell.mailbox().resume();
                false
            }
        }
    }

    /// Moves the run out; nothing is left here.
    pub(super) fn take(&mut self) -> Self {
        Self {
            running: self.running.take(),
            batch: mem::take(&mut self.batch),
            handler: self.handler,
            sleepy: self.sleepy,
            first: self.first,
            ending: self.ending.take(),
        }
    }
}
