//! An MCP server whose sessions and tools are actors.
//!
//! The Model Context Protocol itself is the business of the official SDK, `rmcp`. What is here:
//!
//! * [`app`]: the supervision tree
//! * [`session`], [`store`], [`tools`]: the actors
//! * [`server`]: from MCP requests to calls of actors
//! * [`http`], [`stdio`]: the transports
//! * [`status`]: how many sessions are awake and asleep, and what they cost
//! * [`options`]: the command line

pub mod app;
pub mod http;
pub mod options;
pub mod server;
pub mod session;
pub mod status;
pub mod stdio;
pub mod store;
pub mod tools;

use rmcp::ErrorData;

/// The largest request that is taken, in bytes.
pub const MAX_REQUEST: usize = 1 << 20;

/// The answer to a larger one.
fn too_large() -> ErrorData {
    ErrorData::invalid_request(format!("a request has at most {MAX_REQUEST} bytes"), None)
}
