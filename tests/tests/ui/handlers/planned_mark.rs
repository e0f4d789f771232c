use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[health]
    fn well(&mut self) {}
}

fn main() {}
