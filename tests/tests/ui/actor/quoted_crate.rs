use dormouse::prelude::*;

#[actor(crate = "dormouse")]
struct Session;

#[actor]
impl Session {}

fn main() {}
