use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    prefix: String,
    #[child(name = format!("{prefx}-store"))]
    store: Store,
}

fn main() {}
