//! The attributes of dormouse. Users name them through the `dormouse` crate.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod actor;
mod args;
mod duration;
mod errors;
mod generics;
mod handle;
mod handlers;
mod supervisor;
mod text;
mod types;

use proc_macro::TokenStream;

/// Makes a struct an actor.
#[proc_macro_attribute]
pub fn actor(args: TokenStream, item: TokenStream) -> TokenStream {
    actor::expand(args.into(), item.into()).into()
}

/// Makes a struct a supervisor.
#[proc_macro_attribute]
pub fn supervisor(args: TokenStream, item: TokenStream) -> TokenStream {
    supervisor::expand(args.into(), item.into()).into()
}
