use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(auto_shutdown = "all_significant")]
struct App {
    #[child(significant, restart = transient)]
    store: Store,
}

fn main() {}
