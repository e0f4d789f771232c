use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(max_children = 5)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
