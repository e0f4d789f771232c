//! Behaviour, compile-time and documentation tests of dormouse; the code is in `tests/`.
//!
//! What tests have in common is here, and the documents of the project are modules, so that all their code
//! is compiled and run.

pub mod events;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub mod readme {}

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide.md")]
pub mod guide {}

#[cfg(doctest)]
#[doc = include_str!("../../docs/erlang.md")]
pub mod erlang {}

#[cfg(doctest)]
#[doc = include_str!("../../docs/hibernation.md")]
pub mod hibernation {}

#[cfg(doctest)]
#[doc = include_str!("../../docs/adoption.md")]
pub mod adoption {}

#[cfg(doctest)]
#[doc = include_str!("../../docs/troubleshooting.md")]
pub mod troubleshooting {}

#[cfg(doctest)]
#[doc = include_str!("../../docs/metrics.md")]
pub mod metrics {}
