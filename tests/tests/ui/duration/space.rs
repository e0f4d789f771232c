use dormouse::prelude::*;

#[actor(hibernate_after = "30 s")]
struct Session;

#[actor]
impl Session {}

fn main() {}
