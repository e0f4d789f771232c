use dormouse::prelude::*;

#[actor(mailbox = 100, overflow = drop_oldst)]
struct Session;

#[actor]
impl Session {}

fn main() {}
