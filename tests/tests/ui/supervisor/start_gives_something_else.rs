use dormouse::prelude::*;

#[actor]
struct Store;

#[actor]
impl Store {}

async fn open() -> Store {
    Store
}

fn named(_user: String) -> Store {
    Store
}

#[supervisor]
struct App {
    #[child(start = open())]
    store: Store,
}

#[supervisor(strategy = simple_one_for_one)]
struct Stores {
    #[child(start = named)]
    store: Store,
}

fn main() {}
