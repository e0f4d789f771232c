use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor(allow(zero_intesity, restart, single_child, single_child))]
struct App {
    #[child]
    store: Store,
}

fn main() {}
