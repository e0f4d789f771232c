use dormouse::prelude::*;

#[actor(hibernate_after "30s")]
struct Session;

#[actor]
impl Session {}

fn main() {}
