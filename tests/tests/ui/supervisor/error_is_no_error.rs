use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(start = Err::<Store, u32>(1))]
    store: Store,
}

fn main() {}
