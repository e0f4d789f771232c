use dormouse::prelude::*;

#[actor]
union Bits {
    a: u8,
}

#[actor]
impl Bits {}

fn main() {}
