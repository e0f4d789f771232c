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
    #[child]
    zed: facade::Zed,
    #[child(start = Pen::default())]
    pen: Pen,
    #[child]
    silent: silent::Silent,
}

/// Has what it is asked to have, or what it has by default.
#[supervisor]
#[derive(Debug)]
pub struct Pen<T = Lonely, U = T>
where
    T: dormouse::Child + Default + Send + Sync + std::fmt::Debug + 'static,
    U: dormouse::Child + Default + Send + Sync + std::fmt::Debug + 'static,
{
    /// Of which types.
    pub kinds: std::marker::PhantomData<fn() -> (T, U)>,
    #[child]
    first: T,
    #[child]
    second: U,
}

impl<T, U> Default for Pen<T, U>
where
    T: dormouse::Child + Default + Send + Sync + std::fmt::Debug + 'static,
    U: dormouse::Child + Default + Send + Sync + std::fmt::Debug + 'static,
{
    fn default() -> Self {
        let kinds = std::marker::PhantomData;
        Self { kinds }
    }
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
