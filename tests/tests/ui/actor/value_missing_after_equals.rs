use dormouse::prelude::*;

#[actor(hibernate_after =, hibernate = may)]
struct Session;

#[actor]
impl Session {}

fn main() {}
