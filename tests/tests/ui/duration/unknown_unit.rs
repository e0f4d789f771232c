use dormouse::prelude::*;

#[actor(hibernate_after = "30sec")]
struct Session;

#[actor]
impl Session {}

fn main() {}
