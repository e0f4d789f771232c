use dormouse::prelude::*;

#[actor(hibernate_after = "30 fortnights")]
struct Session;

#[actor]
impl Session {}

fn main() {}
