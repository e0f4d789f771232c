#![deny(deprecated)]

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct Shelf {
    #[child]
    store: Store,
}

#[supervisor]
struct App {
    #[child(shutdown = brutal_kill)]
    store: Store,
    #[child(shutdown = brutal_kill)]
    shelf: Shelf,
}

fn main() {}
