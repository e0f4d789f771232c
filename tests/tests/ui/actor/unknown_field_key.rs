use dormouse::prelude::*;

#[actor]
struct Session {
    #[actor(kep)]
    user: String,
    #[actor(mailbox = 100)]
    turns: Vec<String>,
}

#[actor]
impl Session {}

fn main() {}
