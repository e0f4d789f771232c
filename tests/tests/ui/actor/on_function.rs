use dormouse::prelude::*;

#[actor]
fn session() {}

fn main() {}
