use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    cell: std::cell::Cell<u8>,
    #[child]
    store: Store,
}

fn main() {}
