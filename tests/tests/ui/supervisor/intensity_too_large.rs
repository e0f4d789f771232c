use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(intensity = 5_000_000_000)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
