use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(start = Store::default_of(store.clone()))]
    store: Store,
}

fn main() {}
