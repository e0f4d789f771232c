use dormouse::prelude::*;

#[actor(hibernate_after = true)]
struct Session;

#[actor]
impl Session {}

fn main() {}
