use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[cfg_attr(unix, child(restart = transient))]
    store: Store,
}

fn main() {}
