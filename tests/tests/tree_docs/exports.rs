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

/// Names that are those of others too.
pub mod shadows {
    use self::workers::*;
    use crate::by_hand::ByHand;
    use dormouse::prelude::*;

    /// Has what is declared here.
    #[supervisor]
    #[derive(Debug)]
    pub struct Shadows {
        #[child]
        by_hand: ByHand,
        #[child]
        helper: Helper,
        #[child]
        other: Other,
        #[child]
        pool: Pool,
        #[child]
        quiet: self::Quiet,
    }

    /// Has the same by imports.
    pub mod below {
        use super::{Helper, Pool, workers};
        use dormouse::prelude::*;

        /// Has each.
        #[supervisor]
        #[derive(Debug)]
        pub struct Below {
            #[child]
            pool: Pool,
            #[child]
            helper: Helper,
            #[child]
            other: workers::Pool,
        }
    }

    /// What other crates have all of.
    pub mod cells {
        use dormouse::prelude::*;
        #[allow(unused_imports)]
        use std::cell::*;

        /// Has one.
        #[supervisor]
        #[derive(Debug)]
        pub struct Cells {
            #[child]
            cell: Cell,
        }

        /// Not that of the standard library.
        #[actor]
        #[derive(Debug, Default)]
        pub struct Cell {}

        #[actor]
        impl Cell {
            #[every("3s")]
            fn tick(&mut self) {}
        }
    }

    /// Not that of `workers`, which is in a file of its own.
    #[actor]
    #[derive(Debug, Default)]
    pub struct Pool {}

    #[actor]
    impl Pool {
        #[every("7s")]
        fn tick(&mut self) {}
    }

    /// Not that of `workers` either.
    #[actor(docs = false)]
    #[derive(Debug, Default)]
    pub struct Quiet {}

    #[actor(docs = false)]
    impl Quiet {}

    /// Not that of `workers`.
    pub type Helper = super::Lonely;

    /// What is not meant but once.
    pub mod workers {
        pub use crate::pools::{Pool, Quiet};
        use dormouse::prelude::*;

        /// Is not meant.
        #[actor]
        #[derive(Debug, Default)]
        pub struct ByHand {}

        #[actor]
        impl ByHand {}

        /// Is not meant.
        #[actor]
        #[derive(Debug, Default)]
        pub struct Helper {}

        #[actor]
        impl Helper {}

        /// Is meant.
        #[actor]
        #[derive(Debug, Default)]
        pub struct Other {}

        #[actor]
        impl Other {}
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
