use dormouse::prelude::*;

#[actor(hibernate_after = 30)]
struct Session;

#[actor]
impl Session {}

fn main() {}
