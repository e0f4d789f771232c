use dormouse::prelude::*;

struct App {
    #[child]
    store: u8,
}

fn main() {}
