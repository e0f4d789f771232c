use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = one_for_all)]
struct App {
    #[child(restart = temporary)]
    first: Store,
    #[child(restart = temporary)]
    second: Store,
}

fn main() {}
