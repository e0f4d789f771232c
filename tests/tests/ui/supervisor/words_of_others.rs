//! How other frameworks call what is there, and where it is said here.

use dormouse::prelude::*;

#[actor(capacity = 8, restart = transient, intensity = 3)]
#[derive(Default)]
struct Store;

#[actor]
impl Store {
    #[call(timeout = "5s")]
    fn get(&self) {}

    #[cast(hibernate)]
    fn put(&mut self) {}
}

#[supervisor(max_restarts = 3, max_seconds = 5, name = "app")]
struct App {
    #[child(timeout = "5s", mailbox = 8, dynamic, backoff(min = "1s", multiplier = 2))]
    store: Store,
}

fn main() {}
