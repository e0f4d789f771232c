use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {}

#[actor]
impl Default for Session {
    fn default() -> Self {
        Self
    }
}

fn main() {}
