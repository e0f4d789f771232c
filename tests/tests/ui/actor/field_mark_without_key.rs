use dormouse::prelude::*;

#[actor]
struct Session {
    #[actor]
    user: String,
}

#[actor]
impl Session {}

fn main() {}
