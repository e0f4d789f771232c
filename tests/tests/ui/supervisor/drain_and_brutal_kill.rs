use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(shutdown = brutal_kill, drain)]
    store: Store,
}

fn main() {}
