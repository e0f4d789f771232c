//! Annotate structs, get a supervision tree.

mod compact;

pub use crate::compact::{Advice, Compact, Compacted, Compaction, Measure, Scratch};

#[doc(hidden)]
pub mod __private {
    pub use crate::compact::field::{
        CompactField, Field, FieldRef, LeaveField, MeasureField, SkipField,
    };
}
