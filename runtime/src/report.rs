//! What the runtime says by itself, as tracing events.

use std::time::Duration;

use crate::dying;
use crate::exit::{Exit, ExitReason, Panic, Told};
use crate::format_status::FormatStatus;

/// An incarnation has ended. Clean ends are no errors, and are told at a lower level; `status` is what the
/// actor shows of itself in a failure.
pub(crate) fn exited(exit: &Exit, generation: u32, status: Option<&FormatStatus>) {
    quietly(|| {
        if exit.reason().is_clean() {
            tracing::debug!(
                target: "dormouse",
                path = exit.path(),
                generation,
                reason = %Told(exit.reason()),
                "actor ended"
            );
        } else {
            tracing::error!(
                target: "dormouse",
                path = exit.path(),
                generation,
                reason = %Told(exit.reason()),
                last_message = status.and_then(FormatStatus::message),
                state = status.and_then(FormatStatus::state),
                "actor failed"
            );
        }
    });
}

/// Reasons are printed by the user's code, and so is all that a subscriber does.
fn quietly(event: impl FnOnce()) {
    drop(dying::catch_rarely(event));
}

/// Casts and infos that were accepted and will not be handled.
pub(crate) fn lost(exit: &Exit, lost: usize) {
    if lost > 0 {
        quietly(|| {
            tracing::warn!(
                target: "dormouse",
                path = exit.path(),
                lost,
                reason = %Told(exit.reason()),
                "casts and infos lost with their actor"
            );
        });
    }
}

/// A value came that no handler takes; the actor lives (Erlang/OTP, `handle_info` left out).
pub(crate) fn unexpected_info(path: &str, actor: &str, message: &str) {
    tracing::warn!(target: "dormouse", path, actor, message, "unexpected info");
}

/// Messages had to give way in a full mailbox. Told each time that their number has doubled.
pub(crate) fn overflowed(path: &str, capacity: usize, dropped: u64) {
    quietly(
        || tracing::warn!(target: "dormouse", path, capacity, dropped, "mailbox overflowed, messages dropped"),
    );
}

/// The state could not be compacted; the actor sleeps as it is.
pub(crate) fn compaction_panicked(path: &str, panic: &Panic) {
    quietly(|| {
        tracing::warn!(
            target: "dormouse",
            path,
            reason = %panic,
            "compaction panicked"
        );
    });
}

/// A field could not be frozen, and stays as it is.
#[cfg(feature = "freeze")]
pub(crate) fn not_frozen(path: &str, reason: &str) {
    quietly(|| {
        tracing::warn!(target: "dormouse", path, reason, "a field could not be frozen");
    });
}

/// An actor has hibernated more often within a second than is worth it.
pub(crate) fn hibernates_too_often(path: &str, count: u32, limit: u32) {
    quietly(|| {
        tracing::warn!(
            target: "dormouse",
            path,
            count,
            limit,
            "actor hibernates too often: more than `limit` times within a second"
        );
    });
}

/// An actor that falls asleep holds much memory all the same.
pub(crate) fn large_state(path: &str, bytes: usize, limit: usize) {
    quietly(|| {
        tracing::warn!(
            target: "dormouse",
            path,
            bytes,
            limit,
            "actor sleeps with a large state"
        );
    });
}

/// An actor without a task was run late.
pub(crate) fn slow_wake_up(path: &str, took: Duration, limit: Duration) {
    quietly(|| {
        tracing::warn!(target: "dormouse", path, ?took, ?limit, "actor was slow to wake up");
    });
}

/// A hook panicked; the actor lives, and does what it was about to do.
pub(crate) fn hook_panicked(path: &str, hook: &str, panic: &Panic) {
    tracing::warn!(target: "dormouse", path, hook, reason = %panic, "hook panicked");
}

/// Freed pages were given back to the operating system.
pub(crate) fn reclaimed(took: Duration) {
    tracing::debug!(target: "dormouse", took = ?took, "freed pages given back");
}

/// What sleepers hold was moved out of the pages that they freed.
pub(crate) fn defragmented(actors: usize, bytes: usize, took: Duration) {
    quietly(
        || tracing::debug!(target: "dormouse", actors, bytes, took = ?took, "sleepers defragmented"),
    );
}

/// The program's own way of giving pages back panicked.
pub(crate) fn reclaimer_panicked(panic: &Panic) {
    tracing::error!(
        target: "dormouse",
        reason = %panic,
        "giving freed pages back panicked"
    );
}

/// A permanent child has finished, which it must not (Erlang/OTP, `child_terminated`).
pub(crate) fn child_terminated(path: &str, reason: &ExitReason) {
    quietly(
        || tracing::error!(target: "dormouse", path, reason = %Told(reason), "child terminated"),
    );
}

/// A declared child has started (Erlang/OTP, `progress`). `asked`: because somebody asked for it, which is
/// no news to who did.
pub(crate) fn started(path: impl Fn() -> String, asked: bool) {
    quietly(|| {
        if asked {
            tracing::debug!(target: "dormouse", path = path(), "child started");
        } else {
            tracing::info!(target: "dormouse", path = path(), "child started");
        }
    });
}

/// A child did not start, be it for the first time or again (Erlang/OTP, `start_error`).
pub(crate) fn start_failed(path: &str, reason: &ExitReason) {
    quietly(
        || tracing::error!(target: "dormouse", path, reason = %Told(reason), "child failed to start"),
    );
}

/// A supervisor ends because its children fail too often.
pub(crate) fn gave_up(path: &str, intensity: u32, period: Duration) {
    tracing::error!(
        target: "dormouse",
        path,
        intensity,
        period = ?period,
        "reached maximum restart intensity"
    );
}

/// A child did not stop in its time.
pub(crate) fn killed(path: &str) {
    tracing::warn!(target: "dormouse", path, "child did not stop in time and is killed");
}

/// A handler has not come to an await, or to its end, for that long.
pub(crate) fn blocked(path: &str, handler: &str, time: Duration) {
    tracing::warn!(target: "dormouse", path, handler, ?time, "handler blocks its thread");
}

/// A child cannot even be killed: its handler blocks its thread. It is left behind.
pub(crate) fn stuck(path: &str) {
    tracing::error!(target: "dormouse", path, "child is stuck and was left behind");
}

/// A child did not end as it was asked to.
pub(crate) fn shutdown_error(path: &str, reason: &ExitReason) {
    quietly(|| tracing::error!(target: "dormouse", path, reason = %Told(reason), "shutdown error"));
}
