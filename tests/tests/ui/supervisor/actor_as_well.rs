use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
#[actor]
struct App {
    #[child]
    store: Store,
}

fn main() {}
