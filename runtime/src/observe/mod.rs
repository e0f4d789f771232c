//! What the runtime finds out about actors by itself, off the path of a message.

pub(crate) mod actor_info;
pub(crate) mod census;
pub(crate) mod counts;
pub(crate) mod coverage;
pub(crate) mod memory_report;
pub(crate) mod often;
pub(crate) mod pauses;
pub(crate) mod switch;
pub(crate) mod types;
pub(crate) mod wake_up;
pub(crate) mod warner;
pub(crate) mod why_awake;
