//! A crate without pages.

/// Is seen nowhere.
#[dormouse::actor]
#[derive(Debug, Default)]
pub struct Silent {}

#[dormouse::actor]
impl Silent {}
