use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[actor]
#[supervisor]
struct App {
    #[child]
    store: Store,
}

fn main() {}
