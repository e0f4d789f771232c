use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[derive(Debug)]
#[supervisor]
struct App {
    name: String,
    #[child]
    store: Store,
}

fn main() {}
