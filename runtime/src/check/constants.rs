//! Values of attributes that are constants: what the macros refuse where it is written out, the compiler refuses here.

use std::time::Duration;

/// The time between two ticks, or that in which restarts are counted.
///
/// # Panics
///
/// When it is zero, at compile time.
#[must_use]
#[track_caller]
pub const fn period(time: Duration) -> Duration {
    assert!(
        !time.is_zero(),
        "a period of zero would never pause\n\nhelp: the smallest is `\"1ms\"`"
    );
    time
}

/// How long a start may take.
///
/// # Panics
///
/// When it is zero, at compile time.
#[must_use]
#[track_caller]
pub const fn start_timeout(limit: Duration) -> Duration {
    assert!(
        !limit.is_zero(),
        "a start that may take no time would always fail\n\nhelp: leave `start_timeout` out for a start without a limit"
    );
    limit
}

/// How many messages may wait.
///
/// # Panics
///
/// When there is room for none, at compile time.
#[must_use]
#[track_caller]
pub const fn capacity(messages: usize) -> usize {
    assert!(
        messages > 0,
        "a mailbox with room for no message would take none\n\nhelp: write `mailbox = 1`"
    );
    messages
}
