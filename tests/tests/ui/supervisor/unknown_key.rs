use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(intensty = 5)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
