use dormouse::prelude::*;

#[actor(hibernate = 5)]
struct Session;

#[actor]
impl Session {}

fn main() {}
