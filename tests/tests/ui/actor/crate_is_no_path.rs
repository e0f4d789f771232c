use dormouse::prelude::*;

#[actor(crate = 5)]
struct Session;

#[actor]
impl Session {}

fn main() {}
