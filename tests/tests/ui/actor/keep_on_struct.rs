use dormouse::prelude::*;

#[actor(keep)]
struct Session;

#[actor]
impl Session {}

fn main() {}
