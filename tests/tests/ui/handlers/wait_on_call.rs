use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call(wait)]
    fn note(&mut self) {}
}

fn main() {}
