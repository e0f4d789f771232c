use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(restart = temporary, backoff)]
    store: Store,
}

fn main() {}
