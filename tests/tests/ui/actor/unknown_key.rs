use dormouse::prelude::*;

#[actor(hibernate_aftr = "30s")]
struct Session;

#[actor]
impl Session {}

fn main() {}
