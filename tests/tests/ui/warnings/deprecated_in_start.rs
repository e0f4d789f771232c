//! What may be deprecated is the child's type, and what stands in its start; not what other starts say.

#![deny(deprecated)]

use dormouse::prelude::*;

#[deprecated = "there are better ones"]
#[actor]
#[derive(Default)]
struct Clerk;

#[allow(deprecated)]
#[actor]
impl Clerk {}

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[deprecated = "open a new one"]
fn open_v1() -> Store {
    Store
}

#[supervisor]
struct Office {
    #[allow(deprecated)]
    #[child]
    clerk: Clerk,
    #[allow(deprecated)]
    #[child(start = open_v1())]
    old: Store,
    #[child(start = open_v1())]
    store: Store,
}

fn main() {}
