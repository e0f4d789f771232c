//! The attributes of dormouse. Users name them through the `dormouse` crate.
