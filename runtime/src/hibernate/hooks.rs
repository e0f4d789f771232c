//! `#[on_hibernate]` and `#[on_wake]`: what an actor does before it sleeps, and after.
//!
//! They come in pairs: between two calls of the one there is one of the other, unless the incarnation ends. A
//! panic in one is reported, and the actor lives: its memory is the runtime's affair, not its callers'.

use crate::actor::{Actor, Turn};
use crate::cell::reference::CellRef;
use crate::cell::turn::Running;
use crate::dying;
use crate::report;

/// Whether an actor has one of them; others pay nothing.
pub(crate) const fn has_any<A: Actor>() -> bool {
    A::ON_HIBERNATE || A::ON_WAKE
}

/// The actor is about to be compacted.
pub(crate) fn on_hibernate<A: Actor>(cell: &CellRef<A>, state: &mut A) {
    if A::ON_HIBERNATE {
        call(cell, "on_hibernate", |turn| state.on_hibernate(turn));
    }
}

/// The actor is about to go on.
pub(crate) fn on_wake<A: Actor>(cell: &CellRef<A>, state: &mut A) {
    if A::ON_WAKE {
        call(cell, "on_wake", |turn| state.on_wake(turn));
    }
}

/// The same, between two handlers.
#[cold]
pub(crate) fn woken<A: Actor>(running: &mut Running<A>) {
    let cell = running.cell().clone();
    cell.mailbox().note_woken();
    if let Some(state) = running.state() {
        on_wake(&cell, state);
    }
}

fn call<'a, A: Actor>(cell: &'a CellRef<A>, hook: &'static str, f: impl FnOnce(Turn<'a, A>)) {
    if let Err(unwound) = dying::catch_rarely(|| f(Turn::of(cell))) {
        let path = cell.link().path(cell.head().slot());
        report::hook_panicked(&path, hook, &unwound.describe(Some(hook)));
    }
}
