//! What overtakes messages: requests, a stop, a suspension, messages that go first.

use super::Activation;
use crate::actor::Actor;
use crate::dying;
use crate::exit::ExitReason;
use crate::hibernate;
use crate::hibernate::switch::is_hibernation_on;
use crate::mailbox::signal;
use crate::schedule::{offers, suspend};

impl<A: Actor> Activation<A> {
    /// What of the signals comes before the next message.
    #[cold]
    pub(super) fn asked(&self, signals: u8) -> u8 {
        // What begins an incarnation, and a step that continues, come before all but a stop.
        signals
            & if self.first {
                signal::STOP
            } else {
                signal::STOP | signal::SYSTEM | signal::FIRST
            }
    }

    /// Between two messages, with a signal to obey. Whether the turn was given back.
    #[cold]
    pub(super) fn obey(&mut self, signals: u8) -> bool {
        let Some(running) = &mut self.running else {
            return true;
        };
        if signals & signal::SYSTEM != 0 {
            let requests = running.cell().mailbox().take_requests();
            let any = !requests.is_empty();
            for request in requests {
                // Without a state it is refused, by its drop.
                if let Some(state) = running.state() {
                    drop(dying::catch_rarely(|| (request.work)(state)));
                }
            }
            if any {
                return false;
            }
        }
        if signals & signal::STOP != 0 {
            let reason = running.cell().mailbox().take_stop_reason();
            self.begin_end(reason.unwrap_or(ExitReason::Shutdown), None);
            return false;
        }
        let cell = running.cell().clone();
        // A sleeper to whom something else than a message came sleeps on.
        let sleepy = self.sleepy || cell.mailbox().signals() & signal::HIBERNATE != 0;
        let asleep = sleepy && is_hibernation_on() && cell.mailbox().is_suspended();
        if asleep {
            running.release_frame();
            hibernate::fall_asleep(running);
        }
        let Some(first) = cell.mailbox().halt(&mut self.batch, asleep) else {
            return false;
        };
        self.running = None;
        suspend::keep(&cell, first);
        true
    }

    /// Handles the next message of those that go first. `false`: there is none.
    #[cold]
    pub(super) fn handle_first(&mut self) -> bool {
        let Some(running) = &self.running else {
            return false;
        };
        let cell = running.cell();
        let (message, admitted) = cell.mailbox().take_first(A::OPTIONS.bound());
        offers::admit(admitted);
        match message {
            Some(message) => {
                self.handle(message);
                true
            }
            None => false,
        }
    }
}
