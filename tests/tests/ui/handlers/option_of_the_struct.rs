use dormouse::prelude::*;

#[actor]
struct Session;

#[actor(hibernate_after = "5s")]
impl Session {}

fn main() {}
