use dormouse::prelude::*;

#[actor(freeze_after = "1h")]
struct Session;

#[actor]
impl Session {}

fn main() {}
