#![deny(deprecated)]

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one, intensity = 0)]
struct Stores {
    #[child(start = || Store, restart = permanent)]
    store: Store,
}

fn main() {}
