use dormouse::prelude::*;

#[actor(mailbox = 0)]
struct Session;

#[actor]
impl Session {}

fn main() {}
