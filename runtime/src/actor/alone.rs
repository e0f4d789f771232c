//! An actor without a supervisor.

use std::sync::Arc;

use super::Actor;
use crate::cell::reference::{AnyCell, CellRef, Table};
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
    let link = link(Table::of::<A>(), options)?;
    let cell = CellRef::new(link);
    // Handles count themselves by that.
    cell.any().head().set_slot(ALONE);
    let handle = A::handle_from(ActorRef::from_cell(&cell));
    enter(cell.any(), registered)?;
    // It is vacant, so that nothing can be in the way.
    drop(activation::install(&cell, state));
    Ok(handle)
}

/// Below nobody, on the caller's runtime.
fn link(table: &'static Table, options: StartOptions) -> Result<Arc<Link>, StartError> {
    let name = table.about().options.name();
    let system = System::current().map_err(|kind| StartError::refused(name, kind))?;
    let place = Place::root(system, name);
    Ok(Arc::new(Link::of(table, place, options)))
}

/// Makes a fresh cell known.
fn enter(cell: &AnyCell, registered: Option<Arc<str>>) -> Result<(), StartError> {
    let registry = cell.link().system().registry();
    // A fresh cell is not closed.
    if let Some(registered) = registered
        && let Err(Refused::Taken(taken)) = registry.register(&registered, cell)
    {
        let name = cell.link().table().about().options.name();
        return Err(StartError::refused(name, StartErrorKind::NameTaken(taken)));
    }
    if counts::is_on() {
        registry.list(cell);
    }
    Ok(())
}
