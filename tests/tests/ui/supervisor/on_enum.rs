use dormouse::prelude::*;

#[supervisor]
enum App {
    One,
}

fn main() {}
