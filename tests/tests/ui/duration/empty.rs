use dormouse::prelude::*;

#[actor(hibernate_after = "")]
struct Session;

#[actor]
impl Session {}

fn main() {}
