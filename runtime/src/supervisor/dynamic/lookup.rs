//! Looking children up.

use super::{DynamicNode, Kind, Which};
use crate::supervisor::Supervisor;
use crate::supervisor::door::ChildInfo;
use crate::supervisor::seat::Control;
use crate::supervisor::spec::ChildOptions;

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    pub(crate) fn which_child(&self, control: &Control) -> Option<ChildInfo> {
        self.touch();
        let which = Which::of(control);
        let options = self.children.with(which.slot, |entry| {
            Self::same(which)(&entry.seat).then(|| K::options(&entry.kept))
        });
        Some(Self::info(control.clone(), options.flatten()?))
    }

    /// Children of one template have no name of their own.
    pub(super) fn info(control: Control, options: ChildOptions) -> ChildInfo {
        let id = match K::template() {
            Some(_) => None,
            None => Some(options.id.clone()),
        };
        ChildInfo::new(control.path(), id, options, control)
    }
}
