//! Looking children up, by slot and by name.

use std::borrow::Cow;

use super::{Core, StaticNode, StaticSupervisor, declared, planner};
use crate::link::Parent;
use crate::supervisor::door::ChildInfo;
use crate::supervisor::planner::Slot;
use crate::supervisor::seat::Control;
use crate::supervisor::spec::ChildOptions;

impl<S: StaticSupervisor> Core<S> {
    /// The child of that name.
    pub(super) fn slot_of(&self, id: &str) -> Option<Slot> {
        // A declared name is free again once its specification was deleted.
        let added = self
            .added
            .iter()
            .position(|added| added.as_ref().is_some_and(|added| added.options.id() == id))
            .map(|index| index + declared::<S>());
        let from_start = || match (S::PARTITIONS, S::CHILDREN) {
            (Some(_), [spec]) => {
                let number = id.strip_prefix(&*spec.id)?.strip_prefix('#')?;
                let index = number.parse().ok()?;
                (index < declared::<S>() && spec.of_partition(index).id == id).then_some(index)
            }
            _ => S::CHILDREN.iter().position(|spec| spec.id == id),
        };
        let index = added.or_else(from_start)?;
        Some(Slot(u32::try_from(index).unwrap_or(u32::MAX)))
    }
}

impl<S: StaticSupervisor> StaticNode<S> {
    pub(super) fn control(&self, slot: Slot) -> Option<Control> {
        if Self::is_added(slot) {
            return Some(self.core().added(slot)?.control.clone());
        }
        self.controls.get(slot.0)
    }

    /// What is known of a child beside its start.
    pub(super) fn options(&self, slot: Slot) -> Option<ChildOptions> {
        if Self::is_added(slot) {
            return Some(self.core().added(slot)?.options.get());
        }
        match S::CHILDREN {
            [spec] if S::PARTITIONS.is_some() => Some(spec.of_partition(slot.0 as usize)),
            specs => specs.get(slot.0 as usize).cloned(),
        }
    }

    pub(super) fn info(&self, slot: Slot) -> Option<ChildInfo> {
        let (options, control) = (self.options(slot)?, self.control(slot)?);
        Some(ChildInfo::new(
            self.child_path(slot),
            Some(options.id.clone()),
            options,
            control,
        ))
    }

    /// The child of that name, if its specification is there.
    pub(crate) fn find(&self, id: &str) -> Option<Slot> {
        let mut core = self.core();
        self.touch(&mut core);
        let slot = core.slot_of(id)?;
        (core.planner.status(slot) != planner::Status::Vacant).then_some(slot)
    }

    pub(crate) fn which_child(&self, id: &str) -> Option<ChildInfo> {
        self.info(self.find(id)?)
    }

    pub(crate) fn childspec(&self, id: &str) -> Option<ChildOptions> {
        self.options(self.find(id)?)
    }

    /// The place in the tree of a child, or of what would be one.
    pub(crate) fn path_of(&self, id: &str) -> String {
        format!("{}/{id}", Parent::path(self))
    }

    pub(super) fn id(&self, slot: Slot) -> Cow<'static, str> {
        self.options(slot)
            .map_or(Cow::Borrowed(""), |options| options.id)
    }
}
