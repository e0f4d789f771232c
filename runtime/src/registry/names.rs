//! Registered names: one actor each, on one system.

use std::sync::Arc;

use super::error::{NameTaken, WhereisError};
use super::{Books, Known, Registry};
use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::error::{StartError, StartErrorKind};
use crate::exit::ExitReason;
use crate::handle::ActorRef;
use crate::handle::any::AnyActorRef;
use crate::schedule::system::System;
use crate::supervisor::seat::Control;

/// Who has a name.
pub(crate) enum Holder {
    Actor(AnyCell),
    /// An actor that is being started and has no cell yet, by the number of its reservation.
    Starting(u64, Box<str>),
}

/// Why a cell did not get a name.
#[derive(Debug)]
pub(crate) enum Refused {
    Taken(NameTaken),
    /// The actor has ended.
    Closed,
}

impl Registry {
    /// Gives the name to that actor. Whether it did not have it before.
    pub(crate) fn register(&self, name: &Arc<str>, cell: &AnyCell) -> Result<bool, Refused> {
        let mut books = self.books();
        match books.names.get(name) {
            Some(Holder::Actor(holder)) if holder.identity() == cell.identity() => {
                return Ok(false);
            }
            Some(holder) => {
                let holder = holder.copy();
                drop(books);
                return Err(Refused::Taken(holder.describe(name)));
            }
            None => {}
        }
        if !cell.erased().make_known() {
            return Err(Refused::Closed);
        }
        books.enter(name, cell);
        Ok(true)
    }

    /// Takes the name off that actor. Whether it had it.
    pub(crate) fn unregister(&self, name: &str, cell: &AnyCell) -> bool {
        let mut books = self.books();
        let holds = matches!(
            books.names.get(name),
            Some(Holder::Actor(holder)) if holder.identity() == cell.identity()
        );
        if !holds {
            return false;
        }
        books.names.remove(name);
        if let Some(known) = books.known.get_mut(&cell.identity()) {
            known.names.retain(|other| **other != *name);
        }
        books.tidy(cell.identity());
        true
    }

    /// The names of that actor.
    pub(crate) fn names(&self, cell: &AnyCell) -> Vec<Arc<str>> {
        let books = self.books();
        let known = books.known.get(&cell.identity());
        known.map_or_else(Vec::new, |known| known.names.clone())
    }

    /// The actor of that name.
    pub(crate) fn whereis(&self, name: &str) -> Option<AnyCell> {
        match self.books().names.get(name)? {
            Holder::Actor(cell) => Some(cell.clone()),
            Holder::Starting(..) => None,
        }
    }

    fn release(&self, name: &str, number: u64) {
        let mut books = self.books();
        if matches!(books.names.get(name), Some(Holder::Starting(of, _)) if *of == number) {
            books.names.remove(name);
            books.shrink();
        }
    }
}

impl Books {
    fn enter(&mut self, name: &Arc<str>, cell: &AnyCell) {
        self.names
            .insert(Arc::clone(name), Holder::Actor(cell.clone()));
        let known: &mut Known = self.known.entry(cell.identity()).or_default();
        known.names.push(Arc::clone(name));
    }
}

impl Holder {
    /// To be described after the lock: a path asks supervisors.
    fn copy(&self) -> Self {
        match self {
            Self::Actor(cell) => Self::Actor(cell.clone()),
            Self::Starting(number, path) => Self::Starting(*number, path.clone()),
        }
    }

    fn describe(self, name: &Arc<str>) -> NameTaken {
        let name = Arc::clone(name);
        match self {
            Self::Actor(cell) => {
                let path = path(&cell);
                NameTaken::new(name, path, Some(cell))
            }
            Self::Starting(_, path) => NameTaken::new(name, path, None),
        }
    }
}

pub(crate) fn path(cell: &AnyCell) -> String {
    cell.link().path(cell.head().slot())
}

/// A name that is taken for an actor which has no cell yet. Dropped, it is free again.
#[derive(Debug)]
pub(crate) struct Reservation {
    system: Arc<System>,
    name: Arc<str>,
    number: u64,
}

impl Reservation {
    /// Takes the name; `path` says who for.
    pub(crate) fn new(
        system: &Arc<System>,
        name: Arc<str>,
        path: impl FnOnce() -> String,
    ) -> Result<Self, NameTaken> {
        let path = path().into_boxed_str();
        let mut books = system.registry().books();
        if let Some(holder) = books.names.get(&name) {
            let holder = holder.copy();
            drop(books);
            return Err(holder.describe(&name));
        }
        let number = books.next;
        books.next += 1;
        books
            .names
            .insert(Arc::clone(&name), Holder::Starting(number, path));
        drop(books);
        Ok(Self {
            system: Arc::clone(system),
            name,
            number,
        })
    }

    /// Gives the name to the cell it was taken for, unless that has ended already.
    pub(crate) fn give(self, cell: &AnyCell) {
        let mut books = self.system.registry().books();
        if cell.erased().make_known() {
            books.enter(&self.name, cell);
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.system.registry().release(&self.name, self.number);
    }
}

/// A name that a declared child has got for its start. Unless the start succeeds, it is free again.
#[derive(Debug)]
pub(crate) struct Named {
    cell: AnyCell,
    name: Option<Arc<str>>,
}

/// Gives the name to a child before its start. One that is started again has its name already, and keeps it
/// whatever comes of the start.
pub(crate) fn take(
    name: &Arc<str>,
    cell: AnyCell,
    path: impl FnOnce() -> String,
) -> Result<Named, ExitReason> {
    let new = match cell.link().system().registry().register(name, &cell) {
        Ok(new) => new,
        Err(Refused::Taken(taken)) => {
            let kind = StartErrorKind::NameTaken(taken);
            return Err(ExitReason::failed(StartError::refused(path(), kind)));
        }
        // Stopped meanwhile.
        Err(Refused::Closed) => return Err(ExitReason::Shutdown),
    };
    let name = new.then(|| Arc::clone(name));
    Ok(Named { cell, name })
}

impl Named {
    pub(crate) fn keep(mut self) {
        self.name = None;
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        if let Some(name) = self.name.take() {
            let system = self.cell.link().system();
            system.registry().unregister(&name, &self.cell);
        }
    }
}

/// The actor of that name on the caller's tokio runtime, whatever its type.
///
/// [`Actor::whereis`] gives the typed handle.
///
/// # Errors
///
/// When no actor has that name, and when the caller is not inside a tokio runtime.
pub fn whereis(name: &str) -> Result<AnyActorRef, WhereisError> {
    let control = Control::Actor(find(name)?);
    AnyActorRef::upgrade(control).ok_or_else(|| not_registered(name))
}

pub(crate) fn typed<A: Actor>(name: &str) -> Result<A::Ref, WhereisError> {
    let cell = CellRef::from_any(find(name)?).map_err(|cell| WhereisError::OtherType {
        name: name.into(),
        path: path(&cell).into(),
        found: cell.erased().type_name(),
        wanted: A::OPTIONS.name(),
    })?;
    let actor = ActorRef::<A>::upgrade(&cell).ok_or_else(|| not_registered(name))?;
    Ok(A::handle_from(actor))
}

fn find(name: &str) -> Result<AnyCell, WhereisError> {
    let system = System::find().map_err(|_| WhereisError::NoRuntime)?;
    let cell = system.and_then(|system| system.registry().whereis(name));
    cell.ok_or_else(|| not_registered(name))
}

fn not_registered(name: &str) -> WhereisError {
    WhereisError::NotRegistered { name: name.into() }
}
