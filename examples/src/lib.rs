//! Programs built with dormouse.

pub mod mcp;
