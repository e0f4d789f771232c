use dormouse::prelude::*;

#[actor(always)]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(one_for_all)]
struct App {
    #[child(transient)]
    store: Store,
    #[child(temporary, infinity)]
    other: Store,
}

fn main() {}
