use dormouse::prelude::*;

#[actor(hibernate_aftr = "30s", hibernate = sometimes, hibernate_after = "30")]
struct Session;

#[actor]
impl Session {}

fn main() {}
