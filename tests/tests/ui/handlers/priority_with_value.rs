use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast(priority = 3)]
    fn note(&mut self) {}
}

fn main() {}
