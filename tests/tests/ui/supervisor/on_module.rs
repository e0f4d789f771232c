use dormouse::prelude::*;

#[supervisor]
mod tree {}

fn main() {}
