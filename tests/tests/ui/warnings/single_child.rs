#![deny(deprecated)]

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = rest_for_one)]
struct Rest {
    #[child]
    store: Store,
}

#[supervisor(strategy = one_for_all, allow(zero_intensity))]
struct All {
    #[child]
    store: Store,
}

fn main() {}
