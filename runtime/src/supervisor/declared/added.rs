//! Children that were added at run time, beside the declared ones.

use std::sync::{Arc, Weak};

use super::seats::Last;
use super::{Core, StaticNode, StaticSupervisor, Wanted, declared};
use crate::dying;
use crate::exit::{Exit, ExitReason};
use crate::link::{Name, Parent, Place};
use crate::supervisor::child_spec::Newcomer;
use crate::supervisor::kept_options::KeptOptions;
use crate::supervisor::planner::{CallId, Slot};
use crate::supervisor::seat::Control;
use crate::supervisor::spec::Restart;

/// A child that was added at run time.
pub(super) struct Added {
    pub(super) options: KeptOptions,
    pub(super) control: Control,
    /// How it is started. A temporary child is started once.
    child: Option<Arc<dyn Newcomer>>,
}

impl<S: StaticSupervisor> Core<S> {
    pub(super) fn added(&self, slot: Slot) -> Option<&Added> {
        let index = (slot.0 as usize).checked_sub(declared::<S>())?;
        self.added.get(index)?.as_ref()
    }

    /// Takes out all that was added, at the end of the supervisor: only what is declared comes back. What is known
    /// of their ends is to be dropped after the lock.
    pub(super) fn dismiss(&mut self) -> (Vec<Added>, Vec<Last>) {
        let ends = self.seats.truncate(declared::<S>());
        (self.added.drain(..).flatten().collect(), ends)
    }
}

impl<S: StaticSupervisor> StaticNode<S> {
    /// Whether that child was added at run time: nobody starts it anew with its supervisor.
    pub(super) fn is_added(slot: Slot) -> bool {
        slot.0 as usize >= declared::<S>()
    }

    /// How a child is started that was added.
    pub(super) fn newcomer(&self, slot: Slot) -> Option<Arc<dyn Newcomer>> {
        let mut core = self.core();
        let index = (slot.0 as usize).checked_sub(declared::<S>())?;
        let added = core.added.get_mut(index)?.as_mut()?;
        if added.options.restart() == Restart::Temporary {
            return added.child.take();
        }
        added.child.clone()
    }

    /// A child was added for this caller: it takes its place.
    pub(super) fn enter(&self, call: CallId, slot: Slot) {
        let wanted = {
            let mut core = self.core();
            core.calls
                .iter_mut()
                .find(|waiting| waiting.call == call)
                .and_then(|waiting| match &waiting.wanted {
                    Wanted::Start(options, child) => {
                        waiting.slot = Some(slot);
                        Some((options.clone(), Arc::clone(child)))
                    }
                    _ => None,
                })
        };
        let Some((options, child)) = wanted else {
            return;
        };
        let parent: Weak<dyn Parent> = Weak::<Self>::clone(&self.this);
        let place = Place {
            system: Arc::clone(&self.place.system),
            name: Name::One(options.id.clone()),
            parent: Some(parent),
            numbered: false,
        };
        let control = child.take_seat(place, slot.0, options.at_start());
        let added = Added {
            options: options.into(),
            control,
            child: Some(child),
        };
        let backoff = added.options.backoff();
        let again = added.options.restart() != Restart::Temporary;
        let mut core = self.core();
        if let (Some(backoff), true) = (backoff, again) {
            core.planner.back_off(slot, backoff);
        }
        let over = core.seats.add(slot);
        let place = slot.0 as usize - declared::<S>();
        if core.added.len() <= place {
            core.added.resize_with(place + 1, || None);
        }
        core.added[place] = Some(added);
        drop(core);
        drop(over);
    }

    /// A child's specification is gone.
    pub(super) fn forget(&self, slot: Slot) {
        let over = {
            let mut core = self.core();
            let Some(index) = (slot.0 as usize).checked_sub(declared::<S>()) else {
                return;
            };
            let last = core.seats.forget(slot);
            (core.added.get_mut(index).and_then(Option::take), last)
        };
        // Its start is the user's, and so is its drop.
        drop(dying::drop_quietly(over));
    }

    /// The supervisor has ended, and with it what was added.
    pub(super) fn part_from(&self, added: Added) {
        let (path, generation) = (self.path_of(added.options.id()), added.control.generation());
        let exit = Exit::of_incarnation(path, ExitReason::Shutdown, generation);
        added.control.close(true, &exit);
        drop(dying::drop_quietly(added));
    }

    /// Gives back what the tables of the added children do not need.
    pub(super) fn shrink_added(core: &mut Core<S>) {
        let slots = core.planner.slots().max(declared::<S>());
        // What is known of their ends was forgotten with them.
        drop(core.seats.truncate(slots));
        core.seats.shrink();
        core.added.truncate(slots - declared::<S>());
        core.added.shrink_to_fit();
    }
}
