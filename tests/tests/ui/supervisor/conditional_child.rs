use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child]
    #[cfg(all())]
    store: Store,
}

fn main() {}
