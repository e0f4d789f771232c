use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(backoff(initial = std::time::Duration::from_secs(60)))]
    store: Store,
}

fn main() {}
