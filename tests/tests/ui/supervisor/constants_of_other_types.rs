use dormouse::prelude::*;

const NUMBER: u8 = 3;
const TEXT: &str = "5s";

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(intensity = TEXT, hibernate_after = NUMBER)]
struct App {
    #[child(shutdown = TEXT)]
    store: Store,
    #[child(backoff(initial = NUMBER, factor = TEXT))]
    other: Store,
}

#[supervisor(strategy = simple_one_for_one, max_children = TEXT)]
struct Stores {
    #[child(start = || Store)]
    store: Store,
}

fn main() {}
