use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(backoff(initial = "1m"))]
    store: Store,
}

fn main() {}
