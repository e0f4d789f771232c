use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App<'a> {
    path: &'a str,
    #[child]
    store: Store,
}

fn main() {}
