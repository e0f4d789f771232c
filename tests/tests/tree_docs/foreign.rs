//! What others have made.

use dormouse::prelude::*;

/// Is far away.
#[actor(hibernate_after = "30s")]
#[derive(Debug, Default)]
pub struct Remote {}

#[actor]
impl Remote {}

/// Has one.
#[supervisor]
#[derive(Debug)]
pub struct Remotes {
    #[child]
    remote: Remote,
}

/// Below it is what it is asked to have, beside a [`Remote`].
#[supervisor]
#[derive(Debug)]
pub struct Line<C: dormouse::Child + Default + Send + Sync + std::fmt::Debug + 'static> {
    /// Of its type.
    pub kind: std::marker::PhantomData<fn() -> C>,
    #[child(restart = transient)]
    asked: C,
    #[child]
    remote: Remote,
}

/// Has a page of its own, and a few names.
pub mod depot {
    use dormouse::prelude::*;

    /// Has a timer & waits < for it.
    #[actor]
    #[derive(Debug, Default)]
    pub struct Depot {}

    #[actor]
    impl Depot {
        #[every("5s")]
        fn tick(&mut self) {}
    }
}

macro_rules! twins {
    ($($name:ident)*) => {
        $(
            /// Made with others.
            #[actor]
            #[derive(Debug, Default)]
            pub struct $name {}

            #[actor]
            impl $name {}
        )*
    };
}

twins! { Abe Zed }

/// Only names.
pub mod prelude {
    pub use crate::depot::{self, Depot, Depot as Store};

    /// All of it.
    pub mod all {
        pub use crate::depot::*;
    }
}
