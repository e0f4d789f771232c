use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(period = "0s")]
struct App {
    #[child]
    store: Store,
}

fn main() {}
