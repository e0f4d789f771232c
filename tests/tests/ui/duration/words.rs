use dormouse::prelude::*;

#[actor(hibernate_after = infinity, mailbox = unbounded)]
#[derive(Default)]
struct Store;

#[actor]
impl Store {
    #[every(forever)]
    fn tick(&mut self) {}
}

#[supervisor(auto_hibernation = never, intensity = infinity)]
struct App {
    #[child(start_timeout = none)]
    store: Store,
}

#[supervisor(partitions = all)]
struct Stores {
    #[child]
    store: Store,
}

fn main() {}
