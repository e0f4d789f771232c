use dormouse::prelude::*;

#[actor(hibernate = alway)]
struct Session;

#[actor]
impl Session {}

fn main() {}
