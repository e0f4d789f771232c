use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(auto_hibernation, hibernate_after = "5s")]
struct App {
    #[child]
    store: Store,
}

fn main() {}
