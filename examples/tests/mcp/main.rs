//! The MCP server, as clients see it: each test starts its own, as a process.

mod actors;
mod bad_input;
mod chaos;
mod hibernation;
mod many_sessions;
mod operator;
mod report;
mod sockets;
mod support;
mod tools;
