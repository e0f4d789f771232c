use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
#[dormouse::supervisor(intensity = 3)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
