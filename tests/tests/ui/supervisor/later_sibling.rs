use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(start = Store::default_of(other.clone()))]
    store: Store,
    #[child]
    other: Store,
}

fn main() {}
