//! What the runtime finds out about actors by itself, off the path of a message.

pub(crate) mod often;
pub(crate) mod wake_up;
pub(crate) mod warner;
