use dormouse::prelude::*;

#[derive(Default)]
struct Store;

#[supervisor]
struct App {
    #[child]
    store: Store,
}

fn main() {}
