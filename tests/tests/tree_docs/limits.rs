//! What the docs of a tree cannot see through, and what they must not trip over.

#![deny(warnings, missing_docs)]

use dormouse::prelude::*;
use std::time::Duration;

use foreign::{Remote, Remotes as Others};

pub mod by_hand;
pub mod exports;
pub mod places;
pub mod pools;

use by_hand::ByHand;

/// Is there.
#[actor]
#[derive(Debug, Default)]
pub struct Plain {}

#[actor]
impl Plain {}

/// Another name for [`Plain`].
pub type Alias = Plain;

/// Of all kinds that are not seen through.
#[supervisor]
#[derive(Debug)]
pub struct Limits {
    #[child]
    alias: Alias,
    #[child]
    remote: Remote,
    #[child]
    remotes: Others,
    #[child]
    path: foreign::Remotes,
    #[child]
    prelude: foreign::prelude::Depot,
    #[child]
    store: foreign::prelude::Store,
    #[child]
    module: foreign::prelude::depot::Depot,
    #[child]
    glob: foreign::prelude::all::Depot,
    #[child(start = foreign::Line { kind: std::marker::PhantomData })]
    line: foreign::Line<Plain>,
    #[child(start = foreign::Line { kind: std::marker::PhantomData })]
    same: deep::Line,
    #[child]
    other: deep::Other,
    #[child(start = Holder { kind: std::marker::PhantomData })]
    lines: Holder<foreign::Remotes>,
    #[child(docs = false)]
    quiet: Quiet,
    #[child(docs = false)]
    loud: Loud,
    #[child]
    copied: self::deep::Copied,
    #[child(start = Holder { kind: std::marker::PhantomData })]
    generic: Holder<Plain>,
    #[child]
    private: Private,
    #[child]
    by_hand: ByHand,
    #[child]
    r#type: Plain,
}

/// A type like that of another crate, and one of this crate.
pub mod deep {
    /// Not `foreign::Remote`.
    #[dormouse::actor]
    #[derive(Debug, Default)]
    pub struct Remote {}

    #[dormouse::actor]
    impl Remote {}

    pub use super::Plain as Copied;

    /// Another name, with arguments.
    pub type Line = foreign::Line<super::Plain>;

    use foreign::prelude as names;
    /// Another name for what is elsewhere.
    pub type Other = names::Store;
}

/// Below it is what it is asked to have.
#[supervisor]
#[derive(Debug)]
pub struct Holder<T: dormouse::Child + Default + Send + Sync + std::fmt::Debug + 'static> {
    /// Of its type.
    pub kind: std::marker::PhantomData<fn() -> T>,
    #[child]
    held: T,
}

/// Has a macro of the same name.
#[actor(docs = false)]
#[derive(Debug, Default)]
pub struct Quiet {}

#[actor(docs = false)]
impl Quiet {}

#[allow(unused_macros, clippy::all)]
macro_rules! Quiet {
    () => {};
}
Quiet!();

/// Has a macro of the same name too.
#[actor]
#[derive(Debug, Default)]
pub struct Loud {}

#[actor(docs = false)]
impl Loud {}

#[allow(unused)]
mod macros {
    macro_rules! loud {
        () => {};
    }
    pub(crate) use loud as Loud;
}
#[allow(unused)]
pub(crate) use macros::Loud;

#[actor]
#[derive(Debug, Default)]
struct Private {}

#[actor]
impl Private {}

/// Types in a function's body.
pub fn local() {
    #[actor]
    #[derive(Debug, Default)]
    struct Local {}

    #[actor]
    impl Local {}

    type Other = Local;

    #[supervisor]
    #[derive(Debug)]
    struct Root {
        #[child]
        local: Local,
        #[child]
        other: Other,
        #[child]
        plain: Plain,
    }
    let _ = Root {};
}

macro_rules! supervisors {
    ($($(#[$doc:meta])* $name:ident: $child:ty),*) => {
        $(
            $(#[$doc])*
            #[supervisor]
            #[derive(Debug)]
            pub struct $name {
                #[child]
                first: $child,
                #[child]
                second: $crate::Plain,
            }
        )*
    };
}

supervisors! {
    /// Made by a macro.
    Made: deep::Remote,
    /// Made by a macro too.
    MadeToo: Made
}

macro_rules! many {
    ($($name:ident)*) => {
        /// Has more than a hundred.
        #[supervisor]
        #[derive(Debug)]
        pub struct Many {
            $(
                #[child]
                $name: Plain,
            )*
        }
    };
}

many! {
    n000 n001 n002 n003 n004 n005 n006 n007 n008 n009 n010 n011 n012 n013 n014
    n015 n016 n017 n018 n019 n020 n021 n022 n023 n024 n025 n026 n027 n028 n029
    n030 n031 n032 n033 n034 n035 n036 n037 n038 n039 n040 n041 n042 n043 n044
    n045 n046 n047 n048 n049 n050 n051 n052 n053 n054 n055 n056 n057 n058 n059
    n060 n061 n062 n063 n064 n065 n066 n067 n068 n069 n070 n071 n072 n073 n074
    n075 n076 n077 n078 n079 n080 n081 n082 n083 n084 n085 n086 n087 n088 n089
    n090 n091 n092 n093 n094 n095 n096 n097 n098 n099 n100 n101 n102 n103 n104
    n105 n106 n107 n108 n109 n110 n111 n112 n113 n114 n115 n116 n117 n118 n119
    n120 n121 n122 n123 n124 n125 n126 n127 n128 n129
}

mod renamed {
    use dormouse as mouse;

    /// By another name.
    #[mouse::actor(crate = mouse)]
    #[derive(Debug, Default)]
    pub struct Renamed {}

    #[mouse::actor(crate = mouse)]
    impl Renamed {}

    /// By another name.
    #[mouse::supervisor(crate = mouse)]
    #[derive(Debug)]
    pub struct Rename {
        #[child]
        renamed: Renamed,
    }
}
pub use renamed::Rename;

/// Times.
pub mod times {
    /// One second.
    pub const IDLE: std::time::Duration = std::time::Duration::from_secs(1);
    /// Five seconds.
    pub const PERIOD: std::time::Duration = std::time::Duration::from_secs(5);
}

/// How often it may be restarted.
pub const LIMIT: u32 = 4;

/// How many there are.
pub const SHARDS: usize = 4;

/// Has times that are not written here.
#[actor(hibernate_after = times::IDLE.saturating_mul(2))]
#[derive(Debug, Default)]
pub struct Timed {}

#[actor]
impl Timed {
    /// A keyword.
    #[call]
    pub fn r#match(&self, _type: Vec<(u8, u8)>) -> u32 {
        1
    }

    #[call]
    fn private(&self) {}

    #[every(times::PERIOD)]
    fn tick(&mut self) {}
}

/// Has figures that are not written here.
#[supervisor(
    intensity = LIMIT,
    period = times::PERIOD,
    auto_hibernation = Duration::from_secs(2),
    partitions = SHARDS
)]
#[derive(Debug)]
pub struct Written {
    #[child]
    timed: Timed,
}
