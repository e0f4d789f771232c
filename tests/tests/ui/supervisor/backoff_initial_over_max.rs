use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(backoff(initial = "20s", max = "5s"))]
    store: Store,
}

fn main() {}
