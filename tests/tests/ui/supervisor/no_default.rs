use dormouse::prelude::*;

#[actor]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child]
    store: Store,
}

fn main() {}
