use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(significant)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
