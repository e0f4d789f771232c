use dormouse::prelude::*;

#[actor]
struct Store {
    lines: Vec<String>,
}

#[actor]
impl Store {}

#[supervisor]
struct App {
    #[child(start = |name: String| Store { lines: vec![name, String::from("a line of its own"), String::new()] })]
    store: Store,
}

fn main() {}
