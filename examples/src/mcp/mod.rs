//! An MCP server whose sessions and tools are actors.
//!
//! The Model Context Protocol itself is the business of the official SDK, `rmcp`. What is here:
//!
//! * [`app`]: the supervision tree
//! * [`session`], [`store`], [`tools`]: the actors
//! * [`server`]: from MCP requests to calls of actors
//! * [`http`], [`websocket`], [`tcp`], [`stdio`]: the transports
//! * [`connection`], [`lines`], [`message`]: what the last three have in common
//! * [`chaos`]: sessions that are killed on purpose
//! * [`status`]: who is awake and asleep, and what they cost
//! * [`options`], [`settings`]: what whoever runs it may say
//!
//! Each kind of actor sleeps in another way, as fits what it does:
//!
//! | actor | sleeps |
//! | --- | --- |
//! | [`Store`](store::Store), [`tools`] | after each message, ticks of the clock included |
//! | [`Session`](session::Session), [`Clients`](http::clients::Clients), [`WebSocket`](websocket::WebSocket) | by itself, after 30 s in which nothing came |
//! | [`Tcp`](tcp::Tcp) | when it finds that it is idle, and after errors |
//! | [`Stdio`](stdio::Stdio) | after each line; after all else when the client has been idle for 5 minutes |
//! | all connections | after what they do not know, unless told otherwise |
//! | [`App`](app::App) and supervisors whose children are declared | by themselves, after 1 s |
//! | supervisors whose children come and go | not |

pub mod app;
pub mod chaos;
pub mod connection;
pub mod http;
pub mod lines;
pub mod message;
pub mod options;
pub mod server;
pub mod session;
pub mod settings;
pub mod status;
pub mod stdio;
pub mod store;
pub mod tcp;
pub mod tools;
pub mod websocket;

use rmcp::ErrorData;

/// The largest request that is taken, in bytes.
pub const MAX_REQUEST: usize = 1 << 20;

/// The answer to a larger one.
fn too_large() -> ErrorData {
    ErrorData::invalid_request(format!("a request has at most {MAX_REQUEST} bytes"), None)
}
