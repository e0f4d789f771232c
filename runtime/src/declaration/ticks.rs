//! An actor that ticks more often than it would have to be idle.

use super::text::Text;
use super::{DeclarationRef, Kind};

/// A tick begins the idle time anew, so an idle time above the shortest period never passes.
///
/// # Panics
///
/// When the actor's attribute says such a time.
#[track_caller]
pub const fn check_ticks(actor: DeclarationRef) {
    let Kind::Actor {
        options, interval, ..
    } = &actor.get().kind
    else {
        return;
    };
    if let (Some(after), Some(period)) = (options.idle_limit(), interval)
        && after.as_nanos() > period.as_nanos()
    {
        let text = Text::new()
            .add("this actor is never idle for ")
            .duration(after)
            .add(": it has an `#[every]` of ")
            .duration(*period)
            .add(", and each tick begins the idle time anew\n\nhelp: write a time below ")
            .duration(*period)
            .add(", or leave it out and return `Hibernate<T>` from the handlers");
        panic!("{}", text.as_str());
    }
}
