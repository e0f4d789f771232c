//! What is deprecated, and used all the same by those who say so.

use moused::prelude::*;

/// Was there before.
#[deprecated = "there are better ones"]
#[actor(crate = moused)]
#[derive(Debug, Default)]
pub struct Clerk {
    letters: u32,
}

#[allow(deprecated, reason = "for those who still have one")]
#[actor(crate = moused)]
impl Clerk {
    /// How many were written.
    #[call]
    pub fn letters(&mut self) -> u32 {
        self.letters += 1;
        self.letters
    }
}

/// Has one.
#[supervisor(crate = moused)]
#[derive(Debug)]
pub struct Office {
    #[allow(deprecated, reason = "until there is another")]
    #[child]
    clerk: Clerk,
}

/// Has as many as are wanted.
#[allow(deprecated, reason = "until there are others")]
#[supervisor(crate = moused, strategy = simple_one_for_one)]
#[derive(Debug)]
pub struct Pool {
    #[child(start = || Clerk::default())]
    clerk: Clerk,
}

/// Has two, and is no better.
#[deprecated = "use one"]
#[supervisor(crate = moused, partitions = 2)]
#[derive(Debug)]
pub struct Shards {
    #[child(start = |_| Clerk::default())]
    clerk: Clerk,
}

/// What clerks and others have in common.
#[deprecated = "there are better ones"]
#[interface(crate = moused)]
pub trait Writes {
    /// How many were written.
    #[call]
    fn written(&self) -> u32;
}

/// Writes, as it did before.
#[actor(crate = moused)]
#[derive(Debug, Default)]
pub struct Scribe {
    pages: u32,
}

#[allow(deprecated, reason = "for those who still call it so")]
#[actor(crate = moused)]
impl Scribe {
    /// How many were written.
    #[call(interface = Writes)]
    pub fn written(&mut self) -> u32 {
        self.pages += 1;
        self.pages
    }
}
