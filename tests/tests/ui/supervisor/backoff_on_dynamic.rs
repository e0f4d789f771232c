use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one)]
struct App {
    #[child(start = || Store, backoff, start_timeout = "1s")]
    store: Store,
}

fn main() {}
