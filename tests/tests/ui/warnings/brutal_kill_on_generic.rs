#![deny(deprecated)]

use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct Shelf<T: Send + Sync + 'static> {
    label: T,
    #[child]
    store: Store,
}

#[supervisor(allow(single_child))]
struct App<T: Clone + Send + Sync + 'static> {
    label: T,
    #[child(start = Shelf { label: label.clone() }, shutdown = brutal_kill)]
    shelf: Shelf<T>,
}

fn main() {}
