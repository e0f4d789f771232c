//! The tool that panics.

use dormouse::prelude::*;

/// A tool that always fails, to show that nothing else does.
#[actor(hibernate_after = "5s")]
#[derive(Debug, Default)]
pub struct Crash;

#[actor]
impl Crash {
    /// Panics.
    #[call]
    pub fn crash(&mut self) {
        panic!("as requested");
    }
}
