//! Containers whose own block is known even when what they hold is not.

use super::{Compaction, Measure};

/// The part of a container that does not depend on its elements being `Compact`.
pub trait Shell {
    /// Adds the container's own block, without what the elements own.
    fn measure_shell(&self, measure: &mut Measure);

    /// Moves or shrinks the container's own block; never looks into the elements.
    fn reshape(&mut self, compaction: &mut Compaction);

    /// Whether there are elements that may own memory: some, of a type that needs a drop.
    fn hides(&self) -> bool;
}
