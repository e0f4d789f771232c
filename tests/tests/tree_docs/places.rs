//! Types in places of all kinds, two levels below the root of the tree.

use dormouse::prelude::*;

/// All of it is below what it has.
#[supervisor]
#[derive(Debug)]
pub struct Places {
    #[child]
    all: inner::All,
}

mod inner {
    use self::shown::Shown as Seen;
    pub use self::shown::{Shown, deeper::Deeper};
    use dormouse::prelude::*;

    mod shown {
        /// On the page of the module around.
        #[dormouse::actor]
        #[derive(Debug, Default)]
        pub struct Shown {}

        #[dormouse::actor]
        impl Shown {}

        /// Below.
        pub mod deeper {
            /// On the page of the module around, further up.
            #[dormouse::actor]
            #[derive(Debug, Default)]
            pub struct Deeper {}

            #[dormouse::actor]
            impl Deeper {}
        }
    }

    /// Only with all others.
    pub mod hidden {
        /// In it.
        #[dormouse::actor]
        #[derive(Debug, Default)]
        pub struct Hidden {}

        #[dormouse::actor]
        impl Hidden {}
    }

    /// A keyword.
    pub mod r#type {
        /// In a module that has one for a name.
        #[dormouse::actor]
        #[derive(Debug, Default)]
        pub struct Raw {}

        #[dormouse::actor]
        impl Raw {}
    }

    /// One.
    pub mod first {
        /// One of two.
        #[dormouse::actor]
        #[derive(Debug, Default)]
        pub struct Double {}

        #[dormouse::actor]
        impl Double {}
    }

    /// Two.
    pub mod second {
        /// The other.
        #[dormouse::actor]
        #[derive(Debug, Default)]
        pub struct Double {}

        #[dormouse::actor]
        impl Double {}
    }

    mod none {
        /// On no page.
        #[dormouse::actor]
        #[derive(Debug, Default)]
        pub struct Unseen {}

        #[dormouse::actor]
        impl Unseen {}
    }

    macro_rules! made {
        ($($name:ident)*) => {
            $(
                /// Made by a macro.
                #[actor]
                #[derive(Debug, Default)]
                pub struct $name {}

                #[actor]
                impl $name {}
            )*
        };
    }

    made! { Made }

    /// Has one of each.
    #[supervisor]
    #[derive(Debug)]
    pub struct All {
        #[child]
        seen: Seen,
        #[child]
        deeper: Deeper,
        #[child]
        hidden: hidden::Hidden,
        #[child]
        raw: r#type::Raw,
        #[child]
        first: first::Double,
        #[child]
        second: second::Double,
        #[child]
        unseen: none::Unseen,
        #[child]
        made: Made,
        #[child]
        remote: foreign::Remote,
        #[child]
        others: crate::Others,
        #[child]
        alias: crate::Alias,
        #[child]
        file: super::places_file::Filed,
    }
}

pub use self::inner::{All, Deeper};

/// As in 2015.
#[path = "elsewhere/filed.rs"]
pub mod places_file;

/// What is imported everywhere.
pub mod prelude {
    pub use super::inner::*;
}
