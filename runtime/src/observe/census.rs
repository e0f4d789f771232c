//! Which actors there are on a runtime.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::supervisor::seat::{Control, Nested};

/// Where all trees of a system begin.
#[derive(Default)]
pub(crate) struct Roots(Mutex<Vec<Weak<dyn Nested>>>);

impl Roots {
    /// A tree begins.
    pub(crate) fn add(&self, root: &Arc<dyn Nested>) {
        let mut roots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if roots.len() == roots.capacity() {
            roots.retain(|root| root.strong_count() > 0);
        }
        roots.push(Arc::downgrade(root));
    }

    /// Those that are there.
    pub(crate) fn all(&self) -> Vec<Control> {
        let roots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let roots: Vec<_> = roots.iter().filter_map(Weak::upgrade).collect();
        // The last reference to one may go here: after the lock.
        roots.into_iter().map(Control::Supervisor).collect()
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roots").finish_non_exhaustive()
    }
}

/// Shows `visit` this one and all below it.
pub(crate) fn walk(control: &Control, visit: &mut impl FnMut(&Control)) {
    visit(control);
    if let Control::Supervisor(node) = control {
        for child in node.children() {
            walk(child.control(), visit);
        }
    }
}
