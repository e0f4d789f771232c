use dormouse::prelude::*;

#[actor(hibernate = "always")]
struct Session;

#[actor]
impl Session {}

fn main() {}
