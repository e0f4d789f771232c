//! What others have made.

use dormouse::prelude::*;

/// Is far away.
#[actor(hibernate_after = "30s")]
#[derive(Debug, Default)]
pub struct Remote {}

#[actor]
impl Remote {}

/// Has one.
#[supervisor]
#[derive(Debug)]
pub struct Remotes {
    #[child]
    remote: Remote,
}
