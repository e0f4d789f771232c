//! Handlers that block their thread, and get one of the runtime's blocking threads for that.
//!
//! The whole run moves there, turn and all, and comes back as a task: so nothing else touches the state
//! meanwhile, and whoever ends the actor meets what it meets with any handler that does not await.

use std::mem;

use super::Activation;
use crate::actor::{Actor, HandlerSpec};
use crate::dying;
use crate::mailbox::signal;

/// Whether some handler may block its thread; known to the compiler.
const fn may_block(handlers: &[HandlerSpec]) -> bool {
    let mut index = 0;
    while index < handlers.len() {
        if handlers[index].is_blocking() {
            return true;
        }
        index += 1;
    }
    false
}

impl<A: Actor> Activation<A> {
    /// Whether there are handlers that block at all; actors without pay nothing. Asked in front of each use, so
    /// that the compiler leaves out what is behind it.
    pub(super) const BLOCKS: bool = may_block(A::HANDLERS);

    /// Whether the message is for another thread than this.
    #[inline]
    pub(super) fn is_for_elsewhere(message: &A::Message) -> bool {
        A::HANDLERS
            .get(A::handler(message))
            .is_some_and(HandlerSpec::is_blocking)
    }

    /// Moves the run to where the next message of the batch may block; nothing is left here.
    #[cold]
    pub(super) fn move_elsewhere(&mut self) {
        let Some(system) = self.system() else {
            return;
        };
        let moved = self.take();
        system.spawn_blocking(move || moved.run_elsewhere());
    }

    fn run_elsewhere(mut self) {
        match dying::catch_rarely(|| self.handle_elsewhere()) {
            Ok(()) => self.spawn(),
            Err(unwound) => self.crash(unwound),
        }
    }

    /// Handles messages for as long as they are for here, and nothing else is asked for.
    fn handle_elsewhere(&mut self) {
        // What goes first may be the message for which the run came here.
        let mut overtakes = signal::END | signal::SYSTEM;
        let mut is_first = true;
        while let Some(running) = &mut self.running
            && running.cell().mailbox().signals() & overtakes == 0
            && let Some(message) = self.batch.front()
            && Self::is_for_elsewhere(message)
        {
            // The first one was asked about before it came here.
            if !mem::take(&mut is_first) && Self::is_over(running.cell(), message) {
                drop(dying::drop_quietly(self.batch.pop_front()));
                continue;
            }
            self.handler = A::handler(message);
            let left = self.batch.len().saturating_sub(1);
            running.cell().mailbox().note_left(left);
            self.sleepy = false;
            self.first = false;
            Self::count(running.cell(), self.handler);
            Self::wake(running);
            Self::go_on(running.cell(), self.handler);
            if let Some(flow) = running.handle_next_blocking(&mut self.batch) {
                self.follow(flow);
            }
            if self.ending.is_some() {
                return;
            }
            overtakes |= signal::FIRST;
        }
    }
}
