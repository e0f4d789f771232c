use dormouse::prelude::*;

#[actor(hibernate = may, hibernate_after = "30s", hibernate = never)]
struct Session;

#[actor]
impl Session {}

fn main() {}
