use dormouse::prelude::*;

#[actor(hibernate_after == "30s", mailbox => 8, hibernate = ;)]
struct Session;

#[actor]
impl Session {}

fn main() {}
