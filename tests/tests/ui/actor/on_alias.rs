use dormouse::prelude::*;

#[actor]
type Session = u8;

fn main() {}
