use dormouse::prelude::*;

#[supervisor]
fn app() {}

fn main() {}
