use dormouse::prelude::*;

#[actor(hibernate_after = -5)]
struct Session;

#[actor]
impl Session {}

fn main() {}
