//! An actor without a supervisor.

use std::sync::Arc;

use super::Actor;
use crate::cell::reference::CellRef;
use crate::config::StartOptions;
use crate::error::{StartError, StartErrorKind};
use crate::handle::ActorRef;
use crate::link::{ALONE, Link, Place};
use crate::observe::counts;
use crate::registry::names::Refused;
use crate::schedule::activation;
use crate::schedule::system::System;

pub(super) fn spawn<A: Actor>(
    state: A,
    registered: Option<Arc<str>>,
    options: StartOptions,
) -> Result<A::Ref, StartError> {
    let name = A::OPTIONS.name();
    let system = System::current().map_err(|kind| StartError::refused(name, kind))?;
    let place = Place::root(system, name);
    let link = Link::of::<A>(place, options);
    let cell = CellRef::new(Arc::new(link));
    cell.any().head().set_slot(ALONE);
    let handle = A::handle_from(ActorRef::from_cell(&cell));
    if let Some(registered) = registered {
        // A fresh cell is not closed.
        let registry = cell.link().system().registry();
        if let Err(Refused::Taken(taken)) = registry.register(&registered, cell.any()) {
            return Err(StartError::refused(name, StartErrorKind::NameTaken(taken)));
        }
    }
    if counts::is_on() {
        cell.link().system().registry().list(cell.any());
    }
    // And it is vacant, so that nothing can be in the way.
    drop(activation::install(&cell, state));
    Ok(handle)
}
