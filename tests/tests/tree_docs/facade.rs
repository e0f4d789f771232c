//! What another crate has, by other names: that of the crate, and those of its types.

#![deny(warnings, missing_docs)]

use dormouse::prelude::*;

pub use things::{Abe, Remotes, Zed};
pub use things::depot::{Depot as Magazine, DepotRef as MagazineRef};

/// Has what is elsewhere.
#[supervisor]
#[derive(Debug)]
pub struct Facade {
    #[child]
    remotes: things::Remotes,
    #[child]
    store: things::prelude::Store,
    #[child]
    magazine: Magazine,
}
