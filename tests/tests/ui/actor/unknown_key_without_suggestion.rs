use dormouse::prelude::*;

#[actor(colour = red)]
struct Session;

#[actor]
impl Session {}

fn main() {}
