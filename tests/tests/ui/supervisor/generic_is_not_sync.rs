use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App<T: Send + 'static> {
    source: T,
    #[child]
    store: Store,
}

fn main() {}
