//! The types of actors that there have been in this process.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::counts::Counts;
use super::pauses::Pauses;
use crate::actor::about::About;
use crate::actor::{ActorOptions, HandlerSpec};
use crate::cell::reference::Table;

/// A type of actor, and what is counted of it.
pub(crate) struct ActorType {
    pub(crate) options: &'static ActorOptions,
    pub(crate) handlers: &'static [HandlerSpec],
    /// Whether handlers that decide at run time have decided to hibernate, by policy.
    pub(crate) always: bool,
    /// For each handler, in their order.
    pub(crate) counts: Box<[Counts]>,
    /// How often one has fallen asleep, while that was counted.
    pub(crate) hibernations: super::counts::Counter,
    pub(crate) pauses: Pauses,
}

static TYPES: RwLock<Vec<(TypeId, Arc<ActorType>)>> = RwLock::new(Vec::new());

/// A power of two.
const PLACES: usize = 64;

/// Types that are known to be in the list, by the addresses of their tables, as far as there is a place for them.
static NOTED: [AtomicUsize; PLACES] = [const { AtomicUsize::new(0) }; PLACES];

thread_local! {
    static HERE: RefCell<HashMap<TypeId, Arc<ActorType>>> = RefCell::new(HashMap::new());
}

/// There is an actor of the table's type.
#[inline]
pub(crate) fn note(table: &'static Table) {
    let address = std::ptr::from_ref(table).addr();
    let place = &NOTED[(address >> 3) & (PLACES - 1)];
    if place.load(Ordering::Relaxed) != address {
        of(table.about());
        place.store(address, Ordering::Relaxed);
    }
}

/// One type, with what is counted of it; entered where it is not known yet.
#[cold]
pub(crate) fn of(about: &About) -> Arc<ActorType> {
    let id = (about.id)();
    let find = |types: &[(TypeId, Arc<ActorType>)]| {
        let found = types.iter().find(|(its, _)| *its == id);
        found.map(|(_, actor)| Arc::clone(actor))
    };
    if let Some(found) = find(&TYPES.read().unwrap_or_else(PoisonError::into_inner)) {
        return found;
    }
    let mut types = TYPES.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = find(&types) {
        return found;
    }
    let actor = Arc::new(ActorType {
        options: about.options,
        handlers: about.handlers,
        always: about.always,
        counts: about.handlers.iter().map(|_| Counts::default()).collect(),
        hibernations: Default::default(),
        pauses: Pauses::default(),
    });
    types.push((id, Arc::clone(&actor)));
    actor
}

/// The same without a lock, from the second time on in a thread.
pub(crate) fn with(about: &About, work: impl FnOnce(&ActorType)) {
    // A thread that is being torn down counts no more.
    let _ = HERE.try_with(|here| {
        let mut here = here.borrow_mut();
        work(here.entry((about.id)()).or_insert_with(|| of(about)));
    });
}

/// All of them, in the order in which they came.
pub(crate) fn all() -> Vec<Arc<ActorType>> {
    let types = TYPES.read().unwrap_or_else(PoisonError::into_inner);
    types.iter().map(|(_, actor)| Arc::clone(actor)).collect()
}

impl fmt::Debug for ActorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ActorType")
            .field(&self.options.name())
            .finish()
    }
}
