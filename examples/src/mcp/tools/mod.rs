//! The tools: each an actor, so that one that fails takes no other along.

pub mod calculator;
pub mod counter;
pub mod crash;
pub mod search;
