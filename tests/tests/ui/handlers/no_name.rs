use dormouse::prelude::*;

#[actor]
impl [u8] {}

fn main() {}
