//! In a file of another name.

/// In a file.
#[dormouse::actor]
#[derive(Debug, Default)]
pub struct Filed {}

#[dormouse::actor]
impl Filed {}
