//! Actors with the names of others.

use dormouse::prelude::*;

/// Is not meant.
#[actor]
#[derive(Debug, Default)]
pub struct Pool {}

#[actor]
impl Pool {}

/// Is not meant.
#[actor]
#[derive(Debug, Default)]
pub struct Quiet {}

#[actor]
impl Quiet {}
