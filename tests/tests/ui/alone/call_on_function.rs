use dormouse::prelude::*;

#[call]
fn get() {}

fn main() {}
