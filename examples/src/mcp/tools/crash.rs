//! The tool that panics.

use dormouse::prelude::*;

/// A tool that always fails, to show that nothing else does.
#[actor(hibernate = always)]
#[derive(Debug, Default)]
pub struct Crash;

#[actor]
impl Crash {
    /// Panics.
    #[call]
    pub fn crash(&mut self) -> Hibernate {
        panic!("as requested");
    }
}
