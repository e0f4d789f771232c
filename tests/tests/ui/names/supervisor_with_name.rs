use dormouse::prelude::*;

#[supervisor]
struct Below {}

#[supervisor]
struct App {
    #[child(name = "below")]
    below: Below,
}

fn main() {}
