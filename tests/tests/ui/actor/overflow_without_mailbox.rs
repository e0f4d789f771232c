use dormouse::prelude::*;

#[actor(overflow = error)]
struct Session;

#[actor]
impl Session {}

fn main() {}
