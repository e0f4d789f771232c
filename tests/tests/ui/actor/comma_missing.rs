use dormouse::prelude::*;

#[actor(hibernate_after = "30s" hibernate = may)]
struct Session;

#[actor]
impl Session {}

fn main() {}
