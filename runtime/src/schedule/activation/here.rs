//! One message in its caller's context, for as long as its handler does not wait.

use super::Activation;
use crate::actor::Actor;
use crate::cell::here::Here;
use crate::dying::{self, Unwound};
use crate::mailbox::Rest;
use crate::outcome::Flow;
use crate::watchdog;

/// Handles one message in the caller's context, up to where its handler first waits; what is left to do
/// goes on as a task.
///
/// The first poll of a handler that awaits is made with a waker that wakes nobody: the task polls it
/// again with its own, which every future must be prepared for.
#[inline]
pub(crate) fn handle_here<A: Actor>(mut here: Here<'_, A>, message: A::Message) {
    if Activation::<A>::BLOCKS && Activation::<A>::is_for_elsewhere(&message) {
        let mut activation = Activation::of(here.into_owned());
        activation.batch.push_front(message);
        return activation.move_elsewhere();
    }
    let handler = A::handler(&message);
    let _watched = watchdog::enter(here.cell(), handler);
    let handled = dying::catch(|| {
        Activation::before(&mut here, handler);
        here.handle_once(message)
    });
    if matches!(handled, Ok(Some(Flow::Awake))) {
        // The usual end, which needs no activation.
        match rest(here) {
            None => {}
            Some(here) => go_on(here, handler, Ok(Some(Flow::Awake))),
        }
    } else {
        go_on(here, handler, handled);
    }
}

/// Gives the turn back, unless there is more to do than that.
#[inline]
fn rest<A: Actor>(here: Here<'_, A>) -> Option<Here<'_, A>> {
    let cell = here.cell();
    let after = cell.link().limits().hibernate;
    let stay = match after {
        0 => return Some(here),
        u64::MAX => Rest::Idle,
        _ => Rest::Watched {
            now: cell.link().system().sweeper().now(),
        },
    };
    match cell.mailbox().rest(stay) {
        Ok(rested) => {
            if rested.first {
                let sweeper = cell.link().system().sweeper();
                sweeper.watch(cell.any().clone(), after);
            }
            here.leave();
            None
        }
        Err(_) => Some(here),
    }
}

#[inline(never)]
fn go_on<A: Actor>(here: Here<'_, A>, handler: usize, handled: Result<Option<Flow>, Unwound>) {
    let mut activation = Activation::of(here.into_owned());
    activation.handler = handler;
    match handled {
        Ok(Some(flow)) => match dying::catch_rarely(|| activation.follow(flow)) {
            Ok(()) => activation.rest_here(),
            Err(unwound) => activation.crash(unwound),
        },
        Ok(None) => {
            if const { Activation::<A>::ANY.awaits } {
                activation.wait();
            } else {
                activation.spawn();
            }
        }
        Err(unwound) => activation.crash(unwound),
    }
}
