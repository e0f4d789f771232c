use dormouse::prelude::*;

#[actor(hibernate_after = "99999999999999999h")]
struct Session;

#[actor]
impl Session {}

fn main() {}
