use dormouse::prelude::*;

#[supervisor]
const TREE: u8 = 1;

fn main() {}
