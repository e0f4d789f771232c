use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(strategy = simple_one_for_one)]
struct App {
    #[child(start = |user: &str| { drop(user); Store })]
    store: Store,
}

fn main() {}
