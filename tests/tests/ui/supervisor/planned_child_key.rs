use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(pool = 4)]
    store: Store,
}

fn main() {}
