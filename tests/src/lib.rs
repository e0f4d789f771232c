//! Behaviour, compile-time and documentation tests of dormouse; the code is in `tests/`.
//!
//! The documents of the project are modules here, so that all their code is compiled and run.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub mod readme {}

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide.md")]
pub mod guide {}
