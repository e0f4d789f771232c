use dormouse::prelude::*;

#[actor]
const SESSION: u8 = 1;

fn main() {}
