use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = rest_for_one)]
struct App {
    #[child(restart = temporary)]
    first: Store,
}

fn main() {}
