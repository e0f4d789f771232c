use dormouse::prelude::*;

#[actor]
struct Session {
    #[actor(keep = true)]
    user: String,
}

#[actor]
impl Session {}

fn main() {}
