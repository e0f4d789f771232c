use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one, auto_shutdown = never)]
struct App {
    #[child(start = || Store, restart = transient, significant)]
    store: Store,
}

fn main() {}
