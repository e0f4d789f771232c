use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(drain = "5s")]
    store: Store,
}

fn main() {}
