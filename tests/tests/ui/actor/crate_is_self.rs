use dormouse::prelude::*;

#[actor(crate = Self)]
struct Session;

#[actor]
impl Session {}

#[actor(crate = dormouse::<u8>)]
struct Other;

#[actor]
impl Other {}

fn main() {}
