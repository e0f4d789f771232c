use dormouse::prelude::*;

#[actor(name = "store")]
#[derive(Default)]
struct Store {}

#[actor]
impl Store {
    #[cast]
    fn work(&self) {}
}

#[supervisor]
struct First {
    #[child]
    store: Store,
}

#[supervisor]
struct Second {
    #[child]
    other: Store,
}

#[supervisor]
struct App {
    #[child]
    first: First,
    #[child]
    second: Second,
}

fn main() {}
