#![deny(deprecated)]

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(intensity = 0)]
struct App {
    #[child(restart = temporary)]
    first: Store,
    #[child]
    second: Store,
}

fn main() {}
