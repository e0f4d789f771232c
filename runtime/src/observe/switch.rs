//! What has been switched on for the process that is asked for with each message: one look at all of it.

use std::sync::atomic::{AtomicU8, Ordering};

static SWITCHES: AtomicU8 = AtomicU8::new(0);

/// Handlers that block are looked for.
pub(crate) const WATCHDOG: u8 = 1;
/// What handlers do is counted.
pub(crate) const COUNTS: u8 = 2;

/// Whether there is anything to do before a message.
#[inline]
pub(crate) fn is_any_on() -> bool {
    SWITCHES.load(Ordering::Relaxed) != 0
}

#[inline]
pub(crate) fn is_on(switch: u8) -> bool {
    SWITCHES.load(Ordering::Relaxed) & switch != 0
}

pub(crate) fn turn(switch: u8, on: bool) {
    if on {
        SWITCHES.fetch_or(switch, Ordering::Relaxed);
    } else {
        SWITCHES.fetch_and(!switch, Ordering::Relaxed);
    }
}
