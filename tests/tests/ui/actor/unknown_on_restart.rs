use dormouse::prelude::*;

#[actor(on_restart = drop)]
struct Session;

#[actor]
impl Session {}

fn main() {}
