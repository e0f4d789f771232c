use dormouse::prelude::*;

#[actor(mailbox = "100")]
struct Session;

#[actor]
impl Session {}

fn main() {}
