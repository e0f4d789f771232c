use dormouse::prelude::*;

const IDLE: u64 = 30;

#[actor(hibernate_after = IDLE)]
struct Session;

#[actor]
impl Session {}

fn main() {}
