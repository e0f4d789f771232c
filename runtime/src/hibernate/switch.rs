//! Hibernation on and off, for the whole process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Waker;

use crate::mailbox::LONGEST_WATCH;
use crate::schedule::system::System;

/// How many are woken before others get a turn.
const BATCH: usize = 512;

static ON: AtomicBool = AtomicBool::new(true);

/// Turns hibernation off, or on again, for all actors and supervisors of this process.
///
/// While it is off nobody falls asleep, in whatever way: [`Hibernate`](crate::Hibernate),
/// [`Outcome::hibernate`](crate::Outcome::hibernate), `hibernate_after`, and inside a handler
/// ([`Context::hibernate`](crate::Context::hibernate), which then only waits). Replies, messages, timers and
/// time-outs are what they are otherwise, and so is an actor that sleeps already, until its next message. On
/// again, those that are idle for their `hibernate_after` fall asleep within 5 seconds, handlers that hibernate
/// where they are at once, and others when they are asked to the next time.
///
/// For operations: to roll hibernation out in stages, to compare, and to rule it out when something is wrong.
/// The switch is read when an actor is about to fall asleep, and costs nothing otherwise.
///
/// # Examples
///
/// ```
/// dormouse::set_hibernation(false);
/// assert!(!dormouse::is_hibernation_on());
/// dormouse::set_hibernation(true);
/// ```
pub fn set_hibernation(on: bool) {
    let before = ON.swap(on, Ordering::SeqCst);
    if on && !before {
        for system in System::all() {
            ask_again(&system);
        }
    }
}

/// Handlers that lie awake where they wanted to hibernate may do so now.
fn ask_again(system: &Arc<System>) {
    let awake = system.in_place().awake();
    if awake.is_empty() {
        return;
    }
    system.spawn(async move {
        let mut awake = awake.into_iter();
        while awake.len() > 0 {
            awake.by_ref().take(BATCH).for_each(Waker::wake);
            tokio::task::yield_now().await;
        }
    });
}

/// Whether actors may fall asleep, see [`set_hibernation`].
#[must_use]
pub fn is_hibernation_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// While it is off, after how many milliseconds one is looked at again that sleeps after `limit`: in time for what
/// [`set_hibernation`] says of those that are idle, and not more often, however short it is.
pub(crate) fn while_off(limit: u64) -> u64 {
    limit.clamp(1_000, LONGEST_WATCH)
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use super::while_off;

    #[test]
    fn while_it_is_off_those_that_sleep_soon_are_not_looked_at_all_the_time() {
        let looks = [0, 1, 100, 1_000, 3_000, 5_000, u64::MAX].map(while_off);
        assert_eq!(looks, [1_000, 1_000, 1_000, 1_000, 3_000, 5_000, 5_000]);
    }
}
