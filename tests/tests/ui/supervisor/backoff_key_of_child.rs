use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(backoff(restart = transient))]
    store: Store,
}

fn main() {}
