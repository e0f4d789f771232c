//! A macro that goes by the name of another one.

use super::Store;
use dormouse::prelude::*;

// The error is of the type that is wanted where it goes.
macro_rules! bail {
    ($text:literal) => {
        return Err($text.into())
    };
}

#[supervisor]
pub(super) struct Own {
    pub(super) ready: bool,
    #[child(start = {
        if !ready {
            bail!("not ready");
        }
        Store::new("own")
    })]
    store: Store,
}
