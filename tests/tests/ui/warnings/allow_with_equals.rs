use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(allow = zero_intensity)]
struct App {
    #[child]
    store: Store,
}

fn main() {}
