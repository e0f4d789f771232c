use dormouse::prelude::*;

#[actor(hibernate_after = "soon")]
struct Session;

#[actor]
impl Session {}

fn main() {}
