use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

struct User;

#[supervisor(strategy = simple_one_for_one)]
struct App {
    #[child(start = |user: User| { drop(user); Store })]
    store: Store,
}

fn main() {}
