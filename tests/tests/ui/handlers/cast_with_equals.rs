use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[cast = priority]
    fn note(&mut self) {}
}

fn main() {}
