use dormouse::prelude::*;

#[actor(hibernate_after = "999999999999999999999s")]
struct Session;

#[actor]
impl Session {}

fn main() {}
