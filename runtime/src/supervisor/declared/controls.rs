//! The declared children without their types: one word for each actor.

use std::sync::Arc;

use crate::cell::reference::AnyCell;
use crate::supervisor::seat::{Control, Nested};

/// The declared children, by slot.
#[derive(Default)]
pub(super) struct Controls {
    /// `None`: a supervisor.
    actors: Box<[Option<AnyCell>]>,
    /// Two words more than in the table above, and its slot.
    supervisors: Box<[(u32, Arc<dyn Nested>)]>,
}

impl Controls {
    pub(super) fn len(&self) -> usize {
        self.actors.len()
    }

    pub(super) fn get(&self, slot: u32) -> Option<Control> {
        if let Some(cell) = self.actors.get(slot as usize)? {
            return Some(Control::Actor(cell.clone()));
        }
        let at = self
            .supervisors
            .binary_search_by_key(&slot, |(slot, _)| *slot);
        let (_, node) = self.supervisors.get(at.ok()?)?;
        Some(Control::Supervisor(Arc::clone(node)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Control> {
        (0..).map_while(|slot| self.get(slot))
    }

    /// Bytes of the tables.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.actors) + size_of_val(&*self.supervisors)
    }
}

impl FromIterator<Control> for Controls {
    fn from_iter<I: IntoIterator<Item = Control>>(controls: I) -> Self {
        let mut supervisors = Vec::new();
        let actors = (0..).zip(controls).map(|(slot, control)| match control {
            Control::Actor(cell) => Some(cell),
            Control::Supervisor(node) => {
                supervisors.push((slot, node));
                None
            }
        });
        Self {
            actors: actors.collect(),
            supervisors: supervisors.into_boxed_slice(),
        }
    }
}
