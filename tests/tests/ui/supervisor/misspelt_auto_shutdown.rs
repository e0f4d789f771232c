use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(auto_shutdown = any_significnt)]
struct App {
    #[child(significant, restart = transient)]
    store: Store,
}

fn main() {}
