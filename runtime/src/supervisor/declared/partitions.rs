//! How many of the partitions there are, in each life of their supervisor.

use std::sync::Arc;

use super::{StaticNode, StaticSupervisor};
use crate::supervisor::life::Standing;

impl<S: StaticSupervisor> StaticNode<S> {
    pub(crate) fn shared(&self) -> Option<Arc<Self>> {
        self.this.upgrade()
    }

    /// Which incarnation of the supervisor takes requests.
    pub(crate) fn running(&self) -> Option<u32> {
        let core = self.core();
        let runs = matches!(core.life.standing, Standing::Starting | Standing::Running);
        runs.then_some(core.life.generation)
    }

    /// Says how many partitions keys are spread over, and how many are to run. In a later life all of them are
    /// there again.
    pub(crate) fn set_size(&self, life: u32, routed: usize, wanted: usize) {
        let core = self.core();
        if let (Some(size), true) = (S::size(&self.handles), core.life.generation == life) {
            size.set(routed, wanted);
        }
    }
}
