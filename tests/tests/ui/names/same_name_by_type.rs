use dormouse::prelude::*;

#[actor(name = "store")]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child]
    one: Store,
    #[child]
    other: Store,
}

fn main() {}
