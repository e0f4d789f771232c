use dormouse::prelude::*;

#[actor(hibernate = never, hibernate_after = "5s")]
struct Session;

#[actor]
impl Session {}

fn main() {}
