use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one, auto_shutdown = any_significant)]
struct App {
    #[child(start = || Store)]
    store: Store,
}

fn main() {}
