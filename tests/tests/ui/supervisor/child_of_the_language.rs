use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child]
    path: String,
    #[child(start = 5)]
    rows: usize,
    #[child]
    both: (Store, Store),
    #[child]
    shared: &'static Store,
    #[child]
    any: dyn std::fmt::Debug,
}

fn main() {
    let _ = App {}.start();
}
