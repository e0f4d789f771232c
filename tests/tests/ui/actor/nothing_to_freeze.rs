use dormouse::Freezable;
use dormouse::prelude::*;

#[actor(freeze_after = "1h")]
struct Session {
    turns: Vec<String>,
    seen: Option<std::time::Instant>,
}

#[actor]
impl Session {}

#[actor(hibernate = never, freeze_after = "1h")]
struct Sleepless {
    turns: Freezable<Vec<String>>,
}

#[actor]
impl Sleepless {}

fn main() {}
