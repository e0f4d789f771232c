//! The MCP server, as clients see it: each test starts its own, as a process.

mod actors;
mod bad_input;
mod many_sessions;
mod operator;
mod support;
mod tools;
