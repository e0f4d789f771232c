use dormouse::prelude::*;

#[actor("30s")]
struct Session;

#[actor]
impl Session {}

fn main() {}
