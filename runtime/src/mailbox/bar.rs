//! A mailbox that is barred: its actor may come back, but only when others have stopped, and those may wait
//! for an answer from here.

use std::collections::VecDeque;
use std::mem;

use super::bound::Bound;
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
            for line in &mut lanes.lines {
                let (calls, others) = mem::take(line)
                    .into_iter()
                    .partition(|waiting| is_call(&waiting.message));
                barred.waiting.extend::<VecDeque<_>>(calls);
                *line = others;
            }
        }
        take_calls(&mut side.inbox, &mut barred.calls, &is_call);
        // Who goes first is signalled by the next incarnation.
        barred.admitted = side.admit(bound.capacity()).0;
        barred
    }

    /// Takes calls again, if it was barred.
    pub(crate) fn unbar(&self) {
        let mut guard = self.0.lock();
        if guard.phase() == Phase::Barred as u8 {
            guard.set_phase(Phase::Vacant as u8);
        }
    }
}

fn take_calls<M>(queue: &mut VecDeque<M>, calls: &mut VecDeque<M>, is_call: impl Fn(&M) -> bool) {
    if !queue.iter().any(&is_call) {
        return;
    }
    let (taken, others): (VecDeque<_>, _) = mem::take(queue).into_iter().partition(is_call);
    calls.extend(taken);
    *queue = others;
}
