//! A mailbox that is barred: its actor may come back, but only when others have stopped, and those may wait
//! for an answer from here.

use std::collections::VecDeque;

use super::bound::Bound;
use super::parts::Plain;
use super::{Barred, Mailbox, Phase, lanes};

impl<M> Mailbox<M> {
    /// Takes the calls out, and refuses others until [`Mailbox::unbar`], [`Mailbox::reopen`] or
    /// [`Mailbox::close`]; what is no call waits on for the next incarnation. Nothing happens where there is one.
    pub(crate) fn bar(&self, declared: Option<Bound>, is_call: impl Fn(&M) -> bool) -> Barred<M> {
        let mut barred = Barred {
            calls: VecDeque::new(),
            waiting: Vec::new(),
            admitted: Vec::new(),
        };
        let mut guard = self.0.lock();
        if guard.phase() != Phase::Vacant as u8 {
            return barred;
        }
        guard.set_phase(Phase::Barred as u8);
        let bound = lanes::bound(&guard, declared);
        let Some(side) = guard.as_mut() else {
            return barred;
        };
        if let Some(lanes) = side.lanes() {
            take_calls(&mut lanes.first, &mut barred.calls, &is_call);
            if let Some(lines) = &mut lanes.lines {
                for line in lines.iter_mut() {
                    for _ in 0..line.messages.len() {
                        match line.pop() {
                            Some(call) if is_call(&call.message) => barred.waiting.push(call),
                            Some(other) => line.push(other.ticket, other.message, other.admission),
                            None => {}
                        }
                    }
                }
            }
        }
        take_calls(&mut side.inbox, &mut barred.calls, &is_call);
        // Who goes first is signalled by the next incarnation.
        barred.admitted = side.admit(bound.capacity()).0;
        barred
    }
}

impl Plain {
    /// Takes calls again, if it was barred.
    pub(crate) fn unbar(&self) {
        let mut guard = self.lock();
        if guard.phase() == Phase::Barred as u8 {
            guard.set_phase(Phase::Vacant as u8);
        }
    }
}

/// One turn of the queue, which leaves the others in their order. By hand, as each actor's code has one of it.
fn take_calls<M>(queue: &mut VecDeque<M>, calls: &mut VecDeque<M>, is_call: impl Fn(&M) -> bool) {
    for _ in 0..queue.len() {
        match queue.pop_front() {
            Some(call) if is_call(&call) => calls.push_back(call),
            Some(other) => queue.push_back(other),
            None => {}
        }
    }
}
