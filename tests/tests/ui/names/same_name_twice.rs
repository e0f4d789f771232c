use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(name = "store")]
    one: Store,
    #[child(name = "store")]
    other: Store,
}

fn main() {}
