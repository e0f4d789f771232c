//! What is shown only in part.

use dormouse::prelude::*;

pub use self::inner::Lonely;

/// Has one of each.
#[supervisor]
#[derive(Debug)]
pub struct Exports {
    #[child]
    lonely: Lonely,
    #[child]
    ghost: Ghost,
    #[child]
    unseen: inner::Unseen,
    #[child]
    raw: r#Raw,
    #[child]
    magazine: facade::Magazine,
    #[child]
    remotes: facade::Remotes,
}

mod inner {
    use dormouse::prelude::*;

    /// Its handle is not exported.
    #[actor]
    #[derive(Debug, Default)]
    pub struct Lonely {}

    #[actor]
    impl Lonely {
        /// Waves.
        #[call]
        pub fn wave(&self) -> u8 {
            1
        }

        /// For those who know of it.
        #[doc(hidden)]
        #[call]
        pub fn secret(&self) -> u8 {
            2
        }
    }

    /// Is public, and nothing leads to it.
    #[actor]
    #[derive(Debug, Default)]
    pub struct Unseen {}

    #[actor]
    impl Unseen {}
}

/// Is on no page, and neither is its handle.
#[doc(hidden)]
#[actor]
#[derive(Debug, Default)]
pub struct Ghost {}

#[actor]
impl Ghost {}

/// Is written as a keyword would be.
#[actor]
#[derive(Debug, Default)]
pub struct r#Raw {}

#[actor]
impl r#Raw {}
