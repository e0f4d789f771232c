use dormouse::prelude::*;

#[actor(hibernate_after = "1.5s")]
struct Session;

#[actor]
impl Session {}

fn main() {}
