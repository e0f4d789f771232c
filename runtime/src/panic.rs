//! Panics of actors: out of the way of the restart, and into the exit reason.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use crate::dying;
use crate::exit::Panic;

thread_local! {
    static LOCATION: RefCell<Option<Box<str>>> = const { RefCell::new(None) };
}

/// Keeps the printing and the backtrace of an actor's panic out of its restart.
///
/// Rust's default hook writes to stderr and, with `RUST_BACKTRACE` set, captures a backtrace, which takes
/// far longer than the restart itself. The hook installed here leaves panics outside of actors to the
/// hook that was there before. A panic in an actor only notes where it happened: payload and location
/// are in the [`ExitReason`](crate::ExitReason) that its supervisor reports, once, as a tracing event.
///
/// Calling it again does nothing. A hook installed later by others takes its place.
///
/// ```
/// dormouse::install_panic_hook();
/// ```
pub fn install_panic_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if dying::in_actor() {
                note(info);
            } else {
                before(info);
            }
        }));
    });
}

fn note(info: &PanicHookInfo<'_>) {
    let location = info.location().map(|at| at.to_string().into_boxed_str());
    // A thread that is being torn down has nowhere to note it, and nobody to tell.
    let _ = LOCATION.try_with(|slot| *slot.borrow_mut() = location);
}

/// What a caught panic said.
pub(crate) fn describe(payload: Option<&(dyn Any + Send)>, handler: Option<&'static str>) -> Panic {
    let location = LOCATION.try_with(RefCell::take).ok().flatten();
    let message = if let Some(text) = payload.and_then(|payload| payload.downcast_ref::<&str>()) {
        (*text).to_owned()
    } else if let Some(text) = payload.and_then(|payload| payload.downcast_ref::<String>()) {
        text.clone()
    } else {
        "a payload that is no text".to_owned()
    };
    Panic::new(message, location, handler)
}
